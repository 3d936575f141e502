package dev.portolan.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.azure.AzureSimulator;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Five hundred streams at once, each of 50 tokens 20 ms apart, against a server in another process: none fails, none waits for
 * another, and with callers on virtual threads the client needs no thread for each.
 */
@Tag("integration")
@Timeout(180)
class ManyStreamsTest {

    private static final Logger LOG = LoggerFactory.getLogger(ManyStreamsTest.class);
    private static final int TOKENS = 50;
    private static final int STREAMS = 500;

    /** The SDK's threads, of which there is a fixed number, and what else the JVM starts meanwhile. */
    private static final int SDK_THREADS = 40;

    @Test
    void fiveHundredStreamsOnVirtualThreadsTakeAtMostFortyPlatformThreads() throws Exception {
        ExecutorService callers = virtualThreads();
        assumeThat(callers)
                .as("callers on virtual threads need JDK 21 or newer")
                .isNotNull();
        Result result = run(callers, STREAMS);
        assertThat(result.failures()).isEmpty();
        assertThat(result.peakThreads()).isLessThanOrEqualTo(SDK_THREADS);
    }

    @Test
    void fiveHundredStreamsAddAtMostFortyThreads() throws Exception {
        Result result = run(Executors.newCachedThreadPool(), STREAMS);
        assertThat(result.failures()).isEmpty();
        assertThat(result.peakThreads()).isLessThanOrEqualTo(STREAMS + SDK_THREADS);
    }

    private record Result(List<Throwable> failures, int peakThreads) {}

    private static Result run(ExecutorService callers, int streams) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        AtomicInteger pieces = new AtomicInteger();
        List<Throwable> failures = Collections.synchronizedList(new java.util.ArrayList<>());
        CountDownLatch done = new CountDownLatch(streams);
        try (Server server = Server.start();
                AzureConnection connection = AzureConnection.builder(server.baseUrl())
                        .apiKey(Secret.of("k3y"))
                        .build()) {
            ChatModel model =
                    connection.chatModel(ModelSettings.builder("m", "gpt-4o").build());
            read(model, new AtomicInteger());
            threads.resetPeakThreadCount();
            int before = threads.getThreadCount();
            long start = System.nanoTime();
            for (int i = 0; i < streams; i++) {
                callers.execute(() -> {
                    try {
                        read(model, pieces);
                    } catch (RuntimeException | AssertionError e) {
                        failures.add(e);
                    } finally {
                        done.countDown();
                    }
                });
            }
            assertThat(done.await(120, TimeUnit.SECONDS)).isTrue();
            LOG.info(
                    "{} streams of {} pieces in {} ms; platform threads {} before, {} at the peak; {} failed",
                    streams,
                    TOKENS,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                    before,
                    threads.getPeakThreadCount(),
                    failures.size());
            assertThat(pieces).hasValue(streams * TOKENS);
            return new Result(failures, threads.getPeakThreadCount());
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
    private static ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            LOG.info("No virtual threads on this JDK: {}", Runtime.version());
            return null;
        }
    }

    /** The simulator in a process of its own. */
    private record Server(Process process, URI baseUrl) implements AutoCloseable {

        static Server start() throws IOException {
            Process process = new ProcessBuilder(
                            new File(System.getProperty("java.home"), "bin/java").getPath(),
                            "-Xmx512m",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            PacedServer.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = out.readLine();
            while (line != null && !line.startsWith("http")) {
                line = out.readLine();
            }
            if (line == null) {
                process.destroyForcibly();
                throw new IOException("The server did not start");
            }
            return new Server(process, URI.create(line));
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** What runs in the other process. */
    static final class PacedServer {
        private PacedServer() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (AzureSimulator simulator = AzureSimulator.builder()
                    .responder(Responder.text("one ".repeat(TOKENS).strip()))
                    .pace(new Pace(Duration.ofMillis(20), Duration.ofMillis(20)))
                    .requestsKept(0)
                    .rateLimit(10_000_000, 10_000_000_000L)
                    .start()) {
                System.out.println(simulator.baseUrl());
                Thread.sleep(Duration.ofMinutes(5).toMillis());
            }
        }
    }
}
