package dev.portolan.wire.openai.chat;

import dev.portolan.chat.FinishReason;
import dev.portolan.chat.FinishReason.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why the model stopped. {@code tool_calls} is derived from the content: with a named tool choice OpenAI says {@code stop}
 * though the answer is a call.
 */
final class FinishReasons {

    private FinishReasons() {}

    static FinishReason of(@Nullable String raw, boolean calls, boolean refusal, boolean missingMeansStop) {
        Kind told = raw == null ? (missingMeansStop ? Kind.STOP : Kind.OTHER) : told(raw);
        Kind kind = told;
        if (calls && told != Kind.LENGTH && told != Kind.CONTENT_FILTER) {
            kind = Kind.TOOL_CALLS;
        } else if (!calls && told == Kind.TOOL_CALLS) {
            kind = Kind.STOP;
        } else if (refusal && told == Kind.STOP) {
            kind = Kind.REFUSAL;
        }
        return new FinishReason(kind, raw);
    }

    private static Kind told(String raw) {
        return switch (raw.toLowerCase(Locale.ROOT)) {
            case "stop", "end_turn", "stop_sequence", "eos" -> Kind.STOP;
            case "length", "max_tokens", "model_length" -> Kind.LENGTH;
            case "tool_calls", "tool_use", "function_call" -> Kind.TOOL_CALLS;
            case "content_filter", "content_filtered" -> Kind.CONTENT_FILTER;
            case "refusal" -> Kind.REFUSAL;
            default -> Kind.OTHER;
        };
    }
}
