package dev.portolan.evidence.parity;

import static dev.portolan.evidence.parity.Pairs.counts;
import static dev.portolan.evidence.parity.Pairs.example;
import static dev.portolan.evidence.parity.Pairs.pair;
import static dev.portolan.evidence.parity.Pairs.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.stats.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ParityReportTest {

    @Test
    void slicesHaveFiguresOfTheirOwnAndSmallOnesAreMarked() {
        List<PairResult> pairs = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            boolean german = i % 4 == 0;
            pairs.add(pair(example(i, german ? "de" : "en"), "label", new double[] {1}, new double[] {german ? 0 : 1}));
        }
        ParityReport report = report(pairs, Gate.DEFAULT);
        assertThat(report.slices()).extracting(SliceResult::tag).containsExactly("de", "en");
        SliceResult german = report.slices().get(0);
        assertThat(german.tooSmall()).isTrue();
        assertThat(german.result().target()).isZero();
        SliceResult english = report.slices().get(1);
        assertThat(english.tooSmall()).isFalse();
        assertThat(english.result().verdict()).isEqualTo(Verdict.PASS);
        assertThat(english.result().cells()).isNotNull();
    }

    @Test
    void theNoiseFloorComesFromFurtherCallsOfTheSource() {
        List<PairResult> pairs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            pairs.add(new PairResult(
                    example(i),
                    Pairs.trials("label", 1, i < 6 ? 0 : 1),
                    Pairs.trials("label", 1, 1),
                    Pairs.trials("label", 1, i < 3 ? 0 : 1)));
        }
        NoiseResult noise = report(pairs, Gate.DEFAULT).noise();
        assertThat(noise.sourceAgainstItself()).singleElement().satisfies(metric -> {
            assertThat(metric.source()).isEqualTo(0.95, within(1e-9));
            assertThat(metric.target()).isEqualTo(0.975, within(1e-9));
        });
        assertThat(noise.sourceUnstable()).containsExactly(Map.entry("label", 0.1));
        assertThat(noise.targetUnstable()).containsExactly(Map.entry("label", 0.0));
    }

    @Test
    void measuresComparePairsAndSayWhatIsUnknown() {
        List<PairResult> pairs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            pairs.add(Pairs.figures(i, 1.0 + i % 5, 2.0 + 2 * (i % 5), "latency"));
        }
        pairs.add(Pairs.figures(90, null, 100.0, "latency"));
        ParityReport report = report(pairs, Gate.DEFAULT);
        MeasureResult latency = Objects.requireNonNull(report.measure("latency"));
        assertThat(latency.unit()).isEqualTo("s");
        assertThat(latency.ratio()).isEqualTo(2);
        assertThat(latency.medianRatio()).isEqualTo(2);
        assertThat(Objects.requireNonNull(latency.ratioInterval()).contains(2)).isTrue();
        MeasureResult.Figures source = Objects.requireNonNull(latency.figures(Side.SOURCE));
        assertThat(source.samples()).isEqualTo(40);
        assertThat(source.unknown()).isEqualTo(1);
        assertThat(source.mean()).isEqualTo(3);
        assertThat(source.quantiles().get(0).value()).isEqualTo(3);
        assertThat(source.quantiles().get(2).known()).isFalse();
        assertThat(report.measure("cost")).isNull();
    }

    @Test
    void aServiceLevelIsProvenBrokenOrOpen() {
        List<PairResult> pairs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            pairs.add(Pairs.figures(i, 1.0, 1 + i / 100.0, "latency"));
        }
        // 1.00 to 2.99 s; the 95th percentile is 2.89, its 90 % interval about 2.84 to 2.95.
        assertThat(verdict(pairs, Objective.latency(0.95, Duration.ofSeconds(3))))
                .isEqualTo(Verdict.PASS);
        assertThat(verdict(pairs, Objective.latency(0.95, Duration.ofMillis(2_900))))
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict(pairs, Objective.latency(0.95, Duration.ofSeconds(2))))
                .isEqualTo(Verdict.FAIL);
        assertThat(verdict(pairs.subList(0, 30), Objective.latency(0.95, Duration.ofSeconds(60))))
                .as("30 calls say nothing of a 95th percentile")
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict(pairs, Objective.firstTokenLatency(0.5, Duration.ofSeconds(1))))
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void savingsBelowAndAboveTheExpectedRangeAreOutside() {
        List<PairResult> pairs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            pairs.add(Pairs.figures(i, 0.10, 0.06, "cost"));
        }
        assertThat(verdict(pairs, Objective.savings(0.3, 0.5))).isEqualTo(Verdict.PASS);
        assertThat(verdict(pairs, Objective.savings(0.5, 0.9))).isEqualTo(Verdict.FAIL);
        assertThat(verdict(pairs, Objective.savings(0.1, 0.3))).isEqualTo(Verdict.FAIL);
        assertThat(verdict(pairs, Objective.costPerRequest(new BigDecimal("0.07"))))
                .isEqualTo(Verdict.PASS);
        assertThat(verdict(pairs, Objective.costPerRequest(new BigDecimal("0.05"))))
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void aMonthIsProjectedFromWhatIsKnown() {
        List<PairResult> pairs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            pairs.add(Pairs.figures(i, 0.010, i == 0 ? null : 0.004, "cost"));
        }
        ParityReport report = report(pairs, Gate.DEFAULT);
        assertThat(Objects.requireNonNull(
                                report.monthlyCost(Side.SOURCE, 50_000).amount())
                        .amount())
                .isEqualByComparingTo("500");
        assertThat(report.monthlyCost(Side.TARGET, 50_000).amount()).isNull();
        assertThat(report.monthlyCost(Side.TARGET, 50_000).coverage()).isEqualTo(0.9);
        assertThat(report.monthlyCost(Side.TARGET, 50_000).atLeast().amount()).isEqualByComparingTo("180");
    }

    @Test
    void aFloorIsHeldAgainstTheTargetAlone() {
        List<PairResult> pairs = counts("label", 190, 5, 5, 0);
        assertThat(verdict(pairs, Objective.atLeast("label", 0.9))).isEqualTo(Verdict.PASS);
        assertThat(verdict(pairs, Objective.atLeast("label", 0.97))).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict(pairs, Objective.atLeast("label", 0.999))).isEqualTo(Verdict.FAIL);
        assertThat(verdict(counts("label", 5, 0, 0, 0), Objective.atLeast("label", 0.9)))
                .as("five of five show no 90 %")
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    private static Verdict verdict(List<PairResult> pairs, Objective objective) {
        return report(pairs, Gate.builder().objective(objective).build())
                .objectives()
                .get(0)
                .verdict();
    }

    @Test
    void aBrokenObjectiveFailsTheRun() {
        List<PairResult> pairs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            pairs.add(Pairs.figures(i, 1.0, 5.0, "latency"));
        }
        ParityReport report = report(
                pairs,
                Gate.builder()
                        .objective(Objective.latency(0.5, Duration.ofSeconds(2)))
                        .build());
        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.conclusion().reasons().get(0)).contains("p50 of latency at most 2: broken at 5");
    }

    @Test
    void reviewsAreJoinedToMetrics() {
        List<PairResult> pairs = counts("label", 50, 6, 4, 0);
        List<ReviewDecision> decisions = new ArrayList<>();
        for (int i = 50; i < 60; i++) {
            decisions.add(
                    decision("ex-" + i, i < 56 ? ReviewDecision.Choice.SOURCE : ReviewDecision.Choice.TARGET, "kim"));
        }
        decisions.add(decision("unknown", ReviewDecision.Choice.SAME, "kim"));
        ReviewResult reviews = ParityReport.evaluate(Pairs.facts(60), pairs, Gate.DEFAULT, decisions)
                .reviews();
        assertThat(reviews.decisions()).hasSize(10);
        assertThat(reviews.count(ReviewDecision.Choice.SOURCE)).isEqualTo(6);
        assertThat(reviews.agreement().get("label")).isEqualTo(1, within(1e-9));
        assertThat(reviews.reviewersAgreement()).isNaN();
    }

    private static ReviewDecision decision(String id, ReviewDecision.Choice choice, String reviewer) {
        return new ReviewDecision(id, choice, reviewer, Instant.EPOCH, null);
    }

    @Test
    void improvementsAreRegressionsOfTheSource() {
        PairResult pair = pair(example(1), "label", new double[] {0, 1}, new double[] {1, 1});
        assertThat(pair.improvements()).containsExactly("label");
        assertThat(pair.regressions()).isEmpty();
        assertThat(pair.regressed("label")).isFalse();
    }

    @Test
    void whatElseChangedBesidesTheModelIsNamed() {
        SideFacts other = new SideFacts(
                "new", "test", "m", new TreeSet<>(List.of()), "def", Map.of("temperature", "0.2"), 0, 0, 0, 0);
        RunFacts facts = Pairs.facts(1);
        RunFacts bundled = new RunFacts(
                facts.dataset(),
                facts.datasetHash(),
                1,
                1,
                1,
                "live",
                "1",
                facts.started(),
                facts.ended(),
                facts.source(),
                other,
                List.of(),
                "USD",
                null,
                false,
                List.of());
        assertThat(bundled.bundledChanges()).containsExactly("prompt", "temperature");
        assertThat(facts.bundledChanges()).isEmpty();
    }

    @Test
    void outcomesTellWhatSpeaksAgainstAModel() {
        assertThat(outcome(ErrorKind.CONTENT_FILTERED)).isEqualTo(CallOutcome.BLOCKED);
        assertThat(outcome(ErrorKind.CONTEXT_LENGTH)).isEqualTo(CallOutcome.REJECTED);
        assertThat(outcome(ErrorKind.UNSUPPORTED_FEATURE)).isEqualTo(CallOutcome.REJECTED);
        assertThat(outcome(ErrorKind.INVALID_REQUEST)).isEqualTo(CallOutcome.REJECTED);
        assertThat(outcome(ErrorKind.RATE_LIMITED)).isEqualTo(CallOutcome.FAILED);
        assertThat(outcome(ErrorKind.AUTHENTICATION)).isEqualTo(CallOutcome.FAILED);
    }

    private static CallOutcome outcome(ErrorKind kind) {
        return CallOutcome.of(LlmException.of(kind, ErrorDetails.builder("busy").build(), null));
    }

    @Test
    void nothingThatWasAskedOrAnsweredIsInToString() {
        PairResult pair = pair(example(1), "label", new double[] {1}, new double[] {0});
        ParityReport report = report(List.of(pair), Gate.DEFAULT);
        assertThat(pair + " " + report + " " + pair.source().get(0))
                .doesNotContain("question", "answer")
                .contains("ex-1");
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThatThrownBy(() -> Gate.builder().margin("label", 5)).hasMessageContaining("margin of label");
        assertThatThrownBy(() -> Gate.builder().hardBreaksAllowed(-1)).hasMessageContaining("hardBreaksAllowed");
        assertThatThrownBy(() -> Gate.builder().sliceMinimum(0)).hasMessageContaining("sliceMinimum");
        assertThatThrownBy(() -> Objective.atLeast("label", 90)).hasMessageContaining("floor");
        assertThatThrownBy(() -> Objective.savings(0.5, 0.1)).hasMessageContaining("lower limit");
        assertThatThrownBy(() -> Objective.latency(95, Duration.ofSeconds(1))).hasMessageContaining("quantile");
        assertThatThrownBy(
                        () -> report(counts("label", 1, 0, 0, 0), Gate.DEFAULT).metric("lable"))
                .hasMessageContaining("there is no lable, only label");
    }

    @Test
    void aGateKeepsWhatItWasBuiltWith() {
        Gate gate = Gate.builder()
                .margin(0.1)
                .margin("label", 0.02)
                .informational("tone")
                .objective(Objective.atLeast("label", 0.9))
                .hardBreaksAllowed(2)
                .maxFailed(0.01)
                .sliceMinimum(30)
                .build()
                .toBuilder()
                .build();
        assertThat(gate.margin("label")).isEqualTo(0.02);
        assertThat(gate.margin("other")).isEqualTo(0.1);
        assertThat(gate.role("tone")).isEqualTo(Role.INFORMATION);
        assertThat(gate.named()).containsExactly("label", "tone");
        assertThat(gate.objectives()).hasSize(1);
        assertThat(gate.hardBreaksAllowed()).isEqualTo(2);
        assertThat(gate.maxFailed()).isEqualTo(0.01);
        assertThat(gate.sliceMinimum()).isEqualTo(30);
    }
}
