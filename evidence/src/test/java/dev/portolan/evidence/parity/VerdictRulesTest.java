package dev.portolan.evidence.parity;

import static dev.portolan.evidence.parity.Pairs.card;
import static dev.portolan.evidence.parity.Pairs.counts;
import static dev.portolan.evidence.parity.Pairs.example;
import static dev.portolan.evidence.parity.Pairs.failed;
import static dev.portolan.evidence.parity.Pairs.of;
import static dev.portolan.evidence.parity.Pairs.pair;
import static dev.portolan.evidence.parity.Pairs.report;
import static dev.portolan.evidence.parity.Pairs.scored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.check.ScoreCard;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.stats.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VerdictRulesTest {

    @Test
    void fiftyTwoExamplesThatAgreeShowFivePoints() {
        assertThat(report(counts("label", 52, 0, 0, 0), Gate.DEFAULT).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void fiftyExamplesThatAgreeDoNotAndTheReportSaysHowManyMoreWould() {
        ParityReport report = report(counts("label", 50, 0, 0, 0), Gate.DEFAULT);
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.conclusion().moreExamples()).hasValue(2);
        assertThat(report.conclusion().change()).startsWith("About 2 more examples");
    }

    @Test
    void repeatsThatAllAgreeDoNotMakeAFewExamplesEnough() {
        List<PairResult> few = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            few.add(pair(example(i), "label", new double[] {1, 1, 1}, new double[] {1, 1, 1}));
        }
        ParityReport report = report(few, Gate.DEFAULT);
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.conclusion().moreExamples()).hasValue(42);
    }

    @Test
    void manyTurnsOfFewConversationsAreFewExamples() {
        List<PairResult> turns = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Example turn = example(i).toBuilder().cluster("talk " + i % 5).build();
            turns.add(pair(turn, "label", new double[] {1}, new double[] {1}));
        }
        ParityReport report = report(turns, Gate.DEFAULT);
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.metric("label").clusters()).isEqualTo(5);
    }

    @Test
    void aClearLossFailsAndNamesItsExamples() {
        ParityReport report = report(counts("label", 170, 30, 0, 0), Gate.DEFAULT);
        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.conclusion().reasons()).singleElement().asString().startsWith("label: 1.000 -> 0.850, worse");
        assertThat(report.regressed()).hasSize(30);
        assertThat(report.regressionRate()).isEqualTo(0.15);
        assertThatThrownBy(report::orThrow)
                .isInstanceOf(ParityNotShown.class)
                .hasMessageContaining("FAIL")
                .hasMessageContaining("ex-170")
                .hasMessageContaining("and 20 more");
    }

    @Test
    void anInformationalMetricDecidesNothing() {
        List<PairResult> pairs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            pairs.add(new PairResult(
                    example(i), List.of(scored(0, two(1, 1))), List.of(scored(0, two(1, 0))), List.of()));
        }
        assertThat(report(pairs, Gate.DEFAULT).verdict()).isEqualTo(Verdict.FAIL);
        ParityReport informed =
                report(pairs, Gate.builder().informational("tone").build());
        assertThat(informed.verdict()).isEqualTo(Verdict.PASS);
        assertThat(informed.metric("tone").verdict()).isEqualTo(Verdict.FAIL);
        assertThat(informed.orThrow()).isSameAs(informed);
    }

    private static ScoreCard two(double label, double tone) {
        return new ScoreCard(
                List.of(new ScoreCard.Entry("label", 1, of(label)), new ScoreCard.Entry("tone", 1, of(tone))));
    }

    @Test
    void withoutAGuardNothingIsShown() {
        ParityReport report = report(
                counts("label", 60, 0, 0, 0),
                Gate.builder().informational("label").build());
        assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(report(List.of(), Gate.DEFAULT).verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void oneHardBreakThatTheSourceHasNotFailsUnlessItIsAllowed() {
        List<PairResult> pairs = new ArrayList<>(counts("json", 199, 0, 0, 0));
        PairResult broken = new PairResult(
                example(500),
                List.of(scored(0, card("json", of(1)))),
                List.of(scored(0, card("json", Score.hardBreak("no JSON")))),
                List.of());
        pairs.add(broken);
        ParityReport report = report(pairs, Gate.DEFAULT);
        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.conclusion().reasons().get(0)).contains("hard breaks on 1 examples");
        assertThat(report.metric("json").newHardBreaks()).isEqualTo(1);
        assertThat(report(pairs, Gate.builder().hardBreaksAllowed(1).build()).verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void aHardBreakOfBothSidesIsNoRegression() {
        List<PairResult> pairs = new ArrayList<>(counts("json", 199, 0, 0, 0));
        List<Trial> broken = List.of(scored(0, card("json", Score.hardBreak("no JSON"))));
        pairs.add(new PairResult(example(500), broken, broken, List.of()));
        assertThat(report(pairs, Gate.DEFAULT).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void aRequestThatTheTargetCannotTakeIsAHardBreakOfIt() {
        List<PairResult> pairs = new ArrayList<>(counts("label", 199, 0, 0, 0));
        pairs.add(new PairResult(
                example(500),
                Pairs.trials("label", 1),
                List.of(failed(0, CallOutcome.REJECTED, ErrorKind.CONTEXT_LENGTH)),
                List.of()));
        assertThat(report(pairs, Gate.DEFAULT).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void failuresOnTheWayAreNoScoresAndTooManyMakeTheRunInvalid() {
        List<PairResult> pairs = new ArrayList<>(counts("label", 100, 0, 0, 0));
        for (int i = 0; i < 5; i++) {
            pairs.add(new PairResult(
                    example(500 + i),
                    Pairs.trials("label", 1),
                    List.of(failed(0, CallOutcome.FAILED, ErrorKind.UNAVAILABLE)),
                    List.of()));
        }
        ParityReport few = report(pairs, Gate.DEFAULT);
        assertThat(few.verdict()).isEqualTo(Verdict.PASS);
        assertThat(few.metric("label").examples()).isEqualTo(100);

        pairs.add(new PairResult(
                example(600),
                Pairs.trials("label", 1),
                List.of(failed(0, CallOutcome.FAILED, ErrorKind.UNAVAILABLE)),
                List.of()));
        ParityReport many = report(pairs, Gate.DEFAULT);
        assertThat(many.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(many.conclusion().reasons()).singleElement().asString().contains("6 of 106 calls of new failed");
    }

    @Test
    void tooManyScoresThatAJudgeDidNotGiveMakeTheRunInvalid() {
        List<PairResult> pairs = new ArrayList<>(counts("judge", 90, 0, 0, 0));
        for (int i = 0; i < 10; i++) {
            pairs.add(new PairResult(
                    example(500 + i),
                    Pairs.trials("judge", 1),
                    List.of(scored(0, card("judge", Score.missing("the judge failed")))),
                    List.of()));
        }
        ParityReport report = report(pairs, Gate.DEFAULT);
        assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(report.metric("judge").missing()).isEqualTo(0.1);
        assertThat(report(pairs, Gate.builder().maxFailed(0.2).build()).verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void aJudgeThatGaveNoScoreAtAllMakesTheRunInvalid() {
        List<PairResult> pairs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            ScoreCard lost = card("judge", Score.missing("the judge failed"));
            pairs.add(new PairResult(example(i), List.of(scored(0, lost)), List.of(scored(0, lost)), List.of()));
        }
        ParityReport report = report(pairs, Gate.DEFAULT);
        assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(report.conclusion().reasons())
                .singleElement()
                .asString()
                .contains("100.0 % of its scores are missing");
    }

    @Test
    void aCheckThatConcernsNoExampleLeavesTheRunOpen() {
        List<PairResult> pairs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            ScoreCard none = card("citations", Score.notApplicable("no sources"));
            pairs.add(new PairResult(example(i), List.of(scored(0, none)), List.of(scored(0, none)), List.of()));
        }
        ParityReport report = report(pairs, Gate.DEFAULT);
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.metric("citations").finding()).isNull();
        assertThat(report.conclusion().moreExamples()).isEmpty();
    }

    @Test
    void scoresHaveARelativeMarginAndPassRatesPoints() {
        List<PairResult> pairs = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 200; i++) {
            double before = 0.5 + 0.01 * random.nextInt(3);
            pairs.add(pair(example(i), "similarity", new double[] {before}, new double[] {0.97 * before}));
        }
        MetricResult metric = report(pairs, Gate.DEFAULT).metric("similarity");
        assertThat(metric.scale()).isEqualTo(Scale.SCORE);
        assertThat(metric.verdict()).isEqualTo(Verdict.PASS);
        assertThat(report(pairs, Gate.builder().margin("similarity", 0.02).build())
                        .metric("similarity")
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void amongManyGuardsOneFailureMustBeMoreCertain() {
        // Eight losses and no win: p = 1/256 alone, over 1 % among three.
        List<PairResult> pairs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            double lost = i < 8 ? 0 : 1;
            List<ScoreCard.Entry> before = new ArrayList<>();
            List<ScoreCard.Entry> after = new ArrayList<>();
            for (String metric : List.of("a", "b", "c")) {
                before.add(new ScoreCard.Entry(metric, 1, of(1)));
                after.add(new ScoreCard.Entry(metric, 1, of(metric.equals("a") ? lost : 1)));
            }
            pairs.add(new PairResult(
                    example(i),
                    List.of(scored(0, new ScoreCard(before))),
                    List.of(scored(0, new ScoreCard(after))),
                    List.of()));
        }
        ParityReport report = report(pairs, Gate.DEFAULT);
        assertThat(report.metric("a").adjustedP()).isEqualTo(3.0 / 256);
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report(pairs, Gate.builder().informational("b", "c").build()).verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void equalModelsHardlyEverFail() {
        int failed = 0;
        int passed = 0;
        int runs = 100;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(run);
            List<PairResult> pairs = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                double chance = random.nextInt(10) == 0 ? 0.5 : 0.97;
                pairs.add(pair(example(i), "label", draws(random, chance), draws(random, chance)));
            }
            Verdict verdict = report(
                            pairs,
                            Gate.builder()
                                    .bootstrap(new dev.portolan.evidence.stats.Bootstrap(200, run))
                                    .build())
                    .verdict();
            failed += verdict == Verdict.FAIL ? 1 : 0;
            passed += verdict == Verdict.PASS ? 1 : 0;
        }
        assertThat(failed).isLessThanOrEqualTo(runs / 100);
        assertThat(passed).isGreaterThan(runs / 2);
    }

    private static double[] draws(SplittableRandom random, double chance) {
        double[] draws = new double[3];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = random.nextDouble() < chance ? 1 : 0;
        }
        return draws;
    }
}
