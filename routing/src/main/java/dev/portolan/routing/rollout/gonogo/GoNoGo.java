package dev.portolan.routing.rollout.gonogo;

import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.RunFacts;
import dev.portolan.routing.rollout.RolloutPlan;
import dev.portolan.routing.shadow.ShadowStatistics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what speaks for and against moving traffic by a plan, and says GO only when all eight {@linkplain ClosingQuestion questions} are
 * answered with yes. What is missing is UNKNOWN and never assumed. Not thread-safe.
 */
public final class GoNoGo {

    private final RolloutPlan plan;
    private final List<Statement> statements = new ArrayList<>();
    private @Nullable ParityReport parity;
    private @Nullable ParityReport worseTarget;
    private @Nullable ShadowStatistics shadow;
    private @Nullable RollbackDrill drill;
    private GoNoGoRules rules = GoNoGoRules.DEFAULT;

    /**
     * Begins with nothing but the plan.
     *
     * @param plan by which traffic is to move
     */
    public GoNoGo(RolloutPlan plan) {
        this.plan = Objects.requireNonNull(plan, "plan");
    }

    /**
     * Gives the last parity report of source and target.
     *
     * @param report the report
     * @return this
     */
    public GoNoGo parity(ParityReport report) {
        this.parity = report;
        return this;
    }

    /**
     * Gives the report of a target that is known to be worse, on the same dataset: whether the evaluations notice.
     *
     * @param report the report, which should be a FAIL
     * @return this
     */
    public GoNoGo worseTarget(ParityReport report) {
        this.worseTarget = report;
        return this;
    }

    /**
     * Gives what the shadow saw.
     *
     * @param statistics of source and target, with the noise floor of an A/A run
     * @return this
     */
    public GoNoGo shadow(ShadowStatistics statistics) {
        this.shadow = statistics;
        return this;
    }

    /**
     * Gives the result of a rollback drill.
     *
     * @param result what came of it
     * @return this
     */
    public GoNoGo drill(RollbackDrill result) {
        this.drill = result;
        return this;
    }

    /**
     * Adds what somebody vouches for.
     *
     * @param statement the statement
     * @return this
     */
    public GoNoGo statement(Statement statement) {
        statements.add(Objects.requireNonNull(statement, "statement"));
        return this;
    }

    /**
     * Sets when evidence counts.
     *
     * @param value the rules
     * @return this
     */
    public GoNoGo rules(GoNoGoRules value) {
        this.rules = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Decides.
     *
     * @param at the time of the decision; evidence from after it does not count
     * @return the document; the same evidence and time give the same bytes
     */
    public GoNoGoDocument document(Instant at) {
        List<ClosingAnswer> answers = new Answers(this, rules, at).all();
        return new GoNoGoDocument(
                GoNoGoDocument.FORMAT,
                plan.id(),
                plan.owner(),
                plan.successMetric(),
                plan.rollbackTrigger(),
                plan.steps().stream()
                        .map(step -> plain(step.percent()) + " % for at least " + step.minRequests()
                                + " requests and " + step.minDuration().toMinutes() + " minutes"
                                + (step.gate() ? ", then somebody's word" : ""))
                        .toList(),
                answers.stream().allMatch(answer -> answer.finding() == ClosingAnswer.Finding.YES),
                at,
                answers,
                changes(),
                hashes(),
                Decommissioning.steps(parity == null ? null : parity.facts()));
    }

    private static String plain(double percent) {
        return java.math.BigDecimal.valueOf(percent).stripTrailingZeros().toPlainString();
    }

    private List<String> changes() {
        if (parity == null) {
            return List.of();
        }
        RunFacts facts = parity.facts();
        List<String> changes = new ArrayList<>();
        changes.add("model: " + facts.source().provider() + " " + facts.source().model() + " to "
                + facts.target().provider() + " " + facts.target().model());
        for (String change : facts.bundledChanges()) {
            changes.add(
                    change.equals("prompt")
                            ? "prompt"
                            : change + ": " + facts.source().parameters().getOrDefault(change, "not set") + " to "
                                    + facts.target().parameters().getOrDefault(change, "not set"));
        }
        return changes;
    }

    private SortedMap<String, String> hashes() {
        SortedMap<String, String> hashes = new TreeMap<>();
        hashes.put(DecisionHashes.PLAN, DecisionHashes.plan(plan));
        if (parity != null) {
            RunFacts facts = parity.facts();
            hashes.put(DecisionHashes.SOURCE_MODEL, DecisionHashes.model(facts.source()));
            hashes.put(DecisionHashes.TARGET_MODEL, DecisionHashes.model(facts.target()));
            hashes.put(DecisionHashes.SOURCE_PROMPT, facts.source().promptHash());
            hashes.put(DecisionHashes.TARGET_PROMPT, facts.target().promptHash());
            hashes.put(DecisionHashes.DATASET, facts.datasetHash());
            hashes.put(DecisionHashes.PARITY, DecisionHashes.of(parity.toJson()));
        }
        if (worseTarget != null) {
            hashes.put(DecisionHashes.WORSE, DecisionHashes.of(worseTarget.toJson()));
        }
        if (shadow != null) {
            hashes.put(DecisionHashes.SHADOW, DecisionHashes.of(shadow.toJson()));
        }
        if (drill != null) {
            hashes.put(DecisionHashes.DRILL, DecisionHashes.of(drill.toJson()));
        }
        return hashes;
    }

    RolloutPlan plan() {
        return plan;
    }

    List<Statement> statements() {
        return statements;
    }

    @Nullable
    ParityReport parity() {
        return parity;
    }

    @Nullable
    ParityReport worseTarget() {
        return worseTarget;
    }

    @Nullable
    ShadowStatistics shadow() {
        return shadow;
    }

    @Nullable
    RollbackDrill drill() {
        return drill;
    }
}
