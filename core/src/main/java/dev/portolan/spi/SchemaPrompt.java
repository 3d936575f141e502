package dev.portolan.spi;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Part;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.UserMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a schema into the prompt: behind the system text, where caches of prompts keep it, or behind the last message of the user where
 * the model takes no system text.
 */
final class SchemaPrompt {

    private SchemaPrompt() {}

    static List<Message> added(ChatRequest request, ModelInfo info, OutputFormat.Schema format, String schema) {
        List<Message> messages = new ArrayList<>(request.messages());
        String text = text(request, format, schema);
        int system = lastLeadingSystem(messages);
        if (system >= 0) {
            messages.set(system, new SystemMessage(with(messages.get(system).parts(), text)));
        } else if (info.supports(Capability.SYSTEM_MESSAGES)) {
            messages.add(0, new SystemMessage(List.of(new TextPart(text))));
        } else {
            addToUser(messages, text);
        }
        return messages;
    }

    private static String text(ChatRequest request, OutputFormat.Schema format, String schema) {
        String when = request.tools().isEmpty() ? "Answer" : "When you need no tool any more, answer";
        String what = format.description() == null
                ? ""
                : " It is: " + format.description().strip();
        return when + " with one JSON value that fits the JSON Schema below. Write nothing but the JSON: no explanation"
                + " before or after it, no code fence." + what + "\n\n" + schema;
    }

    private static int lastLeadingSystem(List<Message> messages) {
        int last = -1;
        while (last + 1 < messages.size() && messages.get(last + 1) instanceof SystemMessage) {
            last++;
        }
        return last;
    }

    private static void addToUser(List<Message> messages, String text) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof UserMessage user) {
                messages.set(i, new UserMessage(with(user.parts(), text)));
                return;
            }
        }
        messages.add(new UserMessage(List.of(new TextPart(text))));
    }

    private static List<Part> with(List<Part> parts, String text) {
        List<Part> all = new ArrayList<>(parts);
        all.add(new TextPart("\n\n" + text));
        return all;
    }
}
