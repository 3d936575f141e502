package dev.portolan.ollama;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Part;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import java.util.ArrayList;
import java.util.List;

/**
 * What a history needs so that Ollama's templates show all of it to a model. Any order of roles is taken; but a message has only
 * one text, a tool result has no images, and the schema of an answer is not shown to the model at all (OL1): the grammar cuts what
 * does not fit, and a model that does not know where it is led writes nonsense that fits.
 *
 * @see <a href="https://docs.ollama.com/capabilities/structured-outputs">Ollama: structured outputs, which advises to put the
 *     schema into the prompt</a>
 */
final class OllamaHistory {

    private OllamaHistory() {}

    /** The messages, with the schema of the answer in words of the system unless one of them shows it already. */
    static List<Message> showingSchema(ChatRequest request) {
        if (!(request.outputFormat() instanceof OutputFormat.Schema schema)
                || request.messages().stream()
                        .anyMatch(message ->
                                message.text().contains(schema.schema().json()))) {
            return request.messages();
        }
        List<Message> messages = new ArrayList<>(request.messages());
        String words = words(schema);
        // Templates with room for one system text have it at the start.
        if (messages.get(0) instanceof SystemMessage first) {
            List<Part> parts = new ArrayList<>(first.parts());
            parts.add(new TextPart("\n\n" + words));
            messages.set(0, new SystemMessage(parts, first.vendorState()));
        } else {
            messages.add(0, Message.system(words));
        }
        return messages;
    }

    private static String words(OutputFormat.Schema schema) {
        String purpose = schema.description() == null || schema.description().isBlank()
                ? ""
                : " It is for: " + schema.description().strip();
        return "Answer with nothing but JSON that fits this JSON schema." + purpose + "\n"
                + schema.schema().json();
    }

    /** Adds a text to others of its message: apart, unless one of them has white space at the seam. */
    static void append(StringBuilder text, String more) {
        if (!text.isEmpty()
                && !more.isEmpty()
                && !Character.isWhitespace(text.charAt(text.length() - 1))
                && !Character.isWhitespace(more.charAt(0))) {
            text.append('\n');
        }
        text.append(more);
    }

    /**
     * Parts the text of a result from its media, which follow in a message of the user.
     *
     * @param text receives the text
     * @param moved receives the rest, with a word on where it comes from
     */
    static void splitResult(List<Part> content, String tool, StringBuilder text, List<Part> moved) {
        int before = moved.size();
        for (Part part : content) {
            if (part instanceof TextPart said) {
                append(text, said.text());
            } else {
                moved.add(part);
            }
        }
        if (moved.size() > before) {
            moved.add(before, new TextPart("Output of tool " + tool + ":"));
            if (text.isEmpty()) {
                text.append("The output follows in the next message.");
            }
        }
    }
}
