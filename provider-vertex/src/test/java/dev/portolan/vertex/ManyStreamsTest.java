package dev.portolan.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.vertex.VertexSimulator;
import dev.portolan.spi.ModelSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many streams at once on few threads and a handful of connections. */
@Tag("integration")
@Timeout(120)
class ManyStreamsTest {

    private static final int STREAMS = 500;

    /** More than may wait for a reader, so that the call is still there. */
    private static final String LONG = "One two three four five. ".repeat(30).strip();

    @Test
    void fiveHundredStreamsAreOpenAtOnceAndAllEndWell() {
        try (VertexSimulator simulator = VertexSimulator.start(Responder.text(LONG));
                VertexConnection connection = Connections.to(simulator.baseUrl())) {
            ChatModel model = connection.chatModel(
                    ModelSettings.builder("many", "gemini-3.5-flash").build());
            List<ChatStream> streams = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                ChatStream stream = model.stream(ChatRequest.of("Hi"));
                assertThat(stream.next()).isInstanceOf(ChatEvent.TextDelta.class);
                streams.add(stream);
            }
            // Ninety calls on each.
            assertThat(simulator.openConnections()).isEqualTo(6);
            assertThat(threadsOfTheSdk())
                    .isLessThanOrEqualTo(2L * Runtime.getRuntime().availableProcessors() + 4);
            for (ChatStream stream : streams) {
                assertThat(stream.response().text()).isEqualTo(LONG);
                stream.close();
            }
        }
    }

    private static long threadsOfTheSdk() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("grpc-") || name.startsWith("portolan-vertex-sdk"))
                .count();
    }
}
