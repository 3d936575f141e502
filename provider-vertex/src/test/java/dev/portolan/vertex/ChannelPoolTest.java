package dev.portolan.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.NetworkFailure;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.vertex.VertexSimulator;
import dev.portolan.spi.ModelSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChannelPoolTest {

    /** More than may wait for a reader, so that the call is still there. */
    private static final String LONG = "One two three four five. ".repeat(40).strip();

    private static ChatModel model(VertexConnection connection) {
        return connection.chatModel(
                ModelSettings.builder("a", "gemini-3.5-flash").build());
    }

    @Test
    void aCallThatWouldBeOneTooManyGetsAConnectionUntilThereAreEnough() {
        try (VertexSimulator simulator = VertexSimulator.start(Responder.text(LONG));
                VertexConnection connection = Connections.to(
                        simulator.baseUrl(), Map.of("streams-per-connection", "2", "max-connections", "3"))) {
            List<ChatStream> streams = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                ChatStream stream = model(connection).stream(ChatRequest.of("Count."));
                assertThat(stream.next()).isNotNull();
                streams.add(stream);
            }
            assertThat(simulator.openConnections()).isEqualTo(3);
            for (ChatStream stream : streams) {
                assertThat(stream.response().text()).isEqualTo(LONG);
            }
            assertThat(model(connection).chat(ChatRequest.of("Again.")).text()).isEqualTo(LONG);
            assertThat(simulator.openConnections()).isEqualTo(3);
        }
    }

    @Test
    void aServerThatIsBackIsFoundAtOnce() {
        int port;
        try (VertexSimulator simulator = VertexSimulator.start(Responder.echo())) {
            port = simulator.port();
        }
        try (VertexConnection connection = Connections.to(URI.create("http://127.0.0.1:" + port))) {
            ChatModel model = model(connection);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> model.chat(ChatRequest.of("Anybody?"), CallContext.EMPTY))
                        .isInstanceOfSatisfying(
                                LlmException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NETWORK));
            }
            try (VertexSimulator back = VertexSimulator.builder()
                    .port(port)
                    .responder(Responder.echo())
                    .start()) {
                // An attempt to connect that was under way when the server came may still fail; gRPC's own wait is a
                // second and more.
                await().atMost(Duration.ofMillis(700))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(20))
                        .ignoreExceptionsInstanceOf(NetworkFailure.class)
                        .untilAsserted(() -> assertThat(model.chat(ChatRequest.of("Here again?"))
                                        .text())
                                .isEqualTo("Here again?"));
                assertThat(back.requests()).hasSize(1);
            }
        }
    }

    @Test
    void aWarmConnectionIsThereBeforeTheFirstCall() {
        try (VertexSimulator simulator = VertexSimulator.start(Responder.echo());
                VertexConnection connection = Connections.to(simulator.baseUrl(), Map.of("warm-up", "true"))) {
            await().until(() -> simulator.openConnections() == 1);
            assertThat(simulator.requests()).isEmpty();
            assertThat(connection).hasToString("VertexConnection[127.0.0.1]");
        }
    }
}
