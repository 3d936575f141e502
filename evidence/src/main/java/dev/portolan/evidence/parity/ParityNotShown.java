package dev.portolan.evidence.parity;

import dev.portolan.evidence.stats.Verdict;
import java.util.List;

/**
 * A report has another verdict than PASS. An {@link AssertionError}, so that test frameworks count it as a failed test; its message
 * has the reasons and the ids of the examples to look at, and quotes nothing.
 */
public final class ParityNotShown extends AssertionError {

    private static final long serialVersionUID = 1;
    private static final int NAMED = 10;

    private final Verdict verdict;

    ParityNotShown(ParityReport report) {
        super(message(report));
        this.verdict = report.verdict();
    }

    /**
     * The report's verdict.
     *
     * @return any but {@link Verdict#PASS}
     */
    public Verdict verdict() {
        return verdict;
    }

    private static String message(ParityReport report) {
        StringBuilder out = new StringBuilder(report.toString());
        for (String reason : report.conclusion().reasons()) {
            out.append(System.lineSeparator()).append("  ").append(reason);
        }
        if (!report.conclusion().change().isEmpty()) {
            out.append(System.lineSeparator())
                    .append("  ")
                    .append(report.conclusion().change());
        }
        List<PairResult> regressed = report.regressed();
        if (!regressed.isEmpty()) {
            out.append(System.lineSeparator()).append("  Look at: ");
            out.append(String.join(
                    ", ",
                    regressed.stream()
                            .limit(NAMED)
                            .map(pair -> pair.example().id())
                            .toList()));
            if (regressed.size() > NAMED) {
                out.append(" and ").append(regressed.size() - NAMED).append(" more");
            }
        }
        return out.toString();
    }
}
