package dev.portolan.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.error.LlmException;
import dev.portolan.recorded.RecordedTraffic;
import dev.portolan.recorded.RecordedVectors;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Embeddings that real services gave. */
class RecordedEmbeddingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"openai", "azure", "mistral", "openrouter", "ollama", "other"})
    void recordedVectorsAreRead(String provider) {
        EmbeddingsWire wire =
                new EmbeddingsWire(WireProfile.forServer(provider, provider.equals("other") ? "generic" : provider));
        AtomicInteger read = new AtomicInteger();
        RecordedTraffic.of(provider).each(Set.of("embeddings"), recording -> {
            byte[] body = Objects.requireNonNullElse(recording.body(), new byte[0]);
            String id = recording.id();
            if (recording.status() >= 400) {
                LlmException error = new ErrorMapper(provider).map("m", recording.status(), name -> null, body);
                assertThat(error.kind().id()).as(id).isNotEqualTo("invalid-response");
                return;
            }
            List<float[]> expected = RecordedVectors.of(recording);
            if (expected.isEmpty()) {
                assertThatThrownBy(() -> wire.decode(body, 1)).as(id).isInstanceOf(LlmException.class);
                return;
            }
            List<float[]> found = wire.decode(body, expected.size()).vectors();
            assertThat(RecordedVectors.difference(expected, found)).as(id).isNull();
            read.incrementAndGet();
        });
        System.out.println(provider + ": " + read + " embedding answers");
    }
}
