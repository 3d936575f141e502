package dev.portolan.vertex;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import dev.portolan.recorded.Reading;
import dev.portolan.recorded.RecordedTraffic;
import dev.portolan.recorded.Recording;
import dev.portolan.recorded.Verdicts;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads traffic that others recorded against the real services, through the SDK and a socket, and compares it with what an
 * independent reading of the same bodies found. The developers' Gemini API speaks the same wire, bar some fields.
 */
@Timeout(300)
class RecordedTrafficTest {

    @ParameterizedTest
    @ValueSource(strings = {"vertex", "gemini"})
    void everyRecordedAnswerIsReadAsItMustBe(String name) throws Exception {
        RecordedTraffic traffic = RecordedTraffic.of(name);
        Verdicts verdicts = new Verdicts(traffic);
        try (RecordedServer server = new RecordedServer();
                VertexConnection connection = VertexConnection.builder()
                        .project("acme")
                        .location("global")
                        .accessToken(Secret.of("t"))
                        .endpoint(server.url())
                        .build()) {
            ChatModel model = connection.chatModel(
                    ModelSettings.builder("recorded", "gemini-recorded").build());
            traffic.each(Set.of("generate_content", "stream_generate_content"), recording -> {
                if (recording.body() != null) {
                    server.serve(recording);
                    verdicts.add(recording, read(model, recording));
                }
            });
        }
        verdicts.check();
        verdicts.checkThatExceptionsAreFew();
    }

    private static Reading read(ChatModel model, Recording recording) {
        try {
            return Reading.of(recording.id(), ask(model, recording));
        } catch (LlmException e) {
            return Reading.of(recording.id(), e);
        }
    }

    private static ChatResponse ask(ChatModel model, Recording recording) {
        ChatRequest request = ChatRequest.of("As recorded");
        CallContext context = CallContext.withTimeout(Duration.ofSeconds(30));
        if (recording.streamed()) {
            try (ChatStream stream = model.stream(request, context)) {
                return stream.response();
            }
        }
        return model.chat(request, context);
    }
}
