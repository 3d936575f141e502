package dev.portolan.testkit.report;

import dev.portolan.evidence.parity.MetricResult;
import dev.portolan.evidence.parity.Objective;
import dev.portolan.evidence.parity.ObjectiveResult;
import dev.portolan.evidence.parity.Role;
import dev.portolan.evidence.parity.Scale;
import dev.portolan.evidence.stats.NonInferiority;
import dev.portolan.evidence.stats.Verdict;
import java.util.Comparator;

/** What all reports say in the same words. */
final class Words {

    /** New hard breaks first, then guards by verdict, then what is for information; else as the checks stand. */
    static final Comparator<MetricResult> GATE_ORDER = Comparator.comparing(
                    (MetricResult one) -> one.newHardBreaks() == 0)
            .thenComparing(one -> one.role() == Role.INFORMATION)
            .thenComparing(one -> weight(one.verdict()));

    private Words() {}

    private static int weight(Verdict verdict) {
        return switch (verdict) {
            case INVALID -> 0;
            case FAIL -> 1;
            case INCONCLUSIVE -> 2;
            case PASS -> 3;
        };
    }

    /** A sign that tells without colour. */
    static String mark(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "✔";
            case FAIL -> "✘";
            case INCONCLUSIVE -> "?";
            case INVALID -> "⊘";
        };
    }

    /** The verdict for people. */
    static String sentence(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "Go: the target is shown to be as good as the source, within the margins.";
            case FAIL -> "No go: the target is shown to be worse than the source, or to break a limit.";
            case INCONCLUSIVE ->
                "Not settled: the examples show neither that the target is as good nor that it is worse.";
            case INVALID -> "No verdict: too much went wrong for the run to tell anything.";
        };
    }

    /** The one-sided 95 % bound of target less source; for scores the margin's share of the source is taken off again. */
    static double worst(MetricResult one, NonInferiority finding) {
        return finding.interval().lower() - shift(one);
    }

    /** The scale of a finding on scores begins at the margin; that of a difference at 0. */
    static double shift(MetricResult one) {
        return one.scale() == Scale.SCORE ? one.margin() * one.source() : 0;
    }

    /** A limit, such as "p95 of latency at most 3.00 s". */
    static String limit(Objective limit, String currency) {
        String range = range(limit, currency);
        return switch (limit.kind()) {
            case QUANTILE -> "p" + Figure.decimal(100 * limit.quantile(), 0) + " of " + limit.subject() + " " + range;
            case MEAN -> "mean " + limit.subject() + " " + range;
            case AT_LEAST -> limit.subject() + " " + range;
            case SAVINGS -> "savings of " + limit.subject() + " " + range;
        };
    }

    private static String range(Objective limit, String currency) {
        boolean from = Double.isFinite(limit.lower());
        boolean to = Double.isFinite(limit.upper());
        String lower = value(limit, limit.lower(), currency);
        String upper = value(limit, limit.upper(), currency);
        if (from && to) {
            return "from " + lower + " to " + upper;
        }
        return from ? "at least " + lower : "at most " + upper;
    }

    /** A value on the scale of a limit. */
    static String value(Objective limit, double value, String currency) {
        return switch (limit.kind()) {
            case AT_LEAST, SAVINGS -> Figure.share(value);
            case QUANTILE, MEAN -> Figure.measure(value, unit(limit.subject(), currency));
        };
    }

    private static String unit(String measure, String currency) {
        if (measure.endsWith("latency")) {
            return "s";
        }
        return measure.equals("cost") ? currency : "tokens";
    }

    /** The estimate with its interval. */
    static String found(ObjectiveResult one, String currency) {
        Double found = one.found();
        if (found == null) {
            return "unknown";
        }
        var interval = one.interval();
        return value(one.objective(), found, currency)
                + (interval == null
                        ? ""
                        : " (" + value(one.objective(), interval.lower(), currency) + " to "
                                + value(one.objective(), interval.upper(), currency) + ")");
    }
}
