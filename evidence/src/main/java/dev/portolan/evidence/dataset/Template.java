package dev.portolan.evidence.dataset;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.UserMessage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests whose texts hold {{name}}. What is filled in is not read again. */
final class Template {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]{0,99}");
    private static final Pattern HOLE = Pattern.compile("\\{\\{\\s{0,9}(" + NAME.pattern() + ")\\s{0,9}}}");

    private Template() {}

    static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "variables: a name is letters, digits, underscores, hyphens and dots, at most 100");
        }
    }

    static Set<String> names(ChatRequest request) {
        Set<String> names = new LinkedHashSet<>();
        for (Message message : request.messages()) {
            for (Part part : message.parts()) {
                if (part instanceof TextPart said) {
                    HOLE.matcher(said.text()).results().forEach(hole -> names.add(hole.group(1)));
                }
            }
        }
        return names;
    }

    static ChatRequest fill(ChatRequest request, Map<String, String> variables) {
        return request.toBuilder()
                .messages(request.messages().stream()
                        .map(message -> fill(message, variables))
                        .toList())
                .build();
    }

    private static Message fill(Message message, Map<String, String> variables) {
        List<Part> parts = message.parts().stream()
                .map(part -> part instanceof TextPart said
                        ? new TextPart(fill(said.text(), variables), said.vendorState())
                        : part)
                .toList();
        if (message instanceof SystemMessage) {
            return new SystemMessage(parts, message.vendorState());
        } else if (message instanceof UserMessage) {
            return new UserMessage(parts, message.vendorState());
        }
        return message instanceof AssistantMessage ? new AssistantMessage(parts, message.vendorState()) : message;
    }

    private static String fill(String text, Map<String, String> variables) {
        return HOLE.matcher(text)
                .replaceAll(hole -> Matcher.quoteReplacement(variables.getOrDefault(hole.group(1), hole.group())));
    }
}
