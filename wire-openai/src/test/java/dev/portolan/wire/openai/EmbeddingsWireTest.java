package dev.portolan.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.Usage;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.error.InvalidResponse;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingsWireTest {

    private final EmbeddingsWire wire = new EmbeddingsWire(WireProfile.OPENAI);

    @Test
    void textsAreSentWithDimensionsAndAskedForInBase64() {
        EmbeddingRequest request = new EmbeddingRequest(
                List.of("whale", "gr\u00fcn"), 256, null, Map.of("openai", "{\"user\":\"u1\"}", "other", "{\"x\":1}"));
        assertThat(WireJson.tree(
                        text(wire.encode(request, "text-embedding-3-small").body())))
                .isEqualTo(
                        WireJson.tree(
                                "{\"model\":\"text-embedding-3-small\",\"input\":[\"whale\",\"gr\u00fcn\"],\"dimensions\":256,\"encoding_format\":\"base64\",\"user\":\"u1\"}"));
        assertThat(wire.path()).isEqualTo("embeddings");
    }

    @Test
    void aServerWithItsOwnNamesIsAskedInThem() {
        EmbeddingsWire mistral = new EmbeddingsWire(WireProfile.forServer("mistral", "mistral"));
        assertThat(text(mistral.encode(new EmbeddingRequest(List.of("a"), 64, null, Map.of()), "")
                        .body()))
                .isEqualTo("{\"input\":[\"a\"],\"output_dimension\":64}");
    }

    @Test
    void listsAreReadInTheOrderOfTheirIndexes() {
        EmbeddingResponse response = decode(
                "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":1,\"embedding\":[3,4.5]},"
                        + "{\"object\":\"embedding\",\"embedding\":[-1.0e-3,2],\"index\":0}],"
                        + "\"model\":\"text-embedding-3-small\",\"usage\":{\"prompt_tokens\":7,\"total_tokens\":7}}",
                2);
        assertThat(response.vectors().get(0)).containsExactly(-0.001f, 2f);
        assertThat(response.vectors().get(1)).containsExactly(3f, 4.5f);
        assertThat(response.usage()).isEqualTo(Usage.builder().inputTokens(7L).build());
        assertThat(response.model()).isEqualTo("text-embedding-3-small");
        assertThat(response.provider()).isEqualTo("openai");
    }

    @Test
    void base64HoldsLittleEndianFloats() {
        EmbeddingResponse response = decode("{\"data\":[{\"embedding\":\"AACAPwAAAMA=\",\"index\":0}]}", 1);
        assertThat(response.vectors().get(0)).containsExactly(1f, -2f);
        assertThat(response.usage()).isEqualTo(Usage.UNKNOWN);
        assertThat(response.model()).isEmpty();
    }

    @Test
    void aVectorLongerThanUsualIsReadWhole() {
        String numbers = "0.5,".repeat(3071) + "1";
        assertThat(decode("{\"data\":[{\"embedding\":[" + numbers + "]}]}", 1).dimensions())
                .isEqualTo(3072);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{}",
                "{\"data\":{}}",
                "{\"data\":[{\"index\":0}]}",
                "{\"data\":[{\"embedding\":[]}]}",
                "{\"data\":[{\"embedding\":[\"x\"]}]}",
                "{\"data\":[{\"embedding\":7}]}",
                "{\"data\":[{\"embedding\":\"***\"}]}",
                "{\"data\":[{\"embedding\":[1],\"index\":-1}]}",
                "{\"data\":[{\"embedding\":[1],\"index\":1}]}",
                "{\"data\":[{\"embedding\":[1]},{\"embedding\":[2]}]}",
                "{\"data\":[]}",
                "{\"data\":[{\"embedding\":[1",
            })
    void whatIsNoListOfVectorsIsNotTakenForOne(String body) {
        assertThatThrownBy(() -> decode(body, 1))
                .isInstanceOf(InvalidResponse.class)
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"slow\",\"code\":429}}",
                "{\"message\":\"slow\",\"code\":\"429\",\"object\":\"error\"}"
            })
    void anErrorInAnAnswerIsAnError(String body) {
        assertThatThrownBy(() -> decode(body, 1))
                .isInstanceOfSatisfying(
                        LlmException.class, e -> assertThat(e.kind().id()).isEqualTo("rate-limited"));
    }

    @Test
    void aRequestIsReadAsItWasWritten() {
        DecodedEmbeddingRequest read = wire.decodeRequest(
                bytes(
                        "{\"model\":\"m\",\"input\":[\"a\",\"b\"],\"dimensions\":8,\"encoding_format\":\"float\",\"user\":\"u1\",\"x\":null}"));
        assertThat(read.model()).isEqualTo("m");
        assertThat(read.request())
                .isEqualTo(new EmbeddingRequest(List.of("a", "b"), 8, null, Map.of("openai", "{\"user\":\"u1\"}")));
        assertThat(wire.decodeRequest(bytes("{\"input\":\"one\"}")))
                .isEqualTo(new DecodedEmbeddingRequest(null, EmbeddingRequest.of("one")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "{\"input\":[]}", "{\"input\":[[1,2]]}", "{\"input\":[1,2]}"})
    void whatAsksForNoTextsIsNoRequest(String body) {
        assertThatThrownBy(() -> wire.decodeRequest(bytes(body))).isInstanceOf(IllegalArgumentException.class);
    }

    private EmbeddingResponse decode(String body, int texts) {
        return wire.decode(bytes(body), texts);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
