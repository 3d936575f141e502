package dev.portolan.cli;

import dev.portolan.evidence.stats.Verdict;

/** What the process ends with. */
final class ExitCode {

    static final int PASS = 0;
    static final int FAIL = 1;
    static final int USAGE = 2;
    static final int INCONCLUSIVE = 3;
    static final int INVALID = 4;

    private ExitCode() {}

    static int of(Verdict verdict) {
        return switch (verdict) {
            case PASS -> PASS;
            case FAIL -> FAIL;
            case INCONCLUSIVE -> INCONCLUSIVE;
            case INVALID -> INVALID;
        };
    }
}
