package dev.portolan.testkit.assertj;

import dev.portolan.chat.ChatResponse;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.routing.drill.DrillReport;

/** Where assertions begin; to be imported statically beside AssertJ's own. */
public final class PortolanAssertions {

    private PortolanAssertions() {}

    /**
     * Asserts of a report.
     *
     * @param actual the report
     * @return assertions
     */
    public static ParityReportAssert assertThat(ParityReport actual) {
        return new ParityReportAssert(actual);
    }

    /**
     * Asserts of a pair.
     *
     * @param actual what both models made of an example
     * @return assertions
     */
    public static PairResultAssert assertThat(PairResult actual) {
        return new PairResultAssert(actual);
    }

    /**
     * Asserts of an answer.
     *
     * @param actual the answer
     * @return assertions
     */
    public static ChatResponseAssert assertThat(ChatResponse actual) {
        return new ChatResponseAssert(actual);
    }

    /**
     * Asserts of a drill.
     *
     * @param actual what {@link dev.portolan.routing.drill.FallbackDrill} found
     * @return assertions
     */
    public static DrillReportAssert assertThat(DrillReport actual) {
        return new DrillReportAssert(actual);
    }
}
