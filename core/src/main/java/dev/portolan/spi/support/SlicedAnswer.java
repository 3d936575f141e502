package dev.portolan.spi.support;

import dev.portolan.chat.WireListener.End;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose body a vendor's SDK hands over slice by slice: read on the caller's thread, limited in size, shown to whoever
 * listens. One thread at a time.
 */
public abstract class SlicedAnswer implements WireAnswer {

    private static final int ERROR_BODY_BYTES = 256 * 1024;

    private final CallGuard guard;
    private final WireExchange exchange;
    private final long maxBytes;
    private byte[] buffer = new byte[0];
    private long bytesRead;

    /**
     * An answer that nothing is read of yet.
     *
     * @param guard is told when something comes
     * @param exchange shows it
     * @param maxBytes the largest body that is read
     */
    protected SlicedAnswer(CallGuard guard, WireExchange exchange, long maxBytes) {
        this.guard = Objects.requireNonNull(guard, "guard");
        this.exchange = Objects.requireNonNull(exchange, "exchange");
        this.maxBytes = maxBytes;
    }

    /**
     * Waits for the next slice.
     *
     * @return the slice, which is read at once, or {@code null} at the end of the body
     * @throws IOException when the body breaks off, or the call was stopped
     */
    protected abstract @Nullable ByteBuffer next() throws IOException;

    /**
     * What to throw for a body that broke off while it was read whole.
     *
     * @param cause what {@link #next()} threw
     * @return the failure
     */
    protected abstract LlmException broken(IOException cause);

    /** Gives the connection back. */
    protected abstract void release();

    @Override
    public final boolean read(Sink sink) throws IOException {
        ByteBuffer slice;
        try {
            slice = next();
        } catch (IOException | RuntimeException e) {
            exchange.ended(End.BROKEN, e);
            throw e;
        }
        if (slice == null) {
            exchange.ended(End.COMPLETE, null);
            return false;
        }
        int length = slice.remaining();
        bytesRead += length;
        if (bytesRead > maxBytes) {
            throw tooLarge(maxBytes);
        }
        if (length > 0) {
            if (buffer.length < length) {
                buffer = new byte[length];
            }
            slice.get(buffer, 0, length);
            exchange.received(buffer, 0, length);
            sink.take(buffer, 0, length);
        }
        return true;
    }

    /**
     * The failure that an answer is which is larger than what is allowed.
     *
     * @param maxBytes what is allowed
     * @return the failure
     */
    public static LlmException tooLarge(long maxBytes) {
        return ErrorDetails.builder("the answer is larger than " + maxBytes + " bytes")
                .retryable(false)
                .remedy("Raise max-response-size if answers of this size are expected")
                .toException(ErrorKind.INVALID_RESPONSE);
    }

    @Override
    public final byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            readInto(all, Integer.MAX_VALUE);
            return all.toByteArray();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /**
     * Reads the body of an error, as far as it is of use: at most 256 KiB, and what there is when it breaks off.
     *
     * @return the bytes, possibly cut
     * @throws LlmException when the call is cancelled or out of time
     */
    public final byte[] errorBytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            readInto(all, ERROR_BODY_BYTES);
        } catch (IOException e) {
            LlmException stopped = guard.failure(e);
            if (stopped != null) {
                throw stopped;
            }
            // The status tells more than the rest of its body could.
        }
        return all.toByteArray();
    }

    private void readInto(ByteArrayOutputStream all, int most) throws IOException {
        boolean more = true;
        while (more && all.size() < most) {
            guard.waiting();
            more = read((bytes, offset, length) -> {
                guard.received();
                all.write(bytes, offset, Math.min(length, most - all.size()));
            });
        }
        guard.received();
    }

    @Override
    public final void close() {
        exchange.ended(End.LEFT, null);
        release();
    }
}
