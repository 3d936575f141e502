package dev.portolan.recorded.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * Reads many streams of a model at once, each on a thread of its own caller.
 *
 * @param failures what went wrong, one for each stream that failed
 * @param peakThreads the most platform threads that there were
 */
public record ManyStreams(List<Throwable> failures, int peakThreads) {

    /** Checks the components. */
    public ManyStreams {
        failures = List.copyOf(failures);
    }

    /**
     * Reads them, each of so many pieces; fails when one has another number, or when they are not done within two minutes. One is
     * read before, so that what is started only once does not count.
     */
    public static ManyStreams read(ChatModel model, ExecutorService callers, int streams, int pieces)
            throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        AtomicInteger all = new AtomicInteger();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(streams);
        try {
            read(model, new AtomicInteger());
            threads.resetPeakThreadCount();
            int before = threads.getThreadCount();
            long start = System.nanoTime();
            for (int i = 0; i < streams; i++) {
                callers.execute(() -> {
                    try {
                        read(model, all);
                    } catch (RuntimeException | AssertionError e) {
                        failures.add(e);
                    } finally {
                        done.countDown();
                    }
                });
            }
            assertThat(done.await(120, TimeUnit.SECONDS)).isTrue();
            System.out.printf(
                    "%d streams of %d pieces in %d ms; platform threads %d before, %d at the peak; %d failed%n",
                    streams,
                    pieces,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                    before,
                    threads.getPeakThreadCount(),
                    failures.size());
            if (failures.isEmpty()) {
                assertThat(all).hasValue(streams * pieces);
            }
            return new ManyStreams(failures, threads.getPeakThreadCount());
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

    /** Callers on virtual threads; skips the test on a JDK that has none. By reflection, since the sources are compiled for 17. */
    public static ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return Assumptions.abort("callers on virtual threads need JDK 21 or newer");
        }
    }
}
