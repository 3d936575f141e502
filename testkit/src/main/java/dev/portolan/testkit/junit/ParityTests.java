package dev.portolan.testkit.junit;

import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * A report that was made in code as dynamic tests.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicNode> parity() {
 *     return ParityTests.dynamic(run.run(), pair -> assertThat(pair).hasNoNewHardBreak());
 * }
 * }</pre>
 */
public final class ParityTests {

    private ParityTests() {}

    /**
     * The verdict as a test, and one test for each example, grouped by the example's first tag. On INCONCLUSIVE the verdict is skipped.
     *
     * @param report the report
     * @param perExample what is asserted of each example
     * @return the tests
     */
    public static Stream<DynamicNode> dynamic(ParityReport report, Consumer<? super PairResult> perExample) {
        ParityOutcome outcome = new ParityOutcome(report, null, false);
        Map<String, List<DynamicNode>> slices = new LinkedHashMap<>();
        for (PairResult pair : report.pairs()) {
            String slice = pair.example().tags().stream().findFirst().orElse("no tag");
            slices.computeIfAbsent(slice, none -> new ArrayList<>())
                    .add(DynamicTest.dynamicTest(pair.example().id(), () -> perExample.accept(pair)));
        }
        return Stream.concat(
                Stream.of(DynamicTest.dynamicTest("verdict: " + outcome.title(), outcome::assertPassed)),
                slices.entrySet().stream()
                        .map(slice -> DynamicContainer.dynamicContainer(slice.getKey(), slice.getValue())));
    }
}
