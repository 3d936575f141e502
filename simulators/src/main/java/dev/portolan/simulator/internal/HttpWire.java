package dev.portolan.simulator.internal;

import dev.portolan.error.ErrorKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a vendor says over HTTP when something goes wrong, for one request. What a wire cannot have is never asked of it. */
public interface HttpWire {

    /**
     * The vendor's error in place of an answer.
     *
     * @param kind what went wrong
     * @param retryAfter when to come back, or {@code null} for no advice
     * @return the answer, in one piece
     */
    HttpAnswer error(ErrorKind kind, @Nullable Duration retryAfter);

    /**
     * A bare status in the vendor's form.
     *
     * @param code the status
     * @param retryAfter when to come back, or {@code null} for no advice
     * @return the answer, in one piece
     */
    HttpAnswer status(int code, @Nullable Duration retryAfter);

    /**
     * The vendor's error in a stream that has begun.
     *
     * @param kind what went wrong
     * @param sent how many pieces were sent before
     * @return the bytes to send, framed; the stream ends after them
     */
    byte[] errorInStream(ErrorKind kind, int sent);
}
