package dev.portolan.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.Portolan;
import dev.portolan.recorded.RecordedSchemas;
import dev.portolan.recorded.RecordedTraffic;
import dev.portolan.recorded.RecordedVectors;
import dev.portolan.recorded.RecordingServer;
import dev.portolan.recorded.Verdicts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Reads traffic that others recorded against the real services, through the public API and a socket, and compares it with
 * what an independent reading of the same bodies found.
 */
class RecordedTrafficTest {

    private static final Set<String> CHAT_APIS = Set.of("chat_completions", "responses");

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
    void everyRecordedAnswerIsReadAsItMustBe(String provider, String quirks) {
        RecordedTraffic traffic = RecordedTraffic.of(provider);
        Verdicts verdicts = new Verdicts(traffic);
        try (RecordingServer server = new RecordingServer();
                Portolan portolan = portolan(server, quirks)) {
            traffic.each(CHAT_APIS, recording -> {
                if (recording.body() != null) {
                    verdicts.add(recording, server.ask(portolan.chatModel(recording.api()), recording));
                }
            });
        }
        verdicts.check();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"openai,openai", "mistral,mistral", "openrouter,openrouter", "ollama,ollama", "other,generic"})
    void everyRecordedEmbeddingIsReadAsItMustBe(String provider, String quirks) {
        List<String> failures = new ArrayList<>();
        RecordedTraffic traffic = RecordedTraffic.of(provider);
        try (RecordingServer server = new RecordingServer();
                Portolan portolan = portolan(server, quirks)) {
            traffic.each(Set.of("embeddings"), recording -> {
                if (recording.body() != null && recording.status() < 400) {
                    String why = server.difference(
                            portolan.embeddingModel("chat_completions"), recording, RecordedVectors.of(recording));
                    if (why != null && !traffic.exceptions().containsKey(recording.id())) {
                        failures.add(recording.id() + ": " + why);
                    }
                }
            });
        }
        assertThat(failures).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource("openai,openai")
    void everyRecordedAnswerOfASchemaIsReadAsItsJson(String provider, String quirks) {
        RecordedTraffic traffic = RecordedTraffic.of(provider);
        RecordedSchemas schemas = new RecordedSchemas();
        try (RecordingServer server = new RecordingServer();
                Portolan portolan = portolan(server, quirks)) {
            traffic.each(CHAT_APIS, one -> schemas.read(server, portolan.chatModel(one.api()), one));
        }
        schemas.check();
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
