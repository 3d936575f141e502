package dev.portolan.routing.rollout.judge;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** What follows from the evidence of a step. Immutable. */
public final class Judgement {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What is to be done. */
    public enum Verdict {
        /** Wait: nothing is decided. */
        COLLECTING,
        /** The target may get more: all that is watched keeps its limit. */
        PASS,
        /** Stay, and call somebody: the evidence cannot be trusted. */
        HOLD,
        /** The target gets nothing more. */
        ROLLBACK
    }

    private final Verdict verdict;
    private final List<Finding> findings;
    private final Supplier<String> sentence;

    Judgement(Verdict verdict, List<Finding> findings, Supplier<String> sentence) {
        this.verdict = Objects.requireNonNull(verdict, "verdict");
        this.findings = List.copyOf(findings);
        this.sentence = Objects.requireNonNull(sentence, "sentence");
    }

    /**
     * What is to be done.
     *
     * @return the verdict
     */
    public Verdict verdict() {
        return verdict;
    }

    /**
     * What was found, one for each metric.
     *
     * @return in the order of {@link Metric}, unmodifiable
     */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * Why, for somebody in a hurry.
     *
     * @return a sentence or some, with counts, bound and limit
     */
    public String sentence() {
        return sentence.get();
    }

    /**
     * What was found of a metric.
     *
     * @param metric the metric
     * @return the finding
     */
    public Finding of(Metric metric) {
        return findings.stream()
                .filter(finding -> finding.metric() == metric)
                .findFirst()
                .orElseThrow();
    }

    /**
     * The findings for which a warning is due.
     *
     * @return in the order of the metrics; empty when there are none
     */
    public List<Finding> alerts() {
        return findings.stream().filter(Finding::alert).toList();
    }

    /**
     * The judgement as text, for audits.
     *
     * @return one line of JSON
     */
    public String toJson() {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("verdict", verdict.name());
        root.put("sentence", sentence());
        ArrayNode list = root.putArray("findings");
        for (Finding finding : findings) {
            ObjectNode one = list.addObject();
            one.put("metric", finding.metric().id());
            one.put("status", finding.status().name());
            one.put("alert", finding.alert());
            one.put("observations", finding.observations());
            one.put("value", finding.value());
            one.put("limit", finding.limit());
            one.put("evidence", Math.min(finding.evidence(), Double.MAX_VALUE));
            one.put("threshold", finding.threshold());
            one.put("text", finding.text());
        }
        return root.toString();
    }

    @Override
    public String toString() {
        return verdict + ": " + sentence();
    }
}
