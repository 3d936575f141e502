package dev.portolan.routing.rollout.gonogo;

import java.util.List;
import java.util.Objects;

/**
 * An answer, and what it rests on.
 *
 * @param question the question
 * @param finding the answer
 * @param basis what it rests on or what is missing, in sentences; never empty
 */
public record ClosingAnswer(ClosingQuestion question, Finding finding, List<String> basis) {

    /** An answer in a word. */
    public enum Finding {
        /** It holds. */
        YES,
        /** It does not. */
        NO,
        /** Nothing says so, or not enough. */
        UNKNOWN
    }

    /**
     * Checks the components.
     *
     * @param question as above
     * @param finding as above
     * @param basis as above; copied
     */
    public ClosingAnswer {
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(finding, "finding");
        basis = List.copyOf(basis);
        if (basis.isEmpty()) {
            throw new IllegalArgumentException("basis: an answer rests on something");
        }
    }
}
