package dev.portolan.simulator.internal.http;

import dev.portolan.simulator.internal.WithoutMessage;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the handler, on threads of its own since it may block, and counts what is on the way. Thread-safe. */
final class Answering {

    private static final Logger LOG = LoggerFactory.getLogger(LoopbackServer.class);

    /** So many handlers may block before further requests wait. */
    private static final int THREADS = 8;

    private final String name;
    private final HttpHandler handler;
    private final ThreadPoolExecutor threads;
    private final AtomicInteger inFlight = new AtomicInteger();

    Answering(String name, HttpHandler handler, ThreadFactory factory) {
        this.name = name;
        this.handler = handler;
        this.threads =
                new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        threads.allowCoreThreadTimeOut(true);
    }

    /** Has a request answered; the answer comes on another thread, or never when the server is closing. */
    void answer(HttpRequest request, Consumer<HttpResponse> send) {
        try {
            threads.execute(() -> {
                try {
                    send.accept(handle(request));
                } catch (RejectedExecutionException e) {
                    closing(request);
                }
            });
        } catch (RejectedExecutionException e) {
            closing(request);
        }
    }

    private HttpResponse handle(HttpRequest request) {
        try {
            return handler.handle(request);
        } catch (RuntimeException | Error e) {
            // An Error too: assertions that fail in a test's own handler are one, and its client waits for an answer.
            LOG.error("{} could not answer {}", name, request, WithoutMessage.of(e));
            return HttpResponse.text(500, "The simulator failed; see its log");
        }
    }

    /** The connections are being closed, so the client will know. */
    private void closing(HttpRequest request) {
        LOG.debug("{} is closing and leaves {} unanswered", name, request);
    }

    void report(Throwable failure) {
        LOG.error("{} failed while it sent an answer", name, WithoutMessage.of(failure));
    }

    /** An everyday event here: clients go away in the middle, and send what they like. */
    void brokenOff(Throwable cause) {
        LOG.debug("{}: a connection broke off", name, WithoutMessage.of(cause));
    }

    void begun() {
        inFlight.incrementAndGet();
    }

    void ended() {
        inFlight.decrementAndGet();
    }

    int inFlight() {
        return inFlight.get();
    }

    /** Interrupts those who answer and waits for them. */
    void close(Duration most) throws InterruptedException {
        threads.shutdownNow();
        if (!threads.awaitTermination(most.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.warn("{} is closed, but a handler goes on in spite of an interrupt", name);
        }
    }
}
