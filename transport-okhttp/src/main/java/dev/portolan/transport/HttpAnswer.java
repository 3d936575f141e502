package dev.portolan.transport;

import dev.portolan.chat.WireListener.End;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.spi.support.WireExchange;
import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** An answer that has begun: status and headers are there, the body is read on the caller's thread. One thread at a time. */
public final class HttpAnswer implements WireAnswer {

    private static final int ERROR_BODY_BYTES = 256 * 1024;

    private final Response response;
    private final CallGuard guard;
    private final long maxBytes;
    private final HttpUrl url;
    private final WireExchange exchange;
    private final BufferedSource body;
    private final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();
    private long bytesRead;

    HttpAnswer(Response response, CallGuard guard, long maxBytes, HttpUrl url, WireExchange exchange) {
        this.response = response;
        this.guard = guard;
        this.maxBytes = maxBytes;
        this.url = url;
        this.exchange = exchange;
        this.body = response.body().source();
    }

    /**
     * The HTTP status.
     *
     * @return 200 to 299, or 400 and above
     */
    public int status() {
        return response.code();
    }

    /**
     * Whether the status tells success.
     *
     * @return true for 200 to 299
     */
    public boolean isSuccess() {
        return response.isSuccessful();
    }

    /**
     * A header of the answer.
     *
     * @param name its name, in any case
     * @return its value, the last one when there are several, or {@code null}
     */
    @Override
    public @Nullable String header(String name) {
        return response.header(name);
    }

    /**
     * Reads the whole body.
     *
     * @return the bytes, decompressed
     * @throws LlmException when it breaks off, takes too long, is cancelled or too large
     */
    @Override
    public byte[] bytes() {
        try {
            if (response.body().contentLength() > maxBytes) {
                throw tooLarge();
            }
            Buffer buffer = body.getBuffer();
            guard.waiting();
            long shown = 0;
            while (body.request(buffer.size() + 1)) {
                guard.received();
                shown = show(buffer, shown);
                if (buffer.size() > maxBytes) {
                    throw tooLarge();
                }
                guard.waiting();
            }
            guard.received();
            exchange.ended(End.COMPLETE, null);
            return buffer.readByteArray();
        } catch (IOException e) {
            exchange.ended(End.BROKEN, e);
            LlmException stopped = guard.failure(e);
            throw stopped != null ? stopped : ConnectionFailures.inAnswer(url, e);
        }
    }

    /**
     * Reads the body of an error, as far as it is of use: at most 256 KiB, and what there is when it breaks off.
     *
     * @return the bytes, possibly cut
     * @throws LlmException when the call is cancelled or out of time
     */
    public byte[] errorBytes() {
        Buffer buffer = body.getBuffer();
        try {
            guard.waiting();
            long shown = 0;
            while (buffer.size() < ERROR_BODY_BYTES && body.request(buffer.size() + 1)) {
                guard.received();
                shown = show(buffer, shown);
                guard.waiting();
            }
            guard.received();
            exchange.ended(buffer.size() < ERROR_BODY_BYTES ? End.COMPLETE : End.LEFT, null);
        } catch (IOException e) {
            exchange.ended(End.BROKEN, e);
            LlmException stopped = guard.failure(e);
            if (stopped != null) {
                throw stopped;
            }
            // The status tells more than the rest of its body could.
        }
        try {
            return buffer.readByteArray(Math.min(buffer.size(), ERROR_BODY_BYTES));
        } catch (IOException e) {
            throw ConnectionFailures.inAnswer(url, e);
        }
    }

    /** Shows what has come since; says up to where. */
    private long show(Buffer buffer, long shown) throws IOException {
        if (exchange.isObserved() && buffer.size() > shown) {
            Buffer news = new Buffer();
            buffer.copyTo(news, shown, buffer.size() - shown);
            byte[] bytes = news.readByteArray();
            exchange.received(bytes, 0, bytes.length);
        }
        return buffer.size();
    }

    @Override
    public boolean read(Sink sink) throws IOException {
        try {
            if (!body.request(1)) {
                exchange.ended(End.COMPLETE, null);
                return false;
            }
        } catch (IOException e) {
            exchange.ended(End.BROKEN, e);
            throw e;
        }
        Buffer buffer = body.getBuffer();
        bytesRead += buffer.size();
        if (bytesRead > maxBytes) {
            throw tooLarge();
        }
        // The slices are OkHttp's own, so a byte on its way to the decoder is copied nowhere.
        buffer.readUnsafe(cursor);
        try {
            while (cursor.next() >= 0) {
                if (cursor.data != null) {
                    exchange.received(cursor.data, cursor.start, cursor.end - cursor.start);
                    sink.take(cursor.data, cursor.start, cursor.end - cursor.start);
                }
            }
        } finally {
            cursor.close();
        }
        buffer.clear();
        return true;
    }

    private LlmException tooLarge() {
        return LlmException.of(
                ErrorKind.INVALID_RESPONSE,
                ErrorDetails.builder("the answer is larger than " + maxBytes + " bytes")
                        .retryable(false)
                        .remedy("Raise max-response-size if answers of this size are expected")
                        .build(),
                null);
    }

    /** Gives the connection back; when the body was not read to its end, the connection is closed. */
    @Override
    public void close() {
        exchange.ended(End.LEFT, null);
        response.close();
    }

    @Override
    public String toString() {
        return "HttpAnswer[" + response.code() + ", " + url.host() + "]";
    }
}
