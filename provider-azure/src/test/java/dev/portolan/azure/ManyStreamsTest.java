package dev.portolan.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ChatModel;
import dev.portolan.recorded.load.ManyStreams;
import dev.portolan.recorded.load.ServerProcess;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.azure.AzureSimulator;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Five hundred streams at once, each of 50 tokens 20 ms apart, against a server in another process: none fails, none waits for
 * another, and with callers on virtual threads the client needs no thread for each.
 */
@Tag("integration")
@Timeout(180)
class ManyStreamsTest {

    private static final int TOKENS = 50;
    private static final int STREAMS = 500;

    /** The SDK's threads, of which there is a fixed number, and what else the JVM starts meanwhile. */
    private static final int SDK_THREADS = 40;

    @Test
    void fiveHundredStreamsOnVirtualThreadsTakeAtMostFortyPlatformThreads() throws Exception {
        ManyStreams result = run(ManyStreams.virtualThreads(), STREAMS);
        assertThat(result.failures()).isEmpty();
        assertThat(result.peakThreads()).isLessThanOrEqualTo(SDK_THREADS);
    }

    @Test
    void fiveHundredStreamsAddAtMostFortyThreads() throws Exception {
        ManyStreams result = run(Executors.newCachedThreadPool(), STREAMS);
        assertThat(result.failures()).isEmpty();
        assertThat(result.peakThreads()).isLessThanOrEqualTo(STREAMS + SDK_THREADS);
    }

    private static ManyStreams run(ExecutorService callers, int streams) throws Exception {
        try (ServerProcess server = ServerProcess.start(PacedServer.class);
                AzureConnection connection = AzureConnection.builder(server.baseUrl())
                        .apiKey(Secret.of("k3y"))
                        .build()) {
            ChatModel model =
                    connection.chatModel(ModelSettings.builder("m", "gpt-4o").build());
            return ManyStreams.read(model, callers, streams, TOKENS);
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
