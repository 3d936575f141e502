package dev.portolan.routing.complexity.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portolan.chat.ChatRequest;
import dev.portolan.routing.complexity.ComplexityScorer;
import dev.portolan.routing.complexity.StrongShare;
import dev.portolan.routing.complexity.TrainingTap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TrainingTest {

    private static final Path DATA = Path.of(System.getProperty("portolan.routing.data", "../../shared/data/routing"));

    @Test
    @Tag("integration")
    void theShippedWeightsAreMadeAnewToTheBit() throws IOException {
        assumeTrue(Files.isReadable(DATA.resolve("mmlu_pro.jsonl.gz")), "There are no outcomes in " + DATA);
        try (InputStream in = ComplexityScorer.class.getResourceAsStream("complexity-model.bin")) {
            assertThat(Training.resource(DATA))
                    .isEqualTo(Objects.requireNonNull(in).readAllBytes());
        }
    }

    @Test
    @Tag("integration")
    void theShareIsMetOnEachSourceAndWhenOneFollowsTheOther() throws IOException {
        assumeTrue(Files.isReadable(DATA.resolve("mmlu_pro.jsonl.gz")), "There are no outcomes in " + DATA);
        ComplexityScorer scorer = ComplexityScorer.bundled();
        StrongShare shifting = StrongShare.of(0.3, scorer);
        for (String source : OutcomeFiles.ALL) {
            List<Outcome> outcomes = OutcomeFiles.read(DATA, source);
            Collections.shuffle(outcomes, new Random(1));
            assertThat(LearningReport.share(StrongShare.of(0.3, scorer), scorer, outcomes))
                    .as(source)
                    .isBetween(0.27, 0.33);
            assertThat(LearningReport.share(shifting, scorer, outcomes))
                    .as("%s, after the others", source)
                    .isBetween(0.27, 0.33);
        }
    }

    @Test
    void whatGainsIsLearntFromItsWords() {
        ComplexityScorer scorer = Recipe.train(made()).scorer();
        double hard = scorer.score(ChatRequest.of("please integrate the fourth term of this"));
        double easy = scorer.score(ChatRequest.of("please colour the fourth term of this"));
        assertThat(hard).isGreaterThan(easy + 0.1);
        assertThat(scorer.quantile(1)).isGreaterThan(scorer.quantile(0));
    }

    @Test
    void aWordOfFewPromptsLeavesNoTrace() {
        List<Outcome> outcomes = new ArrayList<>(made());
        for (int i = 0; i < 7; i++) {
            outcomes.add(outcome(1000 + i, "please xylophonist the term", 0, 1));
        }
        ComplexityScorer scorer = Recipe.train(outcomes).scorer();
        assertThat(scorer.score(ChatRequest.of("please xylophonist the term")))
                .isEqualTo(scorer.score(ChatRequest.of("please vibraphonist the term")));
    }

    @Test
    void trainingTwiceGivesTheSame() {
        TrainingTap.Weights one = Recipe.train(made());
        TrainingTap.Weights two = Recipe.train(made());
        assertThat(one).usingRecursiveComparison().isEqualTo(two);
    }

    private static List<Outcome> made() {
        List<Outcome> outcomes = new ArrayList<>();
        String[] filler = {"first", "second", "third", "fourth"};
        for (int i = 0; i < 200; i++) {
            boolean gains = i % 2 == 0;
            outcomes.add(outcome(
                    i,
                    "please " + (gains ? "integrate" : "colour") + " the " + filler[i % 4] + " term of this",
                    gains ? 0 : 1,
                    1));
        }
        return outcomes;
    }

    private static Outcome outcome(int number, String prompt, double weak, double strong) {
        ChatRequest request = ChatRequest.of(prompt);
        return new Outcome(
                String.format(Locale.ROOT, "made:%016x", number),
                "made",
                "made",
                request,
                TrainingTap.sample(request),
                prompt.length(),
                weak,
                strong,
                Map.of());
    }
}
