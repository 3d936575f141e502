package dev.portolan.vertex;

import dev.portolan.chat.ChatModel;
import dev.portolan.recorded.RecordedSchemas;
import dev.portolan.recorded.RecordedTraffic;
import dev.portolan.recorded.ToolReplay;
import dev.portolan.spi.ModelSettings;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded conversations with tools, run again through the tool loop, end as they were recorded; answers of schemas are read as their JSON. */
class RecordedToolsTest {

    private static final Set<String> APIS = Set.of("generate_content", "stream_generate_content");

    @ParameterizedTest
    @ValueSource(strings = {"vertex", "gemini"})
    void everyRecordedConversationWithToolsEndsAsRecorded(String name) throws IOException {
        RecordedTraffic traffic = RecordedTraffic.of(name);
        try (RecordedServer server = new RecordedServer();
                VertexConnection connection = Connections.to(server.url())) {
            ChatModel model = model(connection);
            new ToolReplay(server, recording -> model).check(traffic, APIS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vertex", "gemini"})
    void everyRecordedAnswerOfASchemaIsReadAsItsJson(String name) throws IOException {
        RecordedTraffic traffic = RecordedTraffic.of(name);
        RecordedSchemas schemas = new RecordedSchemas();
        try (RecordedServer server = new RecordedServer();
                VertexConnection connection = Connections.to(server.url())) {
            ChatModel model = model(connection);
            traffic.each(APIS, recording -> schemas.read(server, model, recording));
        }
        schemas.check();
    }

    private static ChatModel model(VertexConnection connection) {
        return connection.chatModel(
                ModelSettings.builder("recorded", "gemini-recorded").build());
    }
}
