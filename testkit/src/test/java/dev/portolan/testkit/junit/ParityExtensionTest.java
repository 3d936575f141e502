package dev.portolan.testkit.junit;

import static dev.portolan.testkit.assertj.PortolanAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.portolan.Portolan;
import dev.portolan.chat.ChatModel;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.TextChecks;
import dev.portolan.evidence.check.TextMatch;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityNotShown;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.simulator.Reply;
import dev.portolan.testkit.model.TestChatModel;
import dev.portolan.testkit.parity.ParityRun;
import dev.portolan.testkit.parity.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What a run looks like to who reads test results. */
class ParityExtensionTest {

    private static final String DATASET = "parity/questions.jsonl";

    @TempDir
    Path folder;

    private static ChatModel failing(String on) {
        return TestChatModel.of(prompt -> Reply.text(prompt.userText().matches(on) ? "no idea" : prompt.userText()));
    }

    private static Portolan models(ChatModel target) {
        return Portolan.builder()
                .isolated()
                .model("present", TestChatModel.echo())
                .model("new", target)
                .build();
    }

    static List<Check> questions() {
        return List.of(TextChecks.contains(TextMatch.EXACT, "question"));
    }

    /** Two that are alike. */
    static class Alike {
        static Portolan models() {
            return ParityExtensionTest.models(TestChatModel.echo());
        }

        static List<Check> checks() {
            return questions();
        }

        @ParityTest(dataset = DATASET, source = "present", target = "new", repeats = 1, portolan = "models")
        void perPair(PairResult pair, ParityReport report) {
            assertThat(pair).hasNotRegressed();
            assertThat(report).passes();
        }

        @ParityTest(dataset = DATASET, source = "present", target = "new", repeats = 1, portolan = "models")
        void asAWhole(ParityReport report) {
            assertThat(report).passes().hasNoHardBreaks();
        }
    }

    /** A target that answers every fourth question badly. */
    static class Worse {
        static Portolan models() {
            return ParityExtensionTest.models(failing("question .*[05]"));
        }

        static List<Check> checks() {
            return questions();
        }

        @ParityTest(dataset = DATASET, source = "present", target = "new", repeats = 1, portolan = "models")
        void perCase(ParityCase one) {
            assertThat(one.pair()).hasNotRegressed();
            assertThat(one.report().pairs()).contains(one.pair());
            assertThat(one.example().id()).startsWith("q-");
        }
    }

    /** A target that answers one question badly, which 60 examples do not settle. */
    static class Unsettled {
        static Portolan models() {
            return ParityExtensionTest.models(failing("question 7"));
        }

        static List<Check> checks() {
            return questions();
        }

        @ParityTest(dataset = DATASET, source = "present", target = "new", repeats = 1, portolan = "models")
        void asAWhole(ParityReport report) {
            assertThat(report.regressed()).hasSize(1);
        }
    }

    /** The same, strictly. */
    @ParityGate(strict = true)
    static class Strict extends Unsettled {
        static Portolan models() {
            return Unsettled.models();
        }

        static List<Check> checks() {
            return questions();
        }

        @ParityTest(dataset = DATASET, source = "present", target = "new", repeats = 1, portolan = "models")
        void strictly(ParityReport report) {
            assertThat(report.regressed()).hasSize(1);
        }
    }

    /** The same with another margin. */
    @ParityGate(margin = 0.2, metrics = @ParityGate.Metric(name = "contains", margin = 0.1), hardBreaksAllowed = 1)
    static class Generous {
        static Portolan models() {
            return Unsettled.models();
        }

        static List<Check> checks() {
            return questions();
        }

        @ParityTest(dataset = DATASET, source = "present", target = "new", repeats = 1, portolan = "models")
        void asAWhole(ParityReport report) {
            assertThat(report).passes();
        }
    }

    /** Models of the configuration, whose key is not set. */
    static class WithoutKey {
        static List<Check> checks() {
            return questions();
        }

        @ParityTest(dataset = DATASET, source = "present", target = "new", repeats = 1, profile = "parity-keyless")
        void asAWhole(ParityReport report) {
            assertThat(report).passes();
        }
    }

    /** A method of checks that is not there. */
    static class WithoutChecks {
        static final AtomicInteger ASKED = new AtomicInteger();

