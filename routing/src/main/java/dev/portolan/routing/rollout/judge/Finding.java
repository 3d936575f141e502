package dev.portolan.routing.rollout.judge;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is known of one metric at one look. Immutable. */
public final class Finding {

    /** What a finding says. */
    public enum Status {
        /** Nobody asked for it. */
        NOT_WATCHED,
        /** It is not decided yet. */
        COLLECTING,
        /** The limit is kept. */
        KEPT,
        /** Too much is unknown to say anything. */
        MISSING,
        /** The limit is broken. */
        BROKEN
    }

    private final Metric metric;
    private final Status status;
    private final boolean alert;
    private final long observations;
    private final @Nullable Double value;
    private final double limit;
    private final double evidence;
    private final double threshold;
    private final Supplier<String> text;

    /** The text is put together when somebody asks for it: a judgement follows each call, and most are read by nobody. */
    Finding(
            Metric metric,
            Status status,
            boolean alert,
            long observations,
            @Nullable Double value,
            double limit,
            double evidence,
            double threshold,
            Supplier<String> text) {
        this.metric = Objects.requireNonNull(metric, "metric");
        this.status = Objects.requireNonNull(status, "status");
        this.alert = alert;
        this.observations = observations;
        this.value = value;
        this.limit = limit;
        this.evidence = evidence;
        this.threshold = threshold;
        this.text = Objects.requireNonNull(text, "text");
    }

    /**
     * The metric.
     *
     * @return the metric
     */
    public Metric metric() {
        return metric;
    }

    /**
     * What follows.
     *
     * @return the status
     */
    public Status status() {
        return status;
    }

    /**
     * Whether a warning is due.
     *
     * @return true when a limit of {@link Limits.Alerts} is broken
     */
    public boolean alert() {
        return alert;
    }

    /**
     * Of how many calls, times, answers, pairs or conversations it speaks.
     *
     * @return their number
     */
    public long observations() {
        return observations;
    }

    /**
     * The figure: the share of failed calls, or of slow ones, the ratio of costs or of scores.
     *
     * @return the figure, or {@code null} when there is none
     */
    public @Nullable Double value() {
        return value;
    }

    /**
     * What it is held to.
     *
     * @return the limit, of errors a share and of the others a factor
     */
    public double limit() {
        return limit;
    }

    /**
     * How much speaks against the target.
     *
     * @return 1 for nothing; may be infinite
     */
    public double evidence() {
        return evidence;
    }

    /**
     * How much rolls back.
     *
     * @return the threshold
     */
    public double threshold() {
        return threshold;
    }

    /**
     * The finding as a sentence, with its counts, bound and limit.
     *
     * @return empty when it is not watched
     */
    public String text() {
        return text.get();
    }

    @Override
    public String toString() {
        return metric.id() + " " + status + (alert ? ", alert" : "") + ": " + text();
    }
}
