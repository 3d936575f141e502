package dev.portolan.testkit.junit;

import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import java.util.Objects;

/**
 * One example of a parity test: a parameter of its method.
 *
 * @param pair what both models made of it
 * @param report the run that it is of
 */
public record ParityCase(PairResult pair, ParityReport report) {

    /**
     * Checks the components.
     *
     * @param pair as above
     * @param report as above
     */
    public ParityCase {
        Objects.requireNonNull(pair, "pair");
        Objects.requireNonNull(report, "report");
    }

    /**
     * What was asked.
     *
     * @return the example
     */
    public Example example() {
        return pair.example();
    }
}
