package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portolan.embedding.EmbeddingInput;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Texts and their vectors. */
interface EmbeddingCases {

    @Test
    default void eachTextHasAVectorInTheOrderOfTheTexts(EmbeddingBench bench) {
        EmbeddingResponse all = bench.embed("north", "south", "east");

        assertThat(all.vectors()).hasSize(3);
        assertThat(all.vectors().get(1))
                .containsExactly(bench.embed("south").vectors().get(0), within(1e-5f));
        assertThat(all.vectors().get(0)).isNotEqualTo(all.vectors().get(1));
    }

    @Test
    default void theSameTextHasTheSameVector(EmbeddingBench bench) {
        EmbeddingResponse twice = bench.embed("harbour", "harbour");

        assertThat(twice.vectors().get(0)).containsExactly(twice.vectors().get(1), within(1e-5f));
    }

    @Test
    default void awkwardTextIsEmbedded(EmbeddingBench bench) {
        assertThat(bench.embed(MessageCases.AWKWARD).dimensions()).isPositive();
    }

    @Test
    default void allVectorsHaveTheSameLength(EmbeddingBench bench) {
        EmbeddingResponse response = bench.embed("north", "a much longer text about the south");

        assertThat(response.vectors()).allSatisfy(vector -> assertThat(vector).hasSize(response.dimensions()));
    }

    @Test
    default void dimensionsAreHonoured(EmbeddingBench bench) {
        assumeTrue(bench.takesDimensions(), "the model has one length of vectors");
        EmbeddingResponse response =
                bench.model().embed(new EmbeddingRequest(List.of("north", "south"), 256, null, Map.of()));

        assertThat(response.dimensions()).isEqualTo(256);
    }

    @Test
    default void queriesAndDocumentsAreBothTaken(EmbeddingBench bench) {
        for (EmbeddingInput input : EmbeddingInput.values()) {
            EmbeddingResponse response =
                    bench.model().embed(new EmbeddingRequest(List.of("north"), null, input, Map.of()));
            assertThat(response.vectors()).hasSize(1);
        }
    }

    @Test
    default void moreTextsThanTheVendorTakesAtOnceStayInOrder(EmbeddingBench bench) {
        List<String> texts =
                IntStream.range(0, 2_500).mapToObj(i -> "text number " + i).toList();
        EmbeddingResponse all = bench.model().embed(new EmbeddingRequest(texts, null, null, Map.of()));

        assertThat(all.vectors()).hasSize(2_500);
        for (int i : new int[] {0, 95, 96, 1_024, 2_047, 2_048, 2_499}) {
            assertThat(all.vectors().get(i))
                    .as("vector %s", i)
                    .containsExactly(bench.embed(texts.get(i)).vectors().get(0), within(1e-5f));
        }
    }

    @Test
    default void theTokensOfAllTextsAreCounted(EmbeddingBench bench) {
        Long one = bench.embed("north").usage().inputTokens();
        assumeTrue(one != null, "the wire tells no tokens of embeddings");
        Long three = bench.embed("north", "north", "north").usage().inputTokens();

        assertThat(one).isPositive();
        assertThat(three).isEqualTo(one == null ? null : Long.valueOf(3 * one));
    }

    @Test
    default void anAnswerTellsWhoGaveIt(EmbeddingBench bench) {
        EmbeddingResponse response = bench.embed("north");

        assertThat(response.provider()).isEqualTo(bench.model().info().provider());
        assertThat(response.model()).isNotBlank();
        assertThat(bench.model().info().model()).isEqualTo(bench.modelId());
        assertThat(response.warnings()).isEmpty();
        if (bench.wired() && bench.has(WireFeature.REQUEST_IDS)) {
            assertThat(response.requestId()).isNotBlank();
        }
    }

    @Test
    default void manyThreadsEachGetTheirOwnVectors(EmbeddingBench bench)
            throws InterruptedException, ExecutionException, TimeoutException {
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<Future<float[]>> answers = IntStream.range(0, 60)
                    .mapToObj(i -> threads.submit(
                            () -> bench.embed("word" + i).vectors().get(0)))
                    .toList();
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get(50, TimeUnit.SECONDS))
                        .containsExactly(bench.embed("word" + i).vectors().get(0), within(1e-5f));
            }
            bench.quiet();
        } finally {
            threads.shutdownNow();
        }
    }
}
