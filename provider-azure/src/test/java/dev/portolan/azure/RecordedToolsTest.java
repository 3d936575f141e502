package dev.portolan.azure;

import dev.portolan.Portolan;
import dev.portolan.recorded.RecordedTraffic;
import dev.portolan.recorded.RecordingServer;
import dev.portolan.recorded.ToolReplay;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Recorded conversations with tools, run again through the tool loop, end as they were recorded. */
class RecordedToolsTest {

    @Test
    void everyRecordedConversationWithToolsEndsAsRecorded() {
        RecordedTraffic traffic = RecordedTraffic.of("azure");
        try (RecordingServer server = new RecordingServer();
                Portolan portolan = portolan(server)) {
            new ToolReplay(server, recording -> portolan.chatModel(recording.api()))
                    .check(traffic, Set.of("chat_completions", "responses"));
        }
    }

    private static Portolan portolan(RecordingServer server) {
        return Portolan.builder()
                .environment(Map.of())
                .systemProperties(Map.of())
                .property("portolan.providers.azure.endpoint", server.url())
                .property("portolan.providers.azure.api-key", "test-key")
                .property("portolan.models.chat_completions.provider", "azure")
                .property("portolan.models.chat_completions.model", "recorded")
                .property("portolan.models.chat_completions.api", "chat")
                .property("portolan.models.chat_completions.retry", "off")
                .property("portolan.models.responses.provider", "azure")
                .property("portolan.models.responses.model", "recorded")
                .property("portolan.models.responses.api", "responses")
                .property("portolan.models.responses.retry", "off")
                .build();
    }
}
