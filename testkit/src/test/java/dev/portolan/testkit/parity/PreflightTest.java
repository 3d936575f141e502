package dev.portolan.testkit.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Timings;
import dev.portolan.chat.Usage;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.parity.Gate;
import dev.portolan.testkit.model.TestChatModel;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told before anything is paid. */
class PreflightTest {

    @TempDir
    Path folder;

    @Test
    void fiftyExamplesAreFewForFivePoints() {
        Preflight preflight =
                Bench.run(50, Bench.good(), Bench.good()).repeats(1).build().preflight();

        assertThat(preflight.odds().get(0).odds().pass()).isCloseTo(0.26, within(0.01));
        assertThat(preflight.moreForPower()).isBetween(90, 140);
        assertThat(preflight.summary())
                .contains("50 examples, 1 repeats: 100 calls")
                .contains("50 examples, 5 points, equal models: 25 % PASS")
                .contains("more examples would give equal models 80 % PASS")
                .contains("Cost: unknown; time: unknown");
    }

    @Test
    void twoHundredExamplesAreEnough() {
        Preflight preflight =
                Bench.run(200, Bench.good(), Bench.good()).repeats(1).build().preflight();

        assertThat(preflight.odds().get(0).odds().pass()).isCloseTo(0.85, within(0.01));
        assertThat(preflight.odds().get(1).odds().pass()).isLessThan(0.06);
        assertThat(preflight.odds().get(2).odds().fail()).isGreaterThan(0.9);
        assertThat(preflight.moreForPower()).isZero();
        assertThat(preflight.summary()).doesNotContain("more examples");
    }

    @Test
    void repeatsHelpButReplaceNoExamples() {
        double once = pass(100, 1);
        double thrice = pass(100, 3);

        assertThat(thrice).isGreaterThan(once);
        assertThat(pass(51, 10)).as("below the smallest sample").isZero();
    }

    private static double pass(int examples, int repeats) {
        return new VerdictForecast(examples, repeats, 0.05).odds().get(0).odds().pass();
    }

    @Test
    void theNarrowestMarginOfWhatGuardsCounts() {
        Preflight preflight = Bench.run(10, Bench.good(), Bench.good())
                .gate(Gate.builder().margin(0.2).margin("good", 0.1).build())
                .build()
                .preflight();

        assertThat(preflight.margin()).isEqualTo(0.1);
        assertThat(preflight.summary()).contains("10 points");
    }

    @Test
    void costAndTimeAreGuessedFromKnownAnswers() {
        ChatResponse known = ChatResponse.builder()
                .message(new AssistantMessage(List.of(new TextPart("a known answer"))))
                .finishReason(FinishReason.of(FinishReason.Kind.STOP))
                .usage(Usage.builder().inputTokens(1L).outputTokens(50L).build())
                .provider("test")
                .model("test")
                .timings(new Timings(Duration.ofSeconds(2), null))
                .build();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            // Four tokens of text and four for the message.
            examples.add(Example.builder(ChatRequest.of("sixteen letters!"))
                    .id("e" + i)
                    .reference(known)
                    .build());
        }

        Preflight preflight = ParityRun.builder()
                .dataset(Dataset.of("known", examples))
                .source(Subject.of("present", Bench.good()))
                .target(Subject.of("new", Bench.good()))
                .checks(Bench.GOOD)
                .prices(Bench.DEAR, Bench.DOLLARS)
                .concurrency(4)
                .build()
                .preflight();

        assertThat(preflight.calls()).isEqualTo(48);
        assertThat(preflight.cost()).isEqualByComparingTo(BigDecimal.valueOf(48 * 58));
        assertThat(preflight.time()).isEqualTo(Duration.ofSeconds(24));
        assertThat(preflight.summary()).contains("Cost: about 2784.00 USD; time: 24 s");
    }

    @Test
    void whatIsExpectedStandsInForKnownAnswers() {
        Preflight preflight = Bench.run(10, Bench.good(), Bench.good())
                .prices(Bench.DEAR, Bench.DOLLARS)
                .expectedOutputTokens(100)
                .expectedLatency(Duration.ofMinutes(10))
                .concurrency(1)
                .noiseFloor(true)
                .build()
                .preflight();

        assertThat(preflight.cost()).isBetween(BigDecimal.valueOf(9_000), BigDecimal.valueOf(10_500));
        assertThat(preflight.time()).isEqualTo(Duration.ofMinutes(900));
        assertThat(preflight.summary()).contains("time: 15 h 0 min");
    }

    @Test
    void whatIsNotKnownIsSaid() {
        assertThat(Bench.run(1, Bench.good(), Bench.good())
                        .prices((provider, model) -> null, Bench.DOLLARS)
                        .expectedOutputTokens(1)
                        .build()
                        .preflight())
                .satisfies(preflight -> assertThat(preflight.cost()).isNull())
                .satisfies(preflight ->
                        assertThat(preflight.notes().get(0)).isEqualTo("What test of test costs in USD is not known"));
        assertThat(Bench.run(1, Bench.good(), Bench.good())
                        .prices(Bench.DEAR, Bench.DOLLARS)
                        .build()
                        .preflight()
                        .notes()
                        .get(0))
                .startsWith("How long answers will be is not known");
    }

    @Test
    void whatTheJournalOrRecordingsHoldIsNotAskedAgain() {
        Path journal = folder.resolve("run.journal");
        Bench.run(4, Bench.good(), Bench.good())
                .journal(journal)
                .mode(RunMode.RECORD)
                .recordings(folder.resolve("run.jsonl"))
                .build()
                .run();

        ParityRunBuilder more = Bench.run(10, Bench.good(), Bench.good()).noiseFloor(true);
        assertThat(more.journal(journal).build().preflight().known()).isEqualTo(24);
        assertThat(more.build().preflight().summary()).contains("of which 24 are known already, 66 are left");
        ParityRunBuilder recorded = Bench.run(10, Bench.good(), Bench.good()).recordings(folder.resolve("run.jsonl"));
        assertThat(recorded.mode(RunMode.AUTO).build().preflight().known()).isEqualTo(24);
        assertThat(recorded.mode(RunMode.REPLAY).build().preflight().known()).isEqualTo(60);
    }

    @Test
    void whoeverMaySaysNo() {
        TestChatModel source = Bench.good();
        ParityRun run = Bench.run(3, source, Bench.good())
                .approval(preflight -> preflight.calls() < 10)
                .build();

        RunNotApproved refused = catchThrowableOfType(RunNotApproved.class, run::run);

        assertThat(refused.preflight().calls()).isEqualTo(18);
        assertThat(refused).hasMessageContaining("18 calls");
        assertThat(source.calls()).isEmpty();
        assertThat(Bench.run(1, source, Bench.good())
                        .approval(preflight -> preflight.calls() < 10)
                        .build()
                        .run()
                        .pairs())
                .hasSize(1);
    }
}
