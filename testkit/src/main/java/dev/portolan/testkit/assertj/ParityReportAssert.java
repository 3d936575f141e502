package dev.portolan.testkit.assertj;

import dev.portolan.evidence.parity.Gate;
import dev.portolan.evidence.parity.MeasureResult;
import dev.portolan.evidence.parity.MetricResult;
import dev.portolan.evidence.parity.PairResult;
import dev.portolan.evidence.parity.ParityReport;
import dev.portolan.evidence.parity.Side;
import dev.portolan.evidence.stats.Interval;
import dev.portolan.evidence.stats.Quantile;
import dev.portolan.evidence.stats.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions of a report. Messages have figures, bounds and ids of examples, and quote no answer.
 */
public final class ParityReportAssert extends AbstractAssert<ParityReportAssert, ParityReport> {

    private static final int NAMED = 10;

    ParityReportAssert(ParityReport actual) {
        super(actual, ParityReportAssert.class);
    }

    /**
     * The verdict is PASS.
     *
     * @return this
     */
    public ParityReportAssert passes() {
        isNotNull();
        if (actual.verdict() != Verdict.PASS) {
            failWithMessage(
                    "%s%nexpected PASS: %s%n%s",
                    actual, String.join("; ", actual.conclusion().reasons()), lookAt(actual.regressed()));
        }
        return this;
    }

    /**
     * The verdict is PASS or FAIL: the data settle it.
     *
     * @return this
     */
    public ParityReportAssert isConclusive() {
        isNotNull();
        if (actual.verdict() != Verdict.PASS && actual.verdict() != Verdict.FAIL) {
            failWithMessage(
                    "%s%nexpected a settled verdict: %s %s",
                    actual,
                    String.join("; ", actual.conclusion().reasons()),
                    actual.conclusion().change());
        }
        return this;
    }

    /**
     * Begins to assert that the target is not worse than its source.
     *
     * @param source the source's name, which the report must have
     * @return what it is asserted of
     */
    public AtLeastAsGood isAtLeastAsGoodAs(String source) {
        isNotNull();
        if (!actual.facts().source().name().equals(source)) {
            failWithMessage("%s%nexpected the source %s", actual, source);
        }
        return new AtLeastAsGood(Gate.MARGIN);
    }

    /**
     * The target has no hard break on an example where the source has none.
     *
     * @return this
     */
    public ParityReportAssert hasNoNewHardBreaks() {
        isNotNull();
        List<PairResult> broken = actual.pairs().stream()
                .filter(pair -> pair.hardBreak(Side.TARGET) && !pair.hardBreak(Side.SOURCE))
                .toList();
        if (!broken.isEmpty()) {
            failWithMessage(
                    "%s%nexpected no hard break of the target where the source has none, but there are %d%n%s",
                    actual, broken.size(), lookAt(broken));
        }
        return this;
    }

    /**
     * The target has no hard break at all.
     *
     * @return this
     */
    public ParityReportAssert hasNoHardBreaks() {
        isNotNull();
        List<PairResult> broken = actual.pairs().stream()
                .filter(pair -> pair.hardBreak(Side.TARGET))
                .toList();
        if (!broken.isEmpty()) {
            failWithMessage(
                    "%s%nexpected no hard break of the target, but there are %d%n%s",
                    actual, broken.size(), lookAt(broken));
        }
        return this;
    }

    /**
     * The 95th percentile of the target's latency is less than so many times the source's.
     *
     * @param limit such as 2
     * @return this
     */
    public ParityReportAssert latencyP95RatioBelow(double limit) {
        isNotNull();
        Double source = p95(Side.SOURCE);
        Double target = p95(Side.TARGET);
        if (source == null || target == null || source == 0) {
            failWithMessage("%s%nexpected a ratio of latencies, but they are not known", actual);
        } else if (!(target / source < limit)) {
            failWithMessage(
                    "%s%nexpected the p95 of the latency to be less than %s times the source's, but it is %s s after %s s: %s times",
                    actual, words(limit), words(target), words(source), words(target / source));
        }
        return this;
    }

    private @Nullable Double p95(Side side) {
        MeasureResult latency = actual.measure("latency");
        MeasureResult.Figures figures = latency == null ? null : latency.figures(side);
        return figures == null
                ? null
                : figures.quantiles().stream()
                        .filter(one -> one.p() == 0.95)
                        .map(Quantile::value)
                        .findFirst()
                        .orElse(null);
    }

    /**
     * The target costs at most so many times what the source does, with 95 % confidence.
     *
     * @param limit such as 1.10
     * @return this
     */
    public ParityReportAssert costWithin(double limit) {
        isNotNull();
        MeasureResult cost = actual.measure("cost");
        Double ratio = cost == null ? null : cost.ratio();
        Interval interval = cost == null ? null : cost.ratioInterval();
        if (ratio == null || interval == null) {
            failWithMessage("%s%nexpected a ratio of costs, but they are not known: prices are missing", actual);
        } else if (interval.upper() > limit) {
            failWithMessage(
                    "%s%nexpected costs of at most %s times the source's, but they are %s times, and up to %s times with 95 %% confidence",
                    actual, words(limit), words(ratio), words(interval.upper()));
        }
        return this;
    }

    private static String words(double figure) {
        return String.format(Locale.ROOT, "%.3f", figure);
    }

    private static String lookAt(List<PairResult> pairs) {
        String ids =
                pairs.stream().limit(NAMED).map(pair -> pair.example().id()).collect(Collectors.joining(", "));
        return "look at: " + (ids.isEmpty() ? "nothing" : ids)
                + (pairs.size() > NAMED ? " and " + (pairs.size() - NAMED) + " more" : "");
    }

    /** That the target is not worse than its source by a margin or more: proven, not just not refuted. */
    public final class AtLeastAsGood {
        private final double margin;

        private AtLeastAsGood(double margin) {
            this.margin = margin;
        }

        /**
         * Sets: how much worse it may be.
         *
         * @param value shares for pass rates, relative to the source for scores; {@link Gate#MARGIN} when it is not set
         * @return the assertion with this margin
         */
        public AtLeastAsGood withinMargin(double value) {
            return new AtLeastAsGood(value);
        }

        /**
         * Asserts it of metrics.
         *
         * @param metrics names of checks
         * @return the assertions of the report
         */
        public ParityReportAssert on(String... metrics) {
            Gate.Builder gate = Gate.builder();
            for (String metric : metrics) {
                actual.metric(metric);
                gate.margin(metric, margin);
            }
            ParityReport judged = ParityReport.evaluate(actual.facts(), actual.pairs(), gate.build(), List.of());
            for (String metric : metrics) {
                MetricResult result = judged.metric(metric);
                if (result.verdict() != Verdict.PASS) {
                    failWithMessage(
                            "%s%n%s%n%s",
                            actual,
                            result.reason(),
                            lookAt(actual.pairs().stream()
                                    .filter(pair -> pair.regressed(metric))
                                    .toList()));
                }
            }
            return ParityReportAssert.this;
        }
    }
}
