package dev.portolan.testkit.report;

import dev.portolan.chat.CitationPart;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.parity.CallOutcome;
import dev.portolan.evidence.parity.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was asked and answered, in words. */
final class Wording {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_.-]+)\\s*}}");

    private Wording() {}

    /** The role of a message, as a reader knows it. */
    static String role(Message message) {
        if (message instanceof SystemMessage) {
            return "system";
        } else if (message instanceof UserMessage) {
            return "user";
        }
        return message instanceof ToolMessage ? "tool" : "assistant";
    }

    /** The text of a message of an example; attachments are named, not read. */
    static String of(Message message, Map<String, String> variables) {
        String text = of(message.parts());
        return variables.isEmpty()
                ? text
                : VARIABLE.matcher(text)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                Objects.requireNonNullElse(variables.get(found.group(1)), found.group())));
    }

    /** All that was asked. */
    static String asked(Example example) {
        List<String> lines = new ArrayList<>();
        for (Message message : example.template().messages()) {
            lines.add(role(message) + ": " + of(message, example.variables()));
        }
        example.attachments().forEach(path -> lines.add("attachment: " + path));
        return String.join("\n\n", lines);
    }

    /** What a call gave: the answer, or what became of it. */
    static String answer(Trial trial) {
        var response = trial.response();
        if (response != null) {
            return of(response.message().parts());
        }
        String what = trial.outcome() == CallOutcome.BLOCKED ? "The vendor's filter blocked the prompt" : "No answer";
        return "[" + what + ": " + trial.error() + "]";
    }

    private static String of(List<Part> parts) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof TextPart said) {
                out.append(said.text());
            } else if (part instanceof RefusalPart refused) {
                line(out, "[refusal] " + refused.text());
            } else if (part instanceof ToolCall call) {
                line(out, "[call] " + call.name() + " " + call.arguments());
            } else if (part instanceof ToolResult result) {
                line(out, "[result of " + result.toolName() + "] " + of(result.content()));
            } else if (part instanceof CitationPart cited) {
                line(out, "[source] " + Objects.requireNonNullElse(cited.title(), cited.url()));
            } else if (!(part instanceof ReasoningPart)) {
                line(
                        out,
                        "["
                                + part.getClass()
                                        .getSimpleName()
                                        .replace("Part", "")
                                        .toLowerCase(java.util.Locale.ROOT) + "]");
            }
        }
        return out.toString();
    }

    private static void line(StringBuilder out, String line) {
        if (out.length() > 0 && out.charAt(out.length() - 1) != '\n') {
            out.append('\n');
        }
        out.append(line).append('\n');
    }
}
