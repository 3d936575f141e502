package dev.portolan.bedrock;

import dev.portolan.chat.FinishReason;
import dev.portolan.chat.FinishReason.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why an answer ended, in the words of Converse and of the models' own formats.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html">AWS: Converse, stopReason</a>
 */
final class FinishReasons {

    private FinishReasons() {}

    /** What the content tells goes before the vendor's word: an answer with calls to run ends with them. */
    static FinishReason of(@Nullable String raw, boolean hasCalls) {
        Kind kind = kind(raw);
        boolean malformed = raw != null && raw.startsWith("malformed_");
        if (hasCalls && !malformed && kind != Kind.LENGTH && kind != Kind.CONTENT_FILTER) {
            kind = Kind.TOOL_CALLS;
        }
        return new FinishReason(kind, raw);
    }

    private static Kind kind(@Nullable String raw) {
        if (raw == null) {
            return Kind.OTHER;
        }
        return switch (raw.toLowerCase(Locale.ROOT)) {
            case "end_turn",
                    "stop_sequence",
                    "tool_use",
                    "tool_calls",
                    "stop",
                    "stop_criteria_met",
                    "finish",
                    "finished",
                    "complete",
                    "endoftext",
                    "eos_token",
                    "pause_turn" -> Kind.STOP;
            case "max_tokens", "length", "model_context_window_exceeded" -> Kind.LENGTH;
            case Guardrail.INTERVENED, "content_filtered", "content_filter", "error_toxic" -> Kind.CONTENT_FILTER;
            case "refusal" -> Kind.REFUSAL;
            default -> Kind.OTHER;
        };
    }
}
