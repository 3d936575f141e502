package dev.portolan.routing.rollout.judge;

import dev.portolan.evidence.stats.RateEvidence;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges a step of a rollout after each call, without the risk growing with the number of looks. Immutable.
 *
 * <p>Each limit is a claim that is bet against: evidence (an e-process) is 1 at first, and if the limit is kept, the chance that it ever reaches
 * a threshold {@code t} is at most {@code 1 / t}, however often one looks. The thresholds are those of {@link Limits#threshold}; they add up to
 * {@link Limits#alpha}, so that of twenty targets that keep all limits at most one is rolled back in a step, by default.
 *
 * <ul>
 *   <li>Errors roll back as soon as the evidence is there; latency, cost and quality only once the step has its minimum of requests and time.
 *   <li>When the source fails too, it is no fault of the target: the step is held.
 *   <li>When too many answers have no cost, no score or no time to compare with, the step is held: what is missing is no success.
 *   <li>A step passes when errors are shown to be below their limit (by evidence, or at the planned look by an exact bound), the target's times and
 *       scores are shown to keep theirs, and the mean cost is within the forecast.
 * </ul>
 *
 * @see <a href="https://arxiv.org/abs/2010.09686">Waudby-Smith and Ramdas, Estimating means of bounded random variables by betting</a>
 */
public final class Judge {

    /** An unfair split is told from chance at one in a thousand, and both directions are watched. */
    private static final double SPLIT_THRESHOLD = 2000;

    private final Limits limits;

    /**
     * A judge.
     *
     * @param limits what the target is held to
     */
    public Judge(Limits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    /**
     * Judges.
     *
     * @param look what there is
     * @return what follows
     */
    public Judgement judge(Look look) {
        FindingRules rules = new FindingRules(limits, look);
        Finding errors = rules.errors();
        List<Finding> findings = List.of(errors, rules.latency(), rules.cost(), rules.quality(), split(look));
        List<Finding> broken = with(findings, Finding.Status.BROKEN);
        List<Finding> missing = with(findings, Finding.Status.MISSING);
        if (broken.contains(errors) && sourceFails(look)) {
            RateEvidence source = look.all().errors(Arm.SOURCE);
            return new Judgement(
                    Judgement.Verdict.HOLD,
                    findings,
                    () -> "Held: the source fails too (" + source.hits() + " of " + source.trials()
                            + " calls), so that the target is not to blame. " + errors.text());
        }
        if (broken.contains(errors) || (look.minimumsMet() && !broken.isEmpty())) {
            return new Judgement(Judgement.Verdict.ROLLBACK, findings, () -> "Roll back: " + texts(broken));
        }
        if (look.minimumsMet() && !missing.isEmpty()) {
            return new Judgement(Judgement.Verdict.HOLD, findings, () -> "Held: " + texts(missing));
        }
        List<Finding> open = with(findings, Finding.Status.COLLECTING);
        if (look.minimumsMet() && open.isEmpty()) {
            return new Judgement(
                    Judgement.Verdict.PASS, findings, () -> "Passed: " + texts(with(findings, Finding.Status.KEPT)));
        }
        return new Judgement(
                Judgement.Verdict.COLLECTING,
                findings,
                () -> look.minimumsMet()
                        ? "Not decided: " + texts(open)
                        : "Collecting: the step has not had its minimum of requests and time. " + errors.text());
    }

    private static List<Finding> with(List<Finding> findings, Finding.Status status) {
        return findings.stream().filter(finding -> finding.status() == status).toList();
    }

    private static String texts(List<Finding> findings) {
        return findings.stream().map(Finding::text).collect(Collectors.joining(" "));
    }

    private boolean sourceFails(Look look) {
        return !look.frozen()
                && Stream.of(look.all(), look.recent())
                        .map(evidence -> evidence.errors(Arm.SOURCE))
                        .anyMatch(source -> source.trials() > 0
                                && (double) source.hits() / source.trials() > limits.errorRate()
                                && source.above(limits.errorRate()) >= 1 / (1 - limits.confidence()));
    }

    private static Finding split(Look look) {
        RateEvidence split = look.all().split();
        Double share = look.share();
        if (share == null || share <= 0 || share >= 1) {
            return new Finding(
                    Metric.SPLIT,
                    Finding.Status.NOT_WATCHED,
                    false,
                    split.trials(),
                    null,
                    0,
                    1,
                    SPLIT_THRESHOLD,
                    () -> "");
        }
        double evidence = Math.max(split.above(share), split.below(share));
        boolean unfair = evidence >= SPLIT_THRESHOLD;
        double got = split.trials() == 0 ? 0 : (double) split.hits() / split.trials();
        return new Finding(
                Metric.SPLIT,
                Finding.Status.KEPT,
                unfair,
                split.trials(),
                got,
                share,
                evidence,
                SPLIT_THRESHOLD,
                () -> Figures.percent(got) + " of " + split.trials() + " conversations went to the target, planned "
                        + Figures.percent(share)
                        + (unfair ? "; chance does not explain that: look for who assigns them otherwise." : "."));
    }
}
