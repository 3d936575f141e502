package dev.portolan.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.recorded.load.ManyStreams;
import dev.portolan.recorded.load.ServerProcess;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.ollama.OllamaSimulator;
import dev.portolan.spi.ModelSettings;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Five hundred streams at once, each of 50 tokens 20 ms apart, against a server in another process: none fails, and none needs a
 * thread but its caller's.
 */
@Tag("integration")
@Timeout(180)
class ManyStreamsTest {

    private static final int TOKENS = 50;
    private static final int STREAMS = 500;
    private static final int THREADS = 30;

    @Test
    void fiveHundredStreamsOnVirtualThreadsTakeAtMostThirtyPlatformThreads() throws Exception {
        ManyStreams result = run(ManyStreams.virtualThreads());
        assertThat(result.failures()).isEmpty();
        assertThat(result.peakThreads()).isLessThanOrEqualTo(THREADS);
    }

    @Test
    void fiveHundredStreamsAddNoThreadOfOurs() throws Exception {
        ManyStreams result = run(Executors.newCachedThreadPool());
        assertThat(result.failures()).isEmpty();
        assertThat(result.peakThreads()).isLessThanOrEqualTo(STREAMS + THREADS);
    }

    private static ManyStreams run(ExecutorService callers) throws Exception {
        try (ServerProcess server = ServerProcess.start(PacedServer.class);
                OllamaConnection connection =
                        OllamaConnection.builder().baseUrl(server.baseUrl()).build()) {
            return ManyStreams.read(
                    connection.chatModel(ModelSettings.builder("m", "llama3.2").build()), callers, STREAMS, TOKENS);
        }
    }

    /** What runs in the other process. */
    static final class PacedServer {
        private PacedServer() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (OllamaSimulator simulator = OllamaSimulator.builder()
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
