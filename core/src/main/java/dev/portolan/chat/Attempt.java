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
 */
public record Attempt(
        String provider,
        String model,
        Instant startedAt,
        Duration duration,
        String outcome,
        @Nullable Integer status,
        @Nullable String requestId,
        @Nullable String note) {

    /** The outcome of an attempt that gave an answer. */
    public static final String OK = "ok";

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
     */
    public Attempt {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(outcome, "outcome");
    }
}
