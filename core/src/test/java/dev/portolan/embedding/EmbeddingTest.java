package dev.portolan.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import dev.portolan.chat.Warning;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTest {

    private static EmbeddingResponse response(float... vector) {
        return new EmbeddingResponse(
                List.of(vector), Usage.of(2, 0), "openai", "text-embedding-3-small", "req_1", List.of());
    }

    @Test
    void aRequestHoldsAtLeastOneTextAndNoEmptyOne() {
        assertThat(EmbeddingRequest.of("a", "b").texts()).containsExactly("a", "b");
        assertThatThrownBy(EmbeddingRequest::of).hasMessage("texts: there must be at least one");
        assertThatThrownBy(() -> EmbeddingRequest.of("a", "")).hasMessage("texts[1]: must not be empty");
        assertThatThrownBy(() -> new EmbeddingRequest(null, null, null, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("texts: must not be null");
        assertThatThrownBy(() -> new EmbeddingRequest(Arrays.asList("a", null), null, null, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("texts[1]: must not be null");
    }

    @Test
    void dimensionsAreAtLeastOne() {
        assertThatThrownBy(() -> new EmbeddingRequest(List.of("a"), 0, null, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("dimensions");
        assertThat(new EmbeddingRequest(List.of("a"), 1, EmbeddingInput.QUERY, Map.of("openai", "{}")).dimensions())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"user\":", "{} {}", "null"})
    void vendorOptionsAreAnObject(String json) {
        assertThatThrownBy(() -> new EmbeddingRequest(List.of("a"), null, null, Map.of("openai", json)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vendorOptions: those for openai are no JSON object");
    }

    @Test
    void equalNumbersAreEqualVectors() {
        assertThat(response(1f, 2f))
                .isEqualTo(response(1f, 2f))
                .hasSameHashCodeAs(response(1f, 2f))
                .isNotEqualTo(response(1f, 3f))
                .isNotEqualTo(response(1f))
                .isNotEqualTo("vectors");
        EmbeddingResponse other = new EmbeddingResponse(
                response(1f).vectors(),
                Usage.of(2, 0),
                "openai",
                "text-embedding-3-small",
                "req_1",
                List.of(new Warning("left-out", "input", "not known")));
        assertThat(response(1f)).isNotEqualTo(other);
    }

    @Test
    void aResponseHoldsAtLeastOneVector() {
        assertThat(response(1f, 2f).dimensions()).isEqualTo(2);
        assertThat(response(1f, 2f)).hasToString("EmbeddingResponse[1 vectors of 2, openai/text-embedding-3-small]");
        assertThatThrownBy(() -> new EmbeddingResponse(List.of(), Usage.UNKNOWN, "p", "m", null, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("vectors");
    }

    @Test
    void theShortFormSetsNothingForTheCall() {
        CallContext[] seen = new CallContext[1];
        EmbeddingModel model = new EmbeddingModel() {
            @Override
            public EmbeddingResponse embed(EmbeddingRequest request, CallContext context) {
                seen[0] = context;
                return response(1f);
            }

            @Override
            public ModelInfo info() {
                return ModelInfo.builder("openai", "text-embedding-3-small").build();
            }
        };
        assertThat(model.embed(EmbeddingRequest.of("a"))).isEqualTo(response(1f));
        assertThat(seen[0]).isSameAs(CallContext.EMPTY);
    }
}
