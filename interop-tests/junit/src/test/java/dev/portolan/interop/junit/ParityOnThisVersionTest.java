package dev.portolan.interop.junit;

import static dev.portolan.testkit.assertj.PortolanAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.portolan.Portolan;
import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.check.TextChecks;
import dev.portolan.evidence.check.TextMatch;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.testkit.junit.ParityGate;
import dev.portolan.testkit.junit.ParityTest;
import dev.portolan.testkit.model.TestChatModel;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The extension was compiled against JUnit 5.12 and runs on the version of this module. */
class ParityOnThisVersionTest {

    private static final String QUESTIONS = "questions.csv";

    /** What a user writes. */
    @ParityGate(margin = 0.05)
    static class Users {
        static final AtomicInteger LOADED = new AtomicInteger();
        static final List<String> SEEN = Collections.synchronizedList(new java.util.ArrayList<>());

        static Portolan models() {
            LOADED.incrementAndGet();
            return Portolan.builder()
                    .isolated()
                    .model("present", TestChatModel.echo())
                    .model("new", TestChatModel.echo())
                    .build();
        }

        static List<Check> checks() {
            return List.of(TextChecks.contains(TextMatch.EXACT, "question"));
        }

        @ParityTest(dataset = QUESTIONS, source = "present", target = "new", repeats = 1, portolan = "models")
        void staysItself(PairResult pair, ParityReport report) {
            SEEN.add(pair.example().id());
            assertThat(pair).hasNotRegressed();
            assertThat(report).isAtLeastAsGoodAs("present").on("contains");
        }
    }

    @Test
    void thisIsTheVersionOfTheModule() {
        assertThat(String.valueOf(TestTemplate.class.getPackage().getImplementationVersion()))
                .startsWith(System.getProperty("portolan.test.junit"));
    }

    @Test
    void parityTestsRunHereInParallel() {
        Map<String, Status> results = new ConcurrentHashMap<>();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(Users.class))
                                .configurationParameter("portolan.parity.mode", "live")
                                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                if (test.isTest()) {
                                    results.put(test.getDisplayName(), result.getStatus());
                                }
                            }
                        });
        assertThat(results).hasSize(61).containsEntry("verdict: PASS", Status.SUCCESSFUL);
        assertThat(results.values()).containsOnly(Status.SUCCESSFUL);
        assertThat(Users.SEEN).hasSize(60).doesNotHaveDuplicates();
        assertThat(Users.LOADED).hasValue(1);
    }
}
