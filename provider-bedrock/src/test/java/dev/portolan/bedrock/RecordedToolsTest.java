package dev.portolan.bedrock;

import dev.portolan.recorded.OwnSettings;
import dev.portolan.recorded.RecordedTraffic;
import dev.portolan.recorded.RecordingServer;
import dev.portolan.recorded.ToolReplay;
import dev.portolan.spi.ModelSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Recorded conversations with tools, run again through the tool loop, end as they were recorded. */
class RecordedToolsTest {

    private static final Map<String, String> APIS = Map.of(
            "converse", "converse",
            "converse_stream", "converse",
            "chat_completions", "openai",
            "responses", "openai-responses");

    @Test
    void everyRecordedConversationWithToolsEndsAsRecorded() {
        RecordedTraffic traffic = RecordedTraffic.of("bedrock");
        try (RecordingServer server = new RecordingServer();
                BedrockConnection connection = Connections.to(server.url(), false)) {
            new ToolReplay(
                            server,
                            recording ->
                                    connection.chatModel(ModelSettings.builder("recorded", "anthropic.claude-recorded")
                                            .own(new OwnSettings(Map.of("api", APIS.get(recording.api()))))
                                            .build()))
                    .check(traffic, APIS.keySet());
        }
    }
}
