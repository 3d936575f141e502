package dev.portolan.testkit.junit;

import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.stats.Verdict;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * How a comparison ended.
 *
 * @param report what it found; {@code null} when it was not made
 * @param skipped why it was not made; {@code null} when it was
 * @param strict whether INCONCLUSIVE fails
 */
record ParityOutcome(
        @Nullable ParityReport report, @Nullable String skipped, boolean strict) {

    String title() {
        return report == null ? "not compared" : report.verdict().name();
    }

    /** Never passes without a comparison. */
    void assertPassed() {
        ParityReport found = report;
        if (found == null) {
            throw new TestAbortedException(String.valueOf(skipped));
        }
        if (found.verdict() == Verdict.INCONCLUSIVE && !strict) {
            throw new TestAbortedException("INCONCLUSIVE: "
                    + String.join("; ", found.conclusion().reasons()) + ". "
                    + found.conclusion().change());
        }
        found.orThrow();
    }
}