        static Portolan models() {
            return ParityExtensionTest.models(TestChatModel.of(prompt -> {
                ASKED.incrementAndGet();
                return Reply.text("x");
            }));
        }

        @ParityTest(dataset = DATASET, source = "present", target = "new", repeats = 1, portolan = "models")
        void asAWhole(ParityReport report) {
            assertThat(report).passes();
        }
    }

    @Test
    void theVerdictAndEachExampleAreTests() {
        Map<String, TestExecutionResult> results = run(Alike.class, Map.of("portolan.parity.mode", "live"));
        assertThat(results).hasSize(60 + 1 + 1 + 1);
        assertThat(results.values())
                .extracting(TestExecutionResult::getStatus)
                .containsOnly(TestExecutionResult.Status.SUCCESSFUL);
        assertThat(results.keySet()).contains("perPair: verdict: PASS", "perPair: q-00", "asAWhole: report");
        assertThat(folder.resolve("Alike.perPair").resolve("parity.html")).exists();
        assertThat(folder.resolve("Alike.perPair").resolve("parity.json")).exists();
    }

    @Test
    void resultsAreTheSameWhenTestsRunInParallel() {
        Map<String, TestExecutionResult> results = run(
                Worse.class,
                Map.of(
                        "portolan.parity.mode", "live",
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.mode.default", "concurrent"));
        assertThat(results).hasSize(61);
        assertThat(status(results, "perCase: verdict: FAIL")).isEqualTo(TestExecutionResult.Status.FAILED);
        assertThat(results.values().stream()
                        .filter(one -> one.getStatus() == TestExecutionResult.Status.FAILED)
                        .count())
                .isEqualTo(13);
        assertThat(message(results, "perCase: q-05")).startsWith("q-05: ");
        assertThat(status(results, "perCase: q-06")).isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
    }

    @Test
    void whatIsNotSettledIsSkippedAndFailsWhenItMustNotBe() {
        Map<String, TestExecutionResult> results = run(Unsettled.class, Map.of("portolan.parity.mode", "live"));
        assertThat(status(results, "asAWhole: verdict: INCONCLUSIVE")).isEqualTo(TestExecutionResult.Status.ABORTED);
        assertThat(message(results, "asAWhole: verdict: INCONCLUSIVE")).contains("more examples would settle it");
        assertThat(status(results, "asAWhole: report")).isEqualTo(TestExecutionResult.Status.SUCCESSFUL);

        assertThat(status(run(Strict.class, Map.of("portolan.parity.mode", "live")), "strictly: verdict: INCONCLUSIVE"))
                .isEqualTo(TestExecutionResult.Status.FAILED);
        assertThat(status(
                        run(Unsettled.class, Map.of("portolan.parity.mode", "live", "portolan.parity.strict", "true")),
                        "asAWhole: verdict: INCONCLUSIVE"))
                .isEqualTo(TestExecutionResult.Status.FAILED);
    }

    @Test
    void theGateOfTheClassDecides() {
        assertThat(status(run(Generous.class, Map.of("portolan.parity.mode", "live")), "asAWhole: verdict: PASS"))
                .isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
    }

    @Test
    void withoutAKeyNothingIsGreen() {
        Map<String, TestExecutionResult> results = run(WithoutKey.class, Map.of("portolan.parity.mode", "live"));
        assertThat(results).hasSize(1);
        assertThat(status(results, "asAWhole: verdict: not compared")).isEqualTo(TestExecutionResult.Status.ABORTED);
        assertThat(message(results, "asAWhole: verdict: not compared"))
                .contains("PORTOLAN_TEST_KEY_THAT_NOBODY_SETS is not set");
    }

    @Test
    void aMissInReplayIsAnError() {
        assertThat(containerFailure(WithoutKey.class, Map.of("portolan.parity.mode", "replay")))
                .contains("WithoutKey.asAWhole.jsonl");
    }

    @Test
    void aMissingMethodIsNamedBeforeAnythingIsAsked() {
        assertThat(containerFailure(WithoutChecks.class, Map.of("portolan.parity.mode", "live")))
                .contains("WithoutChecks.checks()", "there is no such method");
        assertThat(WithoutChecks.ASKED).hasValue(0);
    }

    @Test
    void aSampleAsksFewer() {
        Map<String, TestExecutionResult> results =
                run(Alike.class, Map.of("portolan.parity.mode", "live", "portolan.parity.sample", "12"));
        assertThat(results.keySet().stream().filter(name -> name.startsWith("perPair: q-")))
                .hasSize(12);
        assertThat(results).containsKey("perPair: verdict: INCONCLUSIVE");
    }

    /** Recorded by the first who asks, who counts. */
    static class Recorded {
        static final AtomicInteger ASKED = new AtomicInteger();

        static Portolan models() {
            return ParityExtensionTest.models(TestChatModel.of(prompt -> {
                ASKED.incrementAndGet();
                return Reply.text(prompt.userText());
            }));
        }

        static List<Check> checks() {
            return questions();
        }

        @ParityTest(
                dataset = DATASET,
                source = "present",
                target = "new",
                repeats = 1,
                portolan = "models",
                recordings = "target/parity-extension-test.jsonl")
        void asAWhole(ParityReport report) {
            assertThat(report).passes();
        }
    }

    @Test
    void whatWasRecordedIsReplayedAndNotAskedAgain() throws IOException {
        Files.deleteIfExists(Path.of("target", "parity-extension-test.jsonl"));
        assertThat(status(run(Recorded.class, Map.of("portolan.parity.mode", "record")), "asAWhole: verdict: PASS"))
                .isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
        assertThat(Recorded.ASKED).hasValue(60);
        for (String mode : List.of("replay", "auto")) {
            assertThat(status(run(Recorded.class, Map.of("portolan.parity.mode", mode)), "asAWhole: verdict: PASS"))
                    .isEqualTo(TestExecutionResult.Status.SUCCESSFUL);
            assertThat(Recorded.ASKED).hasValue(60);
        }
    }

    @Test
    void aReportMadeInCodeIsTestsToo() {
        ParityReport report = ParityRun.builder()
                .dataset(Dataset.resource(DATASET))
                .source(Subject.of("present", TestChatModel.echo()))
                .target(Subject.of("new", failing("question .*[05]")))
                .checks(questions())
                .repeats(1)
                .build()
                .run();
        List<DynamicNode> tests = ParityTests.dynamic(
                        report, pair -> assertThat(pair).hasNotRegressed())
                .toList();
        assertThat(tests).extracting(DynamicNode::getDisplayName).containsExactly("verdict: FAIL", "even", "odd");
        DynamicTest verdict = (DynamicTest) tests.get(0);
        assertThatThrownBy(() -> verdict.getExecutable().execute()).isInstanceOf(ParityNotShown.class);
    }

    private static TestExecutionResult.Status status(Map<String, TestExecutionResult> results, String name) {
        assertThat(results).containsKey(name);
        return results.get(name).getStatus();
    }

    private static String message(Map<String, TestExecutionResult> results, String name) {
        return results.get(name).getThrowable().map(Throwable::getMessage).orElse("");
    }

    private Map<String, TestExecutionResult> run(Class<?> type, Map<String, String> parameters) {
        Map<String, TestExecutionResult> results = new LinkedHashMap<>();
        execute(type, parameters, (test, result) -> {
            if (test.isTest()) {
                synchronized (results) {
                    results.put(
                            test.getUniqueIdObject()
                                            .getSegments()
                                            .get(2)
                                            .getValue()
                                            .replaceAll("\\(.*", "") + ": " + test.getDisplayName(),
                            result);
                }
            }
        });
        return results;
    }

    private String containerFailure(Class<?> type, Map<String, String> parameters) {
        List<String> failures = new ArrayList<>();
        execute(
                type,
                parameters,
                (test, result) ->
                        result.getThrowable().ifPresent(error -> failures.add(error + " " + error.getCause())));
        return String.join("\n", failures);
    }

    private interface Finished {
        void test(TestIdentifier test, TestExecutionResult result);
    }

    private void execute(Class<?> type, Map<String, String> parameters, Finished finished) {
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(type))
                                .configurationParameters(parameters)
                                .configurationParameter("portolan.parity.output", folder.toString())
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                finished.test(test, result);
                            }
                        });
    }
}
