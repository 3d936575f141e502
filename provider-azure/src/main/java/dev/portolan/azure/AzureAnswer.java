package dev.portolan.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import dev.portolan.chat.WireListener.End;
import dev.portolan.chat.WireListener.Header;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.SlicedAnswer;
import dev.portolan.spi.support.WireExchange;
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
final class AzureAnswer extends SlicedAnswer {

    private final CallGuard guard;
    private final WireExchange exchange;
    private final String host;
    private final CompletableFuture<HttpResponse> head = new CompletableFuture<>();
    private final AnswerBody body = new AnswerBody();
    private volatile @Nullable Disposable sending;
    private volatile boolean aborted;

    AzureAnswer(CallGuard guard, WireExchange exchange, String host, long maxBytes) {
        super(guard, exchange, maxBytes);
        this.guard = guard;
        this.exchange = exchange;
        this.host = host;
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
            HttpResponse response = head.get();
            if (exchange.isObserved()) {
                exchange.answered(
                        response.getStatusCode(),
                        response.getHeaders().stream()
                                .map(header -> new Header(header.getName(), header.getValue()))
                                .toList());
            }
        } catch (ExecutionException | CancellationException e) {
            abort();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            exchange.ended(End.BROKEN, cause);
            throw ConnectionFailures.beforeAnswer(guard, host, cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abort();
            exchange.ended(End.BROKEN, e);
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
    protected @Nullable ByteBuffer next() throws IOException {
        return body.take();
    }

    @Override
    protected LlmException broken(IOException cause) {
        return ConnectionFailures.inAnswer(guard, host, cause);
    }

    @Override
    protected void release() {
        body.finish();
    }

    @Override
    public String toString() {
        return "AzureAnswer[" + host + "]";
    }
}
