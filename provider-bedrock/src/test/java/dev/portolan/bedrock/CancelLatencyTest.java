package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ChatModel;
import dev.portolan.recorded.load.CancelLatency;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.bedrock.BedrockSimulator;
import dev.portolan.spi.ModelSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long it takes until the service knows that a call was cancelled. */
@Tag("integration")
@Timeout(300)
class CancelLatencyTest {

    private static final String[] THREADS = {"portolan-bedrock-", "sdk-", "aws-"};

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void aCancelReachesTheServerAtOnceAndLeavesNothing(boolean http2, boolean beforeTheFirstEvent) throws Exception {
        try (BedrockSimulator simulator = BedrockSimulator.start(Responder.text("One two three four five."))) {
            simulator.inject(Faults.always(new Fault.StallAfter(beforeTheFirstEvent ? 0 : 3)));
            try (BedrockConnection connection =
                    Connections.to(simulator.baseUrl().toString(), http2)) {
                ChatModel model = connection.chatModel(
                        ModelSettings.builder("many", "amazon.nova-lite-v1:0").build());
                CancelLatency cancels = new CancelLatency(model, simulator::inFlight, beforeTheFirstEvent);
                cancels.warmUp();
                int threads = CancelLatency.threads(THREADS);
                cancels.check();
                // On HTTP/2 a connection outlives the calls on it; on HTTP/1.1 it ends with the call.
                assertThat(simulator.openConnections()).isLessThanOrEqualTo(http2 ? 4 : 0);
                assertThat(CancelLatency.threads(THREADS)).isLessThanOrEqualTo(threads + 1);
            }
            CancelLatency.until("the connections are closed", () -> simulator.openConnections() == 0);
        }
    }
}
