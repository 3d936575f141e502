package dev.portolan.wire.anthropic;

import dev.portolan.chat.FinishReason;
import dev.portolan.chat.FinishReason.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Why an answer ended.
 *
 * @see <a href="https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons">Anthropic: handling stop reasons</a>
 */
final class FinishReasons {

    private FinishReasons() {}

    /**
     * The finish reason.
     *
     * @param raw the vendor's word, or {@code null}
     * @param hasCalls whether there are calls for the caller to run: what the content tells goes before the word
     * @return the reason
     */
    static FinishReason of(@Nullable String raw, boolean hasCalls) {
        Kind kind = kind(raw);
        return new FinishReason(hasCalls && (kind == Kind.STOP || kind == Kind.OTHER) ? Kind.TOOL_CALLS : kind, raw);
    }

    /** A turn that the vendor paused is none of the known kinds: it goes on when it is sent back. */
    private static Kind kind(@Nullable String raw) {
        if (raw == null) {
            return Kind.OTHER;
        }
        return switch (raw) {
            case "end_turn", "stop_sequence", "tool_use" -> Kind.STOP;
            case "max_tokens", "model_context_window_exceeded" -> Kind.LENGTH;
            case "refusal" -> Kind.REFUSAL;
            default -> Kind.OTHER;
        };
    }
}
