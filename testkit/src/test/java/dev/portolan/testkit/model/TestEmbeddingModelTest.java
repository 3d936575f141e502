package dev.portolan.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.Unavailable;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestEmbeddingModelTest {

    private final TestEmbeddingModel model = new TestEmbeddingModel();

    @Test
    void textsWithWordsInCommonLieNearEachOther() {
        List<float[]> vectors = model.embed(EmbeddingRequest.of(
                        "the red boat lies in the harbour",
                        "a red boat left the harbour",
                        "quarterly figures were published yesterday"))
                .vectors();

        assertThat(cosine(vectors.get(0), vectors.get(0))).isCloseTo(1, within(1e-5));
        assertThat(cosine(vectors.get(0), vectors.get(1))).isGreaterThan(cosine(vectors.get(0), vectors.get(2)) + 0.2);
    }

    @Test
    void itFailsWhenItIsTold() {
        model.fail(ErrorKind.UNAVAILABLE);
        assertThatThrownBy(() -> model.embed(EmbeddingRequest.of("north"))).isInstanceOf(Unavailable.class);
        model.fail(null);

        assertThat(model.embed(EmbeddingRequest.of("north")).dimensions()).isEqualTo(64);
        assertThat(model.requests()).hasSize(2);
    }

    @Test
    void aVectorHasAtLeastOneNumber() {
        assertThat(new TestEmbeddingModel(3).embed(EmbeddingRequest.of("north")).dimensions())
                .isEqualTo(3);
        assertThatThrownBy(() -> new TestEmbeddingModel(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(model).hasToString("TestEmbeddingModel[64]");
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
