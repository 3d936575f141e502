package dev.portolan.testkit.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.error.ErrorKind;
import dev.portolan.evidence.check.Answer;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.parity.CallOutcome;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.Side;
import dev.portolan.evidence.parity.Trial;
import dev.portolan.evidence.stats.Verdict;
import dev.portolan.simulator.Reply;
import dev.portolan.testkit.model.TestChatModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a run asks, and what it reports. */
class ParityRunTest {

    @Test
    void equalModelsPass() {
        TestChatModel source = Bench.good();
        TestChatModel target = Bench.good();

        ParityReport report = Bench.run(60, source, target).build().run();

        assertThat(report.verdict()).isEqualTo(Verdict.PASS);
        assertThat(report.facts().warnings()).isEmpty();
        assertThat(report.facts().mode()).isEqualTo("live");
        assertThat(report.facts().bundledChanges()).isEmpty();
        assertThat(source.calls()).hasSize(180);
        assertThat(target.calls()).hasSize(180);
        assertThat(report.pairs().stream().map(pair -> pair.example().id()).limit(3))
                .containsExactly("e0", "e1", "e2");
    }

    @Test
    void aWorseTargetFails() {
        ParityReport report = Bench.run(60, Bench.good(), Bench.bad()).build().run();

        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.regressed()).hasSize(60);
    }

    @Test
    void severalTargetsShareTheAnswersOfTheSource() {
        TestChatModel source = Bench.good();

        List<ParityReport> reports = Bench.run(60, source, Bench.good())
                .target(Subject.of("other", Bench.bad()))
                .repeats(1)
                .build()
                .runAll();

        assertThat(reports).extracting(ParityReport::verdict).containsExactly(Verdict.PASS, Verdict.FAIL);
        assertThat(reports).extracting(report -> report.facts().target().name()).containsExactly("new", "other");
        assertThat(source.calls()).hasSize(60);
    }

    @Test
    void aSingleReportIsOfASingleTarget() {
        ParityRun run = Bench.run(1, Bench.good(), Bench.good())
                .target(Subject.of("other", Bench.bad()))
                .build();

        assertThatThrownBy(run::run).isInstanceOf(IllegalStateException.class).hasMessageContaining("runAll");
    }

    @Test
    void theSeedDrawsWhoIsAskedFirst() {
        List<String> once = orderOfCalls(7);

        assertThat(orderOfCalls(7)).isEqualTo(once);
        assertThat(orderOfCalls(8)).isNotEqualTo(once);
        int sourceFirst = 0;
        for (int i = 0; i < once.size(); i += 2) {
            sourceFirst += once.get(i).startsWith("source") ? 1 : 0;
        }
        assertThat(sourceFirst).isBetween(70, 130);
        assertThat(once.get(0).split(" ", 2)[1]).isNotEqualTo("question 0?");
    }

    private static List<String> orderOfCalls(long seed) {
        List<String> calls = Collections.synchronizedList(new ArrayList<>());
        Bench.run(100, noting("source", calls), noting("target", calls))
                .concurrency(1)
                .repeats(2)
                .seed(seed)
                .build()
                .run();
        return calls;
    }

    private static TestChatModel noting(String name, List<String> calls) {
        return TestChatModel.of(prompt -> {
            calls.add(name + " " + prompt.userText());
            return Reply.text("good");
        });
    }

    @Test
    void aTargetIsHeldAgainstTheSourcesSameRepeatAndTheSourceAgainstItsNext() {
        ParityReport report = Bench.run(1, counting("s"), counting("t"))
                .checks(Check.of("reference", seen -> {
                    Answer reference = seen.reference();
                    return Score.of(true, seen.answer().text() + "-" + (reference == null ? "none" : reference.text()));
                }))
                .noiseFloor(true)
                .concurrency(1)
                .build()
                .run();

        PairResult pair = report.pairs().get(0);
        // The source answers in the order in which it was asked: control and source take turns as the seed says.
        List<String> source = texts(pair.source());
        assertThat(reasons(pair.source()))
                .containsExactly(
                        source.get(0) + "-" + source.get(1),
                        source.get(1) + "-" + source.get(2),
                        source.get(2) + "-" + source.get(0));
        assertThat(reasons(pair.target()))
                .containsExactly("t0-" + source.get(0), "t1-" + source.get(1), "t2-" + source.get(2));
        assertThat(texts(pair.control())).hasSize(3).doesNotContainAnyElementsOf(source);
        assertThat(report.noise().sourceAgainstItself()).isNotEmpty();
        assertThat(report.facts().source().calls()).isEqualTo(6);
    }

    private static TestChatModel counting(String name) {
        AtomicInteger calls = new AtomicInteger();
        return TestChatModel.of(prompt -> Reply.text(name + calls.getAndIncrement()));
    }

    private static List<String> texts(List<Trial> trials) {
        return trials.stream()
                .map(trial -> Objects.requireNonNull(trial.response()).text())
                .toList();
    }

    private static List<String> reasons(List<Trial> trials) {
        return trials.stream()
                .map(trial -> trial.scores().entries().get(1).score().reason())
                .toList();
    }

    @Test
    void withASingleRepeatTheSourceHasNoReferenceButItsControl() {
        Check check = Check.of("has-reference", seen -> Score.of(seen.reference() != null, "whether there is one"));

        assertThat(Bench.run(1, Bench.good(), Bench.good())
                        .checks(check)
                        .repeats(1)
                        .build()
                        .run()
                        .pairs()
                        .get(0)
                        .score(Side.SOURCE, "has-reference"))
                .isZero();
        assertThat(Bench.run(1, Bench.good(), Bench.good())
                        .checks(check)
                        .repeats(1)
                        .noiseFloor(true)
                        .build()
                        .run()
                        .pairs()
                        .get(0)
                        .score(Side.SOURCE, "has-reference"))
                .isOne();
    }

    @Test
    void timeTokensAndCostAreMeasured() {
        ParityReport report = Bench.run(3, Bench.good(), Bench.good())
                .prices(Bench.DEAR, Bench.DOLLARS)
                .repeats(1)
                .streaming(true)
                .build()
                .run();

        assertThat(report.pairs().get(0).target().get(0).figures())
                .containsKeys("latency", "first-token-latency", "input-tokens", "output-tokens", "cost");
        assertThat(report.facts().spent()).isPositive();
        assertThat(report.facts().currency()).isEqualTo("USD");
    }

    @Test
    void anUnknownPriceIsToldAndNeverZero() {
        ParityReport report = Bench.run(3, Bench.good(), Bench.good())
                .prices((provider, model) -> null, Bench.DOLLARS)
                .build()
                .run();

        assertThat(report.facts().spent()).isNull();
        assertThat(report.measure("cost")).isNull();
        assertThat(report.facts().warnings()).anyMatch(warning -> warning.contains("new costs is not known"));
    }

    @Test
    void aCallThatFailsOnTheWayHasNoScoreAndIsNotTriedAgain() {
        AtomicInteger calls = new AtomicInteger();
        TestChatModel target = TestChatModel.of(prompt -> {
            if (calls.getAndIncrement() % 20 == 19) {
                throw Bench.error(ErrorKind.UNAVAILABLE);
            }
            return Reply.text("good");
        });

        ParityReport report =
                Bench.run(60, Bench.good(), target).repeats(1).build().run();

        assertThat(calls).hasValue(60);
        assertThat(report.facts().target().failed()).isEqualTo(3);
        assertThat(report.pairs().stream()
                        .flatMap(pair -> pair.target().stream())
                        .filter(trial -> trial.outcome() == CallOutcome.FAILED))
                .hasSize(3)
                .allSatisfy(trial -> assertThat(trial.scores().entries()).isEmpty());
    }

    @Test
    void aRefusalOfTheVendorIsScoredAndARejectionIsAHardBreak() {
        TestChatModel target = TestChatModel.of(prompt -> {
            throw Bench.error(
                    prompt.userText().equals("question 0?") ? ErrorKind.CONTENT_FILTERED : ErrorKind.CONTEXT_LENGTH);
        });

        ParityReport report =
                Bench.run(2, Bench.good(), target).repeats(1).build().run();

        assertThat(report.pairs().get(0).target().get(0).outcome()).isEqualTo(CallOutcome.BLOCKED);
        assertThat(report.pairs().get(0).score(Side.TARGET, "good")).isZero();
        assertThat(report.pairs().get(1).hardBreak(Side.TARGET)).isTrue();
        assertThat(report.facts().target().rejected()).isEqualTo(1);
        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aCheckThatThrowsLeavesAMissingScore() {
        Check throwing = new Check() {
            @Override
            public String name() {
                return "throwing";
            }

            @Override
            public Score score(dev.portolan.evidence.check.Observation observation) {
                if (observation.answer().text().contains("question 0")) {
                    throw Bench.error(ErrorKind.UNAVAILABLE);
                }
                if (observation.answer().text().contains("question 1")) {
                    throw Bench.error(ErrorKind.CANCELLED);
                }
                throw new IllegalStateException("a mistake");
            }
        };

        ParityReport report = Bench.run(3, Bench.good(), Bench.good())
                .checks(throwing)
                .build()
                .run();

        assertThat(report.pairs())
                .extracting(pair ->
                        pair.source().get(0).scores().entries().get(1).score().reason())
                .containsExactly(
                        "the check's own call failed: unavailable",
                        "the check's own call was cancelled",
                        "the check threw java.lang.IllegalStateException");
        assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void aMistakeInAModelComesOutOfTheRun() {
        TestChatModel target = TestChatModel.of(prompt -> {
            throw new IllegalStateException("the test is wrong");
        });

        assertThatThrownBy(() -> Bench.run(5, Bench.good(), target).build().run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the test is wrong");
    }

    @Test
    void aModelThatFailsAtEverythingEndsTheRun() {
        TestChatModel target = TestChatModel.of(prompt -> {
            throw Bench.error(ErrorKind.AUTHENTICATION);
        });
        TestChatModel source = Bench.good();

        ParityReport report =
                Bench.run(500, source, target).concurrency(2).build().run();

        assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(report.facts().warnings().get(0))
                .startsWith("new failed at all of its first 10 calls, the last time with authentication: ");
        assertThat(source.calls()).hasSizeLessThan(40);
    }

    @Test
    void cancellingEndsTheRunWithWhatIsComplete() {
        AtomicInteger calls = new AtomicInteger();
        List<ParityRun> running = new ArrayList<>();
        TestChatModel target = TestChatModel.of(prompt -> {
            if (calls.incrementAndGet() == 30) {
                running.get(0).cancel();
            }
            return Reply.text("good");
        });
        running.add(
                Bench.run(100, Bench.good(), target).repeats(1).concurrency(1).build());

        ParityReport report = running.get(0).run();

        assertThat(report.pairs()).as("the thirtieth call was cancelled").hasSize(29);
        assertThat(report.facts().examples()).isEqualTo(100);
        assertThat(report.facts().warnings())
                .containsExactly(
                        "The run was cancelled: 29 of 100 examples were compared, a random sample of the dataset");
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void anInterruptEndsTheRunAndIsKept() {
        Thread runner = Thread.currentThread();
        AtomicInteger calls = new AtomicInteger();
        TestChatModel target = TestChatModel.of(prompt -> {
            if (calls.incrementAndGet() == 5) {
                runner.interrupt();
            }
            return Reply.text("good");
        });

        ParityReport report = Bench.run(20_000, Bench.good(), target)
                .repeats(1)
                .concurrency(1)
                .build()
                .run();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.facts().warnings().get(0)).startsWith("The run was interrupted: ");
    }

    @Test
    void reportsNameWhatDiffersBesidesTheModel() {
        ParityReport report = ParityRun.builder()
                .dataset(Bench.dataset(1))
                .source(Subject.of("present", Bench.good()).parameter("region", "eu"))
                .target(Subject.of("new", Bench.good())
                        .shaping(request -> request.toBuilder()
                                .temperature(0.0)
                                .system("Be brief.")
                                .build()))
                .checks(Bench.GOOD)
                .build()
                .run();

        assertThat(report.facts().bundledChanges()).containsExactlyInAnyOrder("prompt", "region", "temperature");
        assertThat(report.facts().target().parameters()).containsEntry("temperature", "0.0");
    }

    @Test
    void aJudgeOfTheFamilyOfASideIsAWarning() {
        ParityReport report = Bench.run(1, Bench.good(), Bench.good())
                .judges("test", "gpt-4o")
                .build()
                .run();

        assertThat(report.facts().judges()).containsExactly("test", "gpt-4o");
        assertThat(report.facts().warnings())
                .containsExactly(
                        "The judge test is of the family of present: judges tend to prefer their own",
                        "The judge test is of the family of new: judges tend to prefer their own");
    }
}
