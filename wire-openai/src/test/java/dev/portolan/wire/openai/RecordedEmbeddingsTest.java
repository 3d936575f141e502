package dev.portolan.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.recorded.RecordedTraffic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Embeddings that real services gave. */
class RecordedEmbeddingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"openai", "azure", "mistral", "openrouter", "ollama", "other"})
    void recordedVectorsAreRead(String provider) {
        Path folder = RecordedTraffic.folder();
        assumeTrue(folder != null, "No recordings: name their folder with -Dportolan.recordings=DIR");
        WireProfile profile = WireProfile.forServer(provider, provider.equals("other") ? "generic" : provider);
        EmbeddingsWire wire = new EmbeddingsWire(profile);
        AtomicInteger read = new AtomicInteger();
        RecordedTraffic.each(folder, provider, "embeddings", (record, none) -> {
            JsonNode response = record.path("response");
            byte[] body = response.path("body").asText("").getBytes(StandardCharsets.UTF_8);
            String id = record.path("id").asText();
            if (response.path("status").asInt() >= 400) {
                LlmException error = new ErrorMapper(provider)
                        .map("m", response.path("status").asInt(), name -> null, body);
                assertThat(error.kind().id()).as(id).isNotEqualTo("invalid-response");
                return;
            }
            JsonNode data = WireJson.tree(response.path("body").asText()).path("data");
            if (data.isEmpty()) {
                assertThatThrownBy(() -> wire.decode(body, 1)).as(id).isInstanceOf(LlmException.class);
                return;
            }
            EmbeddingResponse found = wire.decode(body, data.size());
            for (int i = 0; i < data.size(); i++) {
                compare(
                        id,
                        data.get(i).path("embedding"),
                        found.vectors().get(data.get(i).path("index").asInt(i)));
            }
            read.incrementAndGet();
        });
        System.out.println(provider + ": " + read + " embedding answers");
    }

    private static void compare(String id, JsonNode expected, float[] found) {
        float[] want;
        if (expected.isTextual()) {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(expected.asText()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            want = new float[bytes.remaining() / Float.BYTES];
            for (int i = 0; i < want.length; i++) {
                want[i] = bytes.getFloat();
            }
        } else {
            want = new float[expected.size()];
            for (int i = 0; i < want.length; i++) {
                want[i] = Float.parseFloat(expected.get(i).asText());
            }
        }
        assertThat(Arrays.equals(found, want)).as(id).isTrue();
    }
}
