package dev.portolan.openai;

import dev.portolan.Portolan;
import dev.portolan.recorded.RecordedTraffic;
import dev.portolan.recorded.RecordingServer;
import dev.portolan.recorded.ToolReplay;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recorded conversations with tools, run again through the tool loop, end as they were recorded. */
class RecordedToolsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "openai,openai",
        "deepseek,deepseek",
        "groq,groq",
        "mistral,mistral",
        "openrouter,openrouter",
        "xai,xai",
        "ollama,ollama",
        "other,generic"
    })
    void everyRecordedConversationWithToolsEndsAsRecorded(String provider, String quirks) {
        RecordedTraffic traffic = RecordedTraffic.of(provider);
        try (RecordingServer server = new RecordingServer();
                Portolan portolan = portolan(server, quirks)) {
            new ToolReplay(server, recording -> portolan.chatModel(recording.api()))
                    .check(traffic, Set.of("chat_completions", "responses"));
        }
    }

    private static Portolan portolan(RecordingServer server, String quirks) {
        return Portolan.builder()
                .environment(Map.of())
                .systemProperties(Map.of())
                .property("portolan.providers.openai.base-url", server.url() + "/v1")
                .property("portolan.providers.openai.api-key", "test-key")
                .property("portolan.providers.openai.server", quirks)
                .property("portolan.models.chat_completions.provider", "openai")
                .property("portolan.models.chat_completions.model", "recorded")
                .property("portolan.models.chat_completions.api", "chat")
                .property("portolan.models.chat_completions.retry", "off")
                .property("portolan.models.responses.provider", "openai")
                .property("portolan.models.responses.model", "recorded")
                .property("portolan.models.responses.api", "responses")
                .property("portolan.models.responses.retry", "off")
                .build();
    }
}
