package dev.portolan.ollama;

import dev.portolan.Portolan;
import dev.portolan.recorded.RecordedSchemas;
import dev.portolan.recorded.RecordedTraffic;
import dev.portolan.recorded.RecordingServer;
import dev.portolan.recorded.ToolReplay;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Recorded conversations with tools, run again through the tool loop, end as they were recorded; answers of schemas are read as their JSON. */
class RecordedToolsTest {

    private static final Set<String> APIS = Set.of("ollama_chat");

    @Test
    void everyRecordedConversationWithToolsEndsAsRecorded() {
        RecordedTraffic traffic = RecordedTraffic.of("ollama");
        try (RecordingServer server = new RecordingServer();
                Portolan portolan = portolan(server)) {
            // What the server is asked about the model must not use up a recording.
            server.always("/api/show", "{\"capabilities\":[\"completion\",\"tools\",\"thinking\"]}");
            new ToolReplay(server, recording -> portolan.chatModel("recorded")).check(traffic, APIS);
        }
    }

    @Test
    void everyRecordedAnswerOfASchemaIsReadAsItsJson() {
        RecordedTraffic traffic = RecordedTraffic.of("ollama");
        RecordedSchemas schemas = new RecordedSchemas();
        try (RecordingServer server = new RecordingServer();
                Portolan portolan = portolan(server)) {
            traffic.each(APIS, recording -> schemas.read(server, portolan.chatModel("recorded"), recording));
        }
        schemas.check();
    }

    private static Portolan portolan(RecordingServer server) {
        return Portolan.builder()
                .environment(Map.of())
                .systemProperties(Map.of())
                .property("portolan.providers.ollama.base-url", server.url())
                .property("portolan.models.recorded.provider", "ollama")
                .property("portolan.models.recorded.model", "recorded")
                .property("portolan.models.recorded.num-ctx", "32768")
                .property("portolan.models.recorded.retry", "off")
                .build();
    }
}
