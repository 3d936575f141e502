package dev.portolan.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One sending of a request, or one target that was passed over, as told in the attempt trail of a response or error.
 *
 * @param provider the provider id, or the router that passed the target over
 * @param model the model asked for
 * @param startedAt when it started
 * @param duration how long it took
 * @param outcome {@code ok}, or the id of the error's kind such as {@code rate-limited}
 * @param status the HTTP status, or {@code null} when there was none
 * @param requestId the vendor's request id, or {@code null}
 * @param note what else a reader of the trail should know, such as that the outcome at the vendor is unknown; or {@code null}
 * @param usage the tokens of an attempt that was answered and whose answer is not the one that this is the trail of; or {@code null}: of that
 *     answer the response tells them, of others nobody knows
 */
public record Attempt(
        String provider,
        String model,
        Instant startedAt,
        Duration duration,
        String outcome,
        @Nullable Integer status,
        @Nullable String requestId,
        @Nullable String note,
        @Nullable Usage usage) {

    /** The outcome of an attempt that gave an answer. */
    public static final String OK = "ok";

    /** How the note of an attempt begins that was sent, and of which nobody knows whether the vendor did the work and will bill it. */
    public static final String OUTCOME_UNKNOWN = "whether the vendor did the work is unknown";

    /**
     * Checks the components.
     *
     * @param provider as above
     * @param model as above
     * @param startedAt as above
     * @param duration as above
     * @param outcome as above
     * @param status as above
     * @param requestId as above
     * @param note as above
     * @param usage as above
     */
    public Attempt {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(outcome, "outcome");
    }

    /**
     * An attempt that has no tokens of its own to tell.
     *
     * @param provider as above
     * @param model as above
     * @param startedAt as above
     * @param duration as above
     * @param outcome as above
     * @param status as above
     * @param requestId as above
     * @param note as above
     */
    public Attempt(
            String provider,
            String model,
            Instant startedAt,
            Duration duration,
            String outcome,
            @Nullable Integer status,
            @Nullable String requestId,
            @Nullable String note) {
        this(provider, model, startedAt, duration, outcome, status, requestId, note, null);
    }

    /**
     * Whether it was sent and nobody knows what became of it: the vendor may have done the work and may bill it.
     *
     * @return true when the note says so
     */
    public boolean outcomeUnknown() {
        return note != null && note.startsWith(OUTCOME_UNKNOWN);
    }
}
