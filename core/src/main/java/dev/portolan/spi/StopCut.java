package dev.portolan.spi;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.TokenLogprob;
import java.util.ArrayList;
import java.util.List;

/**
 * Does in a model's place what stop sequences do: the answer ends before the first of them, and nothing that came after it
 * (text, tool calls, citations) belongs to it. A stop sequence is looked for within one block of text. Reasoning and tool
 * arguments are not searched. Immutable, thread-safe.
 */
final class StopCut {

    private final List<String> stops;

    StopCut(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /** Where the first stop sequence begins at or behind an index, or -1. */
    int find(CharSequence text, int from) {
        for (int i = from; i < text.length(); i++) {
            for (String stop : stops) {
                if (startsWith(text, i, stop)) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** How many characters at the end may be the beginning of a stop sequence, and must be held back. */
    int undecided(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            for (String stop : stops) {
                int rest = text.length() - i;
                if (rest < stop.length()
                        && stop.startsWith(text.subSequence(i, text.length()).toString())) {
                    return rest;
                }
            }
        }
        return 0;
    }

    /** The response itself when no stop sequence is in its text. */
    ChatResponse applyTo(ChatResponse response) {
        List<Part> kept = new ArrayList<>();
        int textLength = 0;
        for (Part part : response.message().parts()) {
            if (part instanceof TextPart text) {
                int at = find(text.text(), 0);
                if (at >= 0) {
                    if (at > 0) {
                        kept.add(new TextPart(text.text().substring(0, at), text.vendorState()));
                    }
                    return cut(response, kept, textLength + at);
                }
                textLength += text.text().length();
            }
            kept.add(part);
        }
        return response;
    }

    private static ChatResponse cut(ChatResponse response, List<Part> kept, int textLength) {
        AssistantMessage message = new AssistantMessage(kept, response.message().vendorState());
        FinishReason.Kind kind = message.toolCalls().isEmpty() ? FinishReason.Kind.STOP : FinishReason.Kind.TOOL_CALLS;
        return response.toBuilder()
                .message(message)
                .finishReason(new FinishReason(kind, response.finishReason().raw()))
                .logprobs(within(response.logprobs(), textLength))
                .build();
    }

    private static List<TokenLogprob> within(List<TokenLogprob> tokens, int textLength) {
        int length = 0;
        for (int i = 0; i < tokens.size(); i++) {
            length += tokens.get(i).token().length();
            if (length > textLength) {
                return tokens.subList(0, i);
            }
        }
        return tokens;
    }

    private static boolean startsWith(CharSequence text, int at, String stop) {
        if (at + stop.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < stop.length(); i++) {
            if (text.charAt(at + i) != stop.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
