package dev.portolan.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ChatModel;
import dev.portolan.recorded.load.CancelLatency;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.vertex.VertexSimulator;
import dev.portolan.spi.ModelSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long it takes until the service knows that a call was cancelled. */
@Tag("integration")
@Timeout(300)
class CancelLatencyTest {

    private static final String[] THREADS = {"portolan-vertex-sdk", "portolan-vertex-token", "grpc-"};

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCancelReachesTheServerAtOnceAndLeavesNothing(boolean beforeTheFirstEvent) throws Exception {
        try (VertexSimulator simulator = VertexSimulator.start(Responder.text("One two three four five."))) {
            simulator.inject(Faults.always(new Fault.StallAfter(beforeTheFirstEvent ? 0 : 3)));
            try (VertexConnection connection = Connections.to(simulator.baseUrl())) {
                ChatModel model = connection.chatModel(
                        ModelSettings.builder("many", "gemini-3.5-flash").build());
                CancelLatency cancels = new CancelLatency(model, simulator::inFlight, beforeTheFirstEvent);
                cancels.warmUp();
                int threads = CancelLatency.threads(THREADS);
                cancels.check();
                assertThat(simulator.openConnections()).isEqualTo(1);
                assertThat(CancelLatency.threads(THREADS)).isLessThanOrEqualTo(threads + 1);
            }
            CancelLatency.until("the connections are closed", () -> simulator.openConnections() == 0);
        }
    }
}
