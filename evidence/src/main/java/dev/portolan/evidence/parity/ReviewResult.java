package dev.portolan.evidence.parity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What people said of pairs, and how far the checks agree with them.
 *
 * @param decisions each decision on an example of this run
 * @param agreement by metric Cohen's kappa of the decisions and of which side the metric scores higher; {@link Double#NaN} where it
 *     tells nothing
 * @param reviewersAgreement Krippendorff's alpha of several who decided on the same example; {@link Double#NaN} where it tells
 *     nothing
 */
public record ReviewResult(List<ReviewDecision> decisions, Map<String, Double> agreement, double reviewersAgreement) {

    /**
     * Copies the components.
     *
     * @param decisions as above; copied
     * @param agreement as above; copied
     * @param reviewersAgreement as above
     */
    public ReviewResult {
        decisions = List.copyOf(decisions);
        agreement = Collections.unmodifiableMap(new LinkedHashMap<>(agreement));
    }

    /**
     * How many decisions are for a choice.
     *
     * @param choice which
     * @return their number
     */
    public long count(ReviewDecision.Choice choice) {
        return decisions.stream().filter(one -> one.choice() == choice).count();
    }
}
