package dev.portolan.routing.monitor;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How the calls of a name went within a window. Immutable; figures of several instances {@linkplain #plus add up} exactly, quantiles
 * included.
 */
public final class ModelFigures {

    private final String name;
    private final Tally tally;

    ModelFigures(String name, Tally tally) {
        this.name = name;
        this.tally = tally;
    }

    static ModelFigures none(String name) {
        return new ModelFigures(name, new Tally());
    }

    /**
     * The figures of both together, as of the same name on two instances.
     *
     * @param other more figures
     * @return the sum, under this name
     */
    public ModelFigures plus(ModelFigures other) {
        Tally both = new Tally();
        both.add(tally);
        both.add(other.tally);
        return new ModelFigures(name, both);
    }

    /**
     * The name that was called.
     *
     * @return as in the configuration
     */
    public String name() {
        return name;
    }

    /**
     * How many calls ended.
     *
     * @return calls and streams
     */
    public long calls() {
        return tally.calls;
    }

    /**
     * How many of them were streams.
     *
     * @return at most {@link #calls()}
     */
    public long streams() {
        return tally.streams;
    }

    /**
     * How calls ended.
     *
     * @return counts by {@code ok}, {@code abandoned} and the ids of error kinds; sorted, unmodifiable
     */
    public Map<String, Long> outcomes() {
        return Collections.unmodifiableMap(new TreeMap<>(tally.outcomes));
    }

    /**
     * The share of calls that did not fail by the model's doing. Bad requests, filtered prompts and cancelled calls count as available.
     *
     * @return from 0 to 1, or {@code null} without calls
     */
    public @Nullable Double availability() {
        return share(tally.calls - tally.failed, tally.calls);
    }

    /**
     * The share of answers that another target than the first one asked gave.
     *
     * @return from 0 to 1, or {@code null} without answers
     */
    public @Nullable Double fallbackRate() {
        return share(tally.fellBack, tally.answered);
    }

    /**
     * The share of answers for which a second target was asked beside a slow one, and one of the two was not needed.
     *
     * @return from 0 to 1, or {@code null} without answers
     */
    public @Nullable Double hedgeRate() {
        return share(tally.hedged, tally.answered);
    }

    /**
     * The share of calls that took more than one attempt, targets that were passed over included.
     *
     * @return from 0 to 1, or {@code null} without calls
     */
    public @Nullable Double repeatedRate() {
        return share(tally.retried, tally.calls);
    }

    /**
     * How long calls took that were answered.
     *
     * @param quantile from 0 to 1, such as 0.95
     * @return the time to about 1 %, or {@code null} without answers
     */
    public @Nullable Duration latency(double quantile) {
        return at(tally.latency, quantile);
    }

    /**
     * How long readers waited for the first visible event of streams that were answered.
     *
     * @param quantile from 0 to 1, such as 0.95
     * @return the time to about 1 %, or {@code null} without such streams
     */
    public @Nullable Duration firstToken(double quantile) {
        return at(tally.firstToken, quantile);
    }

    private static @Nullable Duration at(Histogram histogram, double quantile) {
        if (!(quantile >= 0 && quantile <= 1)) {
            throw new IllegalArgumentException("quantile must be from 0 to 1, not " + quantile);
        }
        return histogram.getTotalCount() == 0
                ? null
                : Duration.ofMillis(histogram.getValueAtPercentile(quantile * 100));
    }

    /**
     * The input tokens of answers that told them.
     *
     * @return the sum
     */
    public long inputTokens() {
        return tally.inputTokens;
    }

    /**
     * The output tokens of answers that told them.
     *
     * @return the sum
     */
    public long outputTokens() {
        return tally.outputTokens;
    }

    /**
     * The share of input tokens that came from the vendor's cache.
     *
     * @return from 0 to 1, or {@code null} when no input tokens were told
     */
    public @Nullable Double cacheShare() {
        return share(tally.cachedTokens, tally.inputTokens);
    }

    /**
     * How many calls did not tell all their tokens: answers without usage, answers for which a second target was asked that was not
     * needed, calls that were cancelled, and streams that their readers left.
     *
     * @return the number
     */
    public long usageUnknown() {
        return tally.usageUnknown;
    }

    /**
     * What the answers cost whose cost is known.
     *
     * @return amounts by currency code; sorted, unmodifiable
     */
    public Map<String, BigDecimal> cost() {
        return Collections.unmodifiableMap(new TreeMap<>(tally.cost));
    }

    /**
     * How many calls have a cost that is not, or not all, known: those of {@link #usageUnknown()}, and answers without a price.
     *
     * @return the number
     */
    public long costUnknown() {
        return tally.costUnknown;
    }

    private static @Nullable Double share(long part, long whole) {
        return whole == 0 ? null : Double.valueOf((double) part / whole);
    }

    /** One line: calls, availability, latencies, tokens and cost, without what is not known. */
    @Override
    public String toString() {
        StringBuilder out =
                new StringBuilder(name).append(": ").append(tally.calls).append(" calls");
        percent(out, "available", availability());
        percent(out, "fell back", fallbackRate());
        if (tally.latency.getTotalCount() > 0) {
            out.append(String.format(
                    Locale.ROOT,
                    ", p50/p95/p99 %d/%d/%d ms",
                    tally.latency.getValueAtPercentile(50),
                    tally.latency.getValueAtPercentile(95),
                    tally.latency.getValueAtPercentile(99)));
        }
        out.append(String.format(Locale.ROOT, ", %,d in, %,d out", tally.inputTokens, tally.outputTokens));
        percent(out, "cached", cacheShare());
        tally.cost.forEach((currency, amount) -> out.append(", ")
                .append(amount.setScale(4, RoundingMode.HALF_UP).toPlainString())
                .append(' ')
                .append(currency));
        if (tally.costUnknown > 0) {
            out.append(", cost unknown of ").append(tally.costUnknown);
        }
        tally.outcomes.forEach((outcome, count) -> {
            if (!outcome.equals("ok")) {
                out.append(", ").append(outcome).append(' ').append(count);
            }
        });
        return out.toString();
    }

    private static void percent(StringBuilder out, String what, @Nullable Double share) {
        if (share != null) {
            out.append(String.format(Locale.ROOT, ", %.1f %% %s", share * 100, what));
        }
    }
}
