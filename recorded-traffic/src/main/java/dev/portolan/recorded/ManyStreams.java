package dev.portolan.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many streams at once, and what they took.
 *
 * @param failures what went wrong
 * @param peakThreads the most platform threads of this JVM at one time
 */
public record ManyStreams(List<Throwable> failures, int peakThreads) {

    private static final Logger LOG = LoggerFactory.getLogger(ManyStreams.class);

    /**
     * Reads as many streams as are asked for, each by a caller of its own, and requires that all their pieces come.
     *
     * @param callers where the callers run; shut down at the end
     * @param streams how many
     * @param pieces how many pieces of text each has
     */
    public static ManyStreams read(ChatModel model, ExecutorService callers, int streams, int pieces)
            throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        AtomicInteger come = new AtomicInteger();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(streams);
        try {
            read(model, new AtomicInteger());
            threads.resetPeakThreadCount();
            int before = threads.getThreadCount();
            long start = System.nanoTime();
            for (int i = 0; i < streams; i++) {
                callers.execute(() -> {
                    try {
                        read(model, come);
                    } catch (RuntimeException | AssertionError e) {
                        failures.add(e);
                    } finally {
                        done.countDown();
                    }
                });
            }
            assertThat(done.await(120, TimeUnit.SECONDS)).as("all streams end").isTrue();
            LOG.info(
                    "{} streams of {} pieces in {} ms; platform threads {} before, {} at the peak; {} failed",
                    streams,
                    pieces,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                    before,
                    threads.getPeakThreadCount(),
                    failures.size());
            assertThat(come).hasValue(streams * pieces);
            return new ManyStreams(List.copyOf(failures), threads.getPeakThreadCount());
        } finally {
            callers.shutdownNow();
        }
    }

    private static void read(ChatModel model, AtomicInteger pieces) {
        try (ChatStream stream = model.stream(ChatRequest.of("Count."))) {
            for (String piece : stream.text()) {
                assertThat(piece).isNotEmpty();
                pieces.incrementAndGet();
            }
        }
    }

    /** By reflection, since the sources are compiled for 17; {@code null} on a JDK without virtual threads. */
    public static @Nullable ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            LOG.info("No virtual threads on this JDK: {}", Runtime.version());
            return null;
        }
    }
}
