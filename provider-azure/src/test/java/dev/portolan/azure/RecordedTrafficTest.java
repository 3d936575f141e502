package dev.portolan.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.Portolan;
import dev.portolan.recorded.RecordedSchemas;
import dev.portolan.recorded.RecordedTraffic;
import dev.portolan.recorded.RecordedVectors;
import dev.portolan.recorded.RecordingServer;
import dev.portolan.recorded.Verdicts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Reads traffic that others recorded against Azure, through the public API, the SDK and a socket, and compares it with what an
 * independent reading of the same bodies found.
 */
class RecordedTrafficTest {

    @Test
    void everyRecordedAnswerIsReadAsItMustBe() {
        RecordedTraffic traffic = RecordedTraffic.of("azure");
        Verdicts verdicts = new Verdicts(traffic);
        try (RecordingServer server = new RecordingServer();
                Portolan portolan = portolan(server)) {
            traffic.each(Set.of("chat_completions", "responses"), recording -> {
                if (recording.body() != null) {
                    verdicts.add(recording, server.ask(portolan.chatModel(recording.api()), recording));
                }
            });
        }
        verdicts.check();
        verdicts.checkThatExceptionsAreFew();
    }

    @Test
    void everyRecordedAnswerOfASchemaIsReadAsItsJson() {
        RecordedTraffic traffic = RecordedTraffic.of("azure");
        RecordedSchemas schemas = new RecordedSchemas();
        try (RecordingServer server = new RecordingServer();
                Portolan portolan = portolan(server)) {
            traffic.each(
                    Set.of("chat_completions", "responses"),
                    one -> schemas.read(server, portolan.chatModel(one.api()), one));
        }
        schemas.check();
    }

    @Test
    void everyRecordedEmbeddingIsReadAsItMustBe() {
        RecordedTraffic traffic = RecordedTraffic.of("azure");
        Map<String, String> failures = new LinkedHashMap<>();
        try (RecordingServer server = new RecordingServer();
                Portolan portolan = portolan(server)) {
            traffic.each(Set.of("embeddings"), recording -> {
                if (recording.body() != null && recording.status() < 400) {
                    String why = server.difference(
                            portolan.embeddingModel("chat_completions"), recording, RecordedVectors.of(recording));
                    if (why != null) {
                        failures.put(recording.id(), why);
                    }
                }
            });
        }
        assertThat(failures).isEmpty();
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
