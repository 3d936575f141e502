package dev.portolan.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why the model stopped.
 *
 * @param kind the reason in this library's words
 * @param raw the vendor's own word, or {@code null} when it sent none
 */
public record FinishReason(Kind kind, @Nullable String raw) {

    /** The reasons there are. */
    public enum Kind {
        /** The answer is complete, or a stop sequence was met. */
        STOP,
        /** The limit on output tokens or the context window was reached; the answer is cut. */
        LENGTH,
        /** The answer holds tool calls for the application. Derived from the content, since vendors often say "stop". */
        TOOL_CALLS,
        /** A filter of the vendor cut or removed the output. */
        CONTENT_FILTER,
        /** The model declined to answer. */
        REFUSAL,
        /** Anything else; see {@link FinishReason#raw()}. */
        OTHER
    }

    /**
     * Checks the components.
     *
     * @param kind as above
     * @param raw as above
     */
    public FinishReason {
        Objects.requireNonNull(kind, "kind");
    }

    /**
     * A reason without the vendor's word.
     *
     * @param kind the reason
     * @return the finish reason
     */
    public static FinishReason of(Kind kind) {
        return new FinishReason(kind, null);
    }
}
