package dev.portolan.routing.route;

import java.util.Objects;

/**
 * How a model judges the cheap model's answers.
 *
 * @param rubric what makes an answer good; not blank
 * @param threshold the lowest score that will do, from 0 (nothing is below) to 1 (the best grade alone will do); the judge grades from 1 to
 *     5, which is 0, 0.25, 0.5, 0.75 and 1
 * @param escalateWithoutVerdict whether an answer is not taken when the judge failed, gave no grade, or could not be asked for want of
 *     attempts; otherwise it is, with the warning {@code not-judged}
 */
public record JudgeRules(String rubric, double threshold, boolean escalateWithoutVerdict) {

    /** A general rubric, the middle grade, and answers without a verdict are taken. */
    public static final JudgeRules DEFAULT = new JudgeRules("""
            5: does all that the request asks, correct, complete and in the form that was asked for.
            4: correct, with a small flaw that does not matter to who asked.
            3: usable, but something that was asked for is missing or inexact.
            2: a main part is wrong, missing or made up.
            1: wrong, beside the point, or of no use.""", 0.5, false);

    /**
     * Checks the components.
     *
     * @param rubric as above
     * @param threshold as above
     * @param escalateWithoutVerdict as above
     * @throws IllegalArgumentException when the rubric is blank or the threshold lies outside
     */
    public JudgeRules {
        Objects.requireNonNull(rubric, "rubric");
        if (rubric.isBlank()) {
            throw new IllegalArgumentException("judge-rubric: must not be blank");
        }
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("judge-threshold: must be from 0 to 1, not " + threshold);
        }
    }

    @Override
    public String toString() {
        return "JudgeRules[" + rubric.length() + " chars, threshold=" + threshold + ", escalateWithoutVerdict="
                + escalateWithoutVerdict + "]";
    }
}
