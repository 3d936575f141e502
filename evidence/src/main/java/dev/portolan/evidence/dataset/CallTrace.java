package dev.portolan.evidence.dataset;

import dev.portolan.error.ErrorKind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a log tells of a call beside what was asked and answered. What it does not tell is {@code null}.
 *
 * @param at when the call was made
 * @param took how long it took
 * @param streamed whether the answer was asked for piece by piece
 * @param api which API was called: {@code chat-completions} or {@code responses}
 * @param model the model or deployment that was asked for
 * @param error what ended the call in place of an answer
 */
public record CallTrace(
        @Nullable Instant at,
        @Nullable Duration took,
        @Nullable Boolean streamed,
        @Nullable String api,
        @Nullable String model,
        @Nullable ErrorKind error) {

    /** Nothing is told. */
    public static final CallTrace NONE = new CallTrace(null, null, null, null, null, null);
}
