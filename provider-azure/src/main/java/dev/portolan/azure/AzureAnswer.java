package dev.portolan.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.WireAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** One request to the SDK and what comes back. The body belongs to the thread that reads it; anybody may abort. */
final class AzureAnswer implements WireAnswer {

    private static final int ERROR_BODY_BYTES = 256 * 1024;

    private final CallGuard guard;
    private final String host;
    private final long maxBytes;
    private final CompletableFuture<HttpResponse> head = new CompletableFuture<>();
    private final AnswerBody body = new AnswerBody();
    private volatile @Nullable Disposable sending;
    private volatile boolean aborted;
    private byte[] buffer = new byte[0];
    private long bytesRead;

    AzureAnswer(CallGuard guard, String host, long maxBytes) {
        this.guard = guard;
        this.host = host;
        this.maxBytes = maxBytes;
    }

    /** Sends, and waits until status and headers are there. */
    void send(Publisher<?> request) {
        guard.onAbort(this::abort);
        sending = Flux.from(request)
                .contextWrite(AnswerBody.IGNORING_LATE_ERRORS)
                .subscribe(any -> {}, head::completeExceptionally);
        if (aborted) {
            abort();
        }
        try {
            head.get();
        } catch (ExecutionException | CancellationException e) {
            abort();
            throw ConnectionFailures.beforeAnswer(guard, host, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abort();
            throw ConnectionFailures.interrupted(e);
        }
    }

    /**
     * Takes the answer over from the SDK, on its thread. The body is taken at once, so that from here on an abort finds it and
     * the connection cannot be lost between the two.
     */
    void answered(HttpResponse response) {
        response.getBody().subscribe(body);
        head.complete(response);
    }

    private void abort() {
        aborted = true;
        head.cancel(false);
        body.abort();
        Disposable current = sending;
        if (current != null) {
            current.dispose();
        }
    }

    int status() {
        return head.join().getStatusCode();
    }

    @Override
    public @Nullable String header(String name) {
        return head.join().getHeaderValue(HttpHeaderName.fromString(name));
    }

    @Override
    public boolean read(Sink sink) throws IOException {
        ByteBuffer next = body.take();
        if (next == null) {
            return false;
        }
        int length = next.remaining();
        bytesRead += length;
        if (bytesRead > maxBytes) {
            throw tooLarge();
        }
        if (length > 0) {
            if (buffer.length < length) {
                buffer = new byte[length];
            }
            next.get(buffer, 0, length);
            sink.take(buffer, 0, length);
        }
        return true;
    }

    @Override
    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            boolean more = true;
            while (more) {
                guard.waiting();
                more = read((bytes, offset, length) -> {
                    guard.received();
                    all.write(bytes, offset, length);
                });
            }
            guard.received();
            return all.toByteArray();
        } catch (IOException e) {
            throw ConnectionFailures.inAnswer(guard, host, e);
        }
    }

    /** What there is of the body of an error, as far as it is needed; a body that breaks off is taken as it is. */
    byte[] errorBytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            boolean more = true;
            while (more && all.size() < ERROR_BODY_BYTES) {
                guard.waiting();
                more = read((bytes, offset, length) -> {
                    guard.received();
                    all.write(bytes, offset, Math.min(length, ERROR_BODY_BYTES - all.size()));
                });
            }
            guard.received();
        } catch (IOException e) {
            LlmException stopped = guard.failure(e);
            if (stopped != null) {
                throw stopped;
            }
            // The status tells more than the rest of its body could.
        }
        return all.toByteArray();
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

    @Override
    public void close() {
        body.finish();
    }

    @Override
    public String toString() {
        return "AzureAnswer[" + host + "]";
    }
}
