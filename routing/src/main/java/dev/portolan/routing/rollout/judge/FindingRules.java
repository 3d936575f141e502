package dev.portolan.routing.rollout.judge;

import dev.portolan.evidence.stats.Rate;
import dev.portolan.evidence.stats.RateEvidence;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one look says of each metric. */
final class FindingRules {

    private static final double ALERT = 20;

    private final Limits limits;
    private final Look look;
    private final StepEvidence all;
    private final double sure;

    FindingRules(Limits limits, Look look) {
        this.limits = limits;
        this.look = look;
        this.all = look.all();
        this.sure = 1 / (1 - limits.confidence());
    }

    Finding errors() {
        RateEvidence target = all.errors(Arm.TARGET);
        double limit = limits.errorRate();
        double evidence = target.above(limit);
        double threshold = limits.threshold(Metric.ERRORS);
        boolean kept =
                target.trials() > 0 && (target.below(limit) >= sure || (look.planned() && exactlyBelow(target, limit)));
        Supplier<String> text = () -> target.hits() + " of " + target.trials() + " calls to the target failed" + kinds()
                + bound(target) + ", limit " + Figures.percent(limit) + ", evidence " + Figures.evidence(evidence)
                + " of " + Figures.evidence(threshold) + ".";
        return new Finding(
                Metric.ERRORS,
                evidence >= threshold ? Finding.Status.BROKEN : kept ? Finding.Status.KEPT : Finding.Status.COLLECTING,
                errorAlert(target),
                target.trials(),
                share(target),
                limit,
                evidence,
                threshold,
                text);
    }

    private boolean errorAlert(RateEvidence target) {
        RateEvidence source = all.errors(Arm.SOURCE);
        Double share = share(source);
        double over = (share == null ? 0 : share) + limits.alerts().errorPoints();
        return over < 1 && target.above(over) >= ALERT;
    }

    private boolean exactlyBelow(RateEvidence target, double limit) {
        return target.trials() <= Integer.MAX_VALUE
                && new Rate((int) target.hits(), (int) target.trials()).atMost(limit) <= 1 - limits.confidence();
    }

    private String kinds() {
        StringBuilder kinds = new StringBuilder();
        all.target().forEach((outcome, count) -> {
            if (outcome.isError()) {
                kinds.append(kinds.isEmpty() ? " (" : ", ")
                        .append(count)
                        .append(' ')
                        .append(outcome.name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', '-'));
            }
        });
        return kinds.isEmpty() ? "" : kinds.append(')').toString();
    }

    private static String bound(RateEvidence rate) {
        if (rate.trials() == 0 || rate.trials() > Integer.MAX_VALUE) {
            return "";
        }
        var interval = new Rate((int) rate.hits(), (int) rate.trials()).clopperPearson(0.90);
        return ": " + Figures.percent((double) rate.hits() / rate.trials()) + ", between "
                + Figures.percent(interval.lower()) + " and " + Figures.percent(interval.upper());
    }

    Finding latency() {
        Map<LatencyKind, LatencyEvidence> kinds = all.latency();
        double threshold = limits.threshold(Metric.LATENCY);
        double evidence = kinds.isEmpty()
                ? 1
                : kinds.values().stream()
                        .mapToDouble(LatencyEvidence::above)
                        .average()
                        .orElseThrow();
        long compared = kinds.values().stream()
                .mapToLong(kind -> kind.median().trials())
                .sum();
        Finding.Status status;
        if (evidence >= threshold && look.minimumsMet()) {
            status = Finding.Status.BROKEN;
        } else if (tooMuchMissing(all.incomparable(), compared)) {
            status = Finding.Status.MISSING;
        } else {
            status = compared > 0 && shownFast(kinds.values()) ? Finding.Status.KEPT : Finding.Status.COLLECTING;
        }
        boolean alert = kinds.values().stream().anyMatch(kind -> kind.alert().above(LatencyEvidence.HALF) >= ALERT);
        return new Finding(
                Metric.LATENCY,
                status,
                alert,
                compared,
                slowShare(kinds.values()),
                limits.latencyFactor(),
                evidence,
                threshold,
                () -> latencyText(kinds, evidence, threshold));
    }

    private boolean shownFast(Collection<LatencyEvidence> kinds) {
        return kinds.stream().allMatch(kind -> kind.median().below(LatencyEvidence.HALF) >= sure);
    }

    private static @Nullable Double slowShare(Collection<LatencyEvidence> kinds) {
        RateEvidence sum = RateEvidence.NONE;
        for (LatencyEvidence kind : kinds) {
            sum = sum.plus(kind.median());
        }
        return share(sum);
    }

    private String latencyText(Map<LatencyKind, LatencyEvidence> kinds, double evidence, double threshold) {
        StringBuilder text = new StringBuilder();
        String factor = Figures.number(limits.latencyFactor(), 1);
        kinds.forEach((kind, times) -> text.append(text.isEmpty() ? "" : "; ")
                .append(kind.id())
                .append(": ")
                .append(times.median().hits())
                .append(" of ")
                .append(times.median().trials())
                .append(" took more than ")
                .append(factor)
                .append(" times the source's median, ")
                .append(times.tail().hits())
                .append(" more than ")
                .append(factor)
                .append(" times its 95 % quantile"));
        if (all.incomparable() > 0) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append(all.incomparable())
                    .append(" times of the target had too few of the source's to compare with");
        }
        return (text.isEmpty() ? "No time of the target was seen" : text) + baseline() + ", evidence "
                + Figures.evidence(evidence) + " of " + Figures.evidence(threshold) + ".";
    }

