package dev.portolan.chat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts in place of texts that were made of prompts what is meant for the model that answers. */
final class PromptChoice {

    private PromptChoice() {}

    static PromptOrigin.@Nullable Alternative among(List<PromptOrigin.Alternative> alternatives, ModelInfo info) {
        if (alternatives.isEmpty()) {
            return null;
        }
        String base = info.baseModel();
        String model = words(base != null ? base : info.model());
        PromptOrigin.Alternative chosen = null;
        for (PromptOrigin.Alternative alternative : alternatives) {
            String variant = words(alternative.variant());
            if (has(model, variant)
                    && (chosen == null
                            || variant.length() > words(chosen.variant()).length())) {
                chosen = alternative;
            }
        }
        if (chosen != null) {
            return chosen;
        }
        for (PromptOrigin.Alternative alternative : alternatives) {
            if (words(alternative.variant()).equals(words(info.provider()))) {
                return alternative;
            }
        }
        return null;
    }

    private static String words(String id) {
        return id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
    }

    /** Whole words: {@code gpt-4} is in {@code gpt-4-turbo}, and in neither {@code gpt-4o} nor {@code gpt-4.1}. */
    private static boolean has(String model, String variant) {
        if (variant.isEmpty()) {
            return false;
        }
        for (int at = model.indexOf(variant); at >= 0; at = model.indexOf(variant, at + 1)) {
            int end = at + variant.length();
            boolean begins = at == 0 || !Character.isLetterOrDigit(model.charAt(at - 1));
            if (begins && (end == model.length() || ends(variant.charAt(variant.length() - 1), model, end))) {
                return true;
            }
        }
        return false;
    }

    private static boolean ends(char last, String model, int end) {
        char next = model.charAt(end);
        boolean number = Character.isDigit(last);
        if (next == '.') {
            return !number || end + 1 == model.length() || !Character.isDigit(model.charAt(end + 1));
        }
        return !Character.isLetter(next) && !(number && Character.isDigit(next));
    }

    static List<PromptOrigin> origins(ChatRequest request) {
        Set<PromptOrigin> origins = null;
        List<Message> messages = request.messages();
        for (int i = 0; i < messages.size(); i++) {
            List<Part> parts = messages.get(i).parts();
            for (int j = 0; j < parts.size(); j++) {
                if (parts.get(j) instanceof TextPart text && text.prompt() != null) {
                    origins = origins == null ? new LinkedHashSet<>() : origins;
                    origins.add(text.prompt());
                }
            }
        }
        return origins == null ? List.of() : List.copyOf(origins);
    }

    /** The very same request when nothing in it is left to choose. */
    static ChatRequest settle(ChatRequest request, ModelInfo info) {
        List<Message> messages = request.messages();
        List<Message> settled = null;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (open(message.parts())) {
                settled = settled == null ? new ArrayList<>(messages) : settled;
                settled.set(i, settle(message, info));
            }
        }
        return settled == null ? request : request.toBuilder().messages(settled).build();
    }

    private static boolean open(List<Part> parts) {
        for (int j = 0; j < parts.size(); j++) {
            if (parts.get(j) instanceof TextPart text
                    && text.prompt() != null
                    && !text.prompt().alternatives().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static Message settle(Message message, ModelInfo info) {
        List<Part> parts = message.parts().stream()
                .map(part -> part instanceof TextPart text ? settle(text, info) : part)
                .toList();
        if (message instanceof SystemMessage) {
            return new SystemMessage(parts, message.vendorState());
        }
        if (message instanceof UserMessage) {
            return new UserMessage(parts, message.vendorState());
        }
        return message instanceof AssistantMessage ? new AssistantMessage(parts, message.vendorState()) : message;
    }

    private static TextPart settle(TextPart text, ModelInfo info) {
        PromptOrigin origin = text.prompt();
        if (origin == null) {
            return text;
        }
        PromptOrigin.Alternative chosen = origin.alternativeFor(info);
        return chosen == null
                ? new TextPart(text.text(), text.vendorState(), origin.settled())
                : new TextPart(
                        chosen.text(),
                        text.vendorState(),
                        new PromptOrigin(origin.name(), origin.version(), chosen.variant(), chosen.hash(), List.of()));
    }
}
