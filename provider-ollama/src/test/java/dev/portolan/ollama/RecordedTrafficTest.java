package dev.portolan.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.Portolan;
import dev.portolan.recorded.RecordedTraffic;
import dev.portolan.recorded.RecordingServer;
import dev.portolan.recorded.Verdicts;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Reads traffic that others recorded against Ollama's native API, through the public API and a socket, and compares it with what an
 * independent reading of the same bodies found.
 */
class RecordedTrafficTest {

    @Test
    void everyRecordedAnswerIsReadAsItMustBe() {
        RecordedTraffic traffic = RecordedTraffic.of("ollama");
        Verdicts verdicts = new Verdicts(traffic);
        try (RecordingServer server = new RecordingServer();
                Portolan portolan = portolan(server)) {
            traffic.each(Set.of("ollama_chat"), recording -> {
                if (recording.body() != null) {
                    verdicts.add(recording, server.ask(portolan.chatModel("recorded"), recording));
                }
            });
        }
        verdicts.check();
        verdicts.checkThatExceptionsAreFew();
        assertThat(verdicts.judged()).isGreaterThan(40);
    }

    @Test
    void everyRecordedEmbeddingIsReadAsItMustBe() {
        RecordedTraffic traffic = RecordedTraffic.of("ollama");
        Map<String, String> failures = new LinkedHashMap<>();
        try (RecordingServer server = new RecordingServer();
                Portolan portolan = portolan(server)) {
            traffic.each(Set.of("ollama_embed"), recording -> {
                byte[] body = recording.body();
                if (body != null && recording.status() < 400) {
                    List<float[]> expected = vectors(body);
                    String why = server.difference(portolan.embeddingModel("recorded"), recording, expected);
                    if (why != null) {
                        failures.put(recording.id(), why);
                    }
                }
            });
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void whatServersSaidOfTheirModelsIsUnderstood() {
        List<ModelCard> cards = new ArrayList<>();
        RecordedTraffic.of("ollama").each(Set.of("ollama_show"), recording -> {
            byte[] body = recording.body();
            if (body != null && recording.status() < 400) {
                cards.add(ModelCard.read(body));
            }
        });
        assertThat(cards)
                .isNotEmpty()
                .allSatisfy(card -> assertThat(card.trainedContext()).isGreaterThan(1_000));
    }

    private static List<float[]> vectors(byte[] body) {
        List<float[]> vectors = new ArrayList<>();
        try {
            for (JsonNode each : WireJson.mapper().readTree(body).path("embeddings")) {
                float[] vector = new float[each.size()];
                for (int i = 0; i < vector.length; i++) {
                    vector[i] = Float.parseFloat(each.get(i).asText());
                }
                vectors.add(vector);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return vectors;
    }

    private static Portolan portolan(RecordingServer server) {
        return Portolan.builder()
                .environment(Map.of())
                .systemProperties(Map.of())
                .property("portolan.providers.ollama.base-url", server.url())
                .property("portolan.models.recorded.provider", "ollama")
                .property("portolan.models.recorded.model", "recorded")
                .property("portolan.models.recorded.retry", "off")
                .build();
    }
}