    private String baseline() {
        return look.frozen() ? " (beside the source's last figures, since it has no traffic)" : "";
    }

    Finding cost() {
        CostEvidence cost = all.cost();
        double limit = 1 + limits.costOver();
        double threshold = limits.threshold(Metric.COST);
        if (!limits.cost()) {
            return unwatched(Metric.COST, limit, threshold);
        }
        Double ratio = cost.meanRatio();
        double evidence = cost.over().value();
        Finding.Status status;
        if (evidence >= threshold && look.minimumsMet()) {
            status = Finding.Status.BROKEN;
        } else if (tooMuchMissing(cost.unknown(), cost.known())) {
            status = Finding.Status.MISSING;
        } else {
            status = ratio != null && ratio <= limit ? Finding.Status.KEPT : Finding.Status.COLLECTING;
        }
        String unknown = cost.unknown() == 0 ? "" : ", " + cost.unknown() + " had a cost that is not known";
        Supplier<String> text = () -> (ratio == null
                        ? "No answer had a cost that is known" + (cost.unknown() == 0 ? "" : " of " + cost.unknown())
                        : cost.known() + " answers cost " + Figures.number(ratio, 2) + " times the forecast" + unknown)
                + ", limit " + Figures.number(limit, 2) + ", evidence " + Figures.evidence(evidence) + " of "
                + Figures.evidence(threshold) + ".";
        return new Finding(
                Metric.COST,
                status,
                cost.alert().value() >= ALERT,
                cost.known(),
                ratio,
                limit,
                evidence,
                threshold,
                text);
    }

    Finding quality() {
        QualityEvidence quality = all.quality();
        double limit = 1 - limits.qualityDrop();
        double threshold = limits.threshold(Metric.QUALITY);
        if (!limits.quality()) {
            return unwatched(Metric.QUALITY, limit, threshold);
        }
        double evidence = quality.drop().value();
        Finding.Status status;
        if (evidence >= threshold && look.minimumsMet()) {
            status = Finding.Status.BROKEN;
        } else if (tooMuchMissing(quality.missing(), quality.pairs())) {
            status = Finding.Status.MISSING;
        } else {
            status = quality.kept().value() >= sure ? Finding.Status.KEPT : Finding.Status.COLLECTING;
        }
        Double ratio = quality.ratio();
        String missing = quality.missing() == 0 ? "" : ", " + quality.missing() + " answers have no score";
        Supplier<String> text = () -> (ratio == null
                        ? "No pair of answers has scores"
                        : "In " + quality.pairs() + " pairs the target keeps " + Figures.percent(ratio)
                                + " of the source's score")
                + missing + baseline() + ", limit " + Figures.percent(limit) + ", evidence "
                + Figures.evidence(evidence) + " of " + Figures.evidence(threshold) + ".";
        return new Finding(Metric.QUALITY, status, false, quality.pairs(), ratio, limit, evidence, threshold, text);
    }

    private boolean tooMuchMissing(long missing, long known) {
        return look.minimumsMet() && missing > 0 && missing > limits.missing() * (missing + known);
    }

    private static Finding unwatched(Metric metric, double limit, double threshold) {
        return new Finding(metric, Finding.Status.NOT_WATCHED, false, 0, null, limit, 1, threshold, () -> "");
    }

    private static @Nullable Double share(RateEvidence rate) {
        return rate.trials() == 0 ? null : Double.valueOf((double) rate.hits() / rate.trials());
    }
}
