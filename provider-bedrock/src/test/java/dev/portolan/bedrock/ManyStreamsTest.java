package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.bedrock.BedrockSimulator;
import dev.portolan.spi.ModelSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many streams at once on the SDK's few threads. */
@Tag("integration")
@Timeout(120)
class ManyStreamsTest {

    private static final int STREAMS = 500;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fiveHundredStreamsAreOpenAtOnceAndAllEndWell(boolean http2) {
        try (BedrockSimulator simulator = BedrockSimulator.start(Responder.text("One two three four five."));
                BedrockConnection connection =
                        Connections.to(simulator.baseUrl().toString(), http2)) {
            ChatModel model = connection.chatModel(
                    ModelSettings.builder("many", "amazon.nova-lite-v1:0").build());
            List<ChatStream> streams = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                ChatStream stream = model.stream(ChatRequest.of("Hi"));
                assertThat(stream.next()).isInstanceOf(ChatEvent.TextDelta.class);
                streams.add(stream);
            }
            assertThat(threadsOfTheSdk()).isLessThanOrEqualTo(12);
            for (ChatStream stream : streams) {
                assertThat(stream.response().text()).isEqualTo("One two three four five.");
                stream.close();
            }
        }
    }

    private static long threadsOfTheSdk() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("sdk-")
                        || name.startsWith("aws-")
                        || (name.startsWith("portolan-bedrock-") && !name.contains("simulator")))
                .count();
    }
}
