package dev.portolan.routing.rollout.judge;

import java.util.Objects;

/**
 * What a target must not go beyond, and how sure a rollout must be. Immutable; {@link #DEFAULT} and its {@code with...} methods make others.
 *
 * @param errorRate the share of failed calls, from more than 0 to less than 1
 * @param latencyFactor how many times as long as the source's an answer may take, by the median and by the 95 % quantile; more than 1
 * @param costOver the share by which the mean cost may be above the forecast
 * @param qualityDrop the share of the source's mean score that may be lost, from more than 0 to less than 1
 * @param alpha the chance of a rollback of a target that keeps all limits, over all metrics and looks of a step; four fifths of it are for errors, and the
 *     rest in equal parts for latency, cost and quality
 * @param confidence how sure an advance must be that errors are below their limit, such as 0.95
 * @param missing the share of answers whose cost or score may be unknown
 * @param alerts where a warning is due before that
 * @param quality whether scores are watched; without, nothing is said of quality
 * @param cost whether costs are watched
 */
public record Limits(
        double errorRate,
        double latencyFactor,
        double costOver,
        double qualityDrop,
        double alpha,
        double confidence,
        double missing,
        Alerts alerts,
        boolean quality,
        boolean cost) {

    /**
     * Errors 5 %, latency twice the source's, cost 10 % over the forecast, quality 10 % under the source's; alpha 5 %, confidence 95 %, a fifth may be
     * missing; everything watched.
     */
    public static final Limits DEFAULT = new Limits(0.05, 2, 0.10, 0.10, 0.05, 0.95, 0.20, Alerts.DEFAULT, true, true);

    /**
     * Where warnings are due.
     *
     * @param errorPoints how far the error rate may be above the source's, such as 0.05 for 5 points
     * @param latencyFactor how many times as long as the source's an answer may take, by the median
     * @param costOver the share by which the mean cost may be above the forecast
     */
    public record Alerts(double errorPoints, double latencyFactor, double costOver) {

        /** 5 points, 1.5 times, 10 %. */
        public static final Alerts DEFAULT = new Alerts(0.05, 1.5, 0.10);

        /**
         * Checks the components.
         *
         * @param errorPoints as above
         * @param latencyFactor as above
         * @param costOver as above
         */
        public Alerts {
            share("alerts.error-points", errorPoints);
            moreThan("alerts.latency-factor", latencyFactor, 1);
            notNegative("alerts.cost-over", costOver);
        }
    }

    /**
     * Checks the components.
     *
     * @param errorRate as above
     * @param latencyFactor as above
     * @param costOver as above
     * @param qualityDrop as above
     * @param alpha as above
     * @param confidence as above
     * @param missing as above
     * @param alerts as above
     * @param quality as above
     * @param cost as above
     */
    public Limits {
        share("error-rate", errorRate);
        moreThan("latency-factor", latencyFactor, 1);
        notNegative("cost-over", costOver);
        share("quality-drop", qualityDrop);
        share("alpha", alpha);
        share("confidence", confidence);
        if (!(missing >= 0 && missing <= 1)) {
            throw new IllegalArgumentException("missing: must be from 0 to 1, not " + missing);
        }
        Objects.requireNonNull(alerts, "alerts");
    }

    /**
     * With another share of failed calls.
     *
     * @param value as above
     * @return other limits
     */
    public Limits withErrorRate(double value) {
        return new Limits(
                value, latencyFactor, costOver, qualityDrop, alpha, confidence, missing, alerts, quality, cost);
    }

    /**
     * With another factor of latency.
     *
     * @param value as above
     * @return other limits
     */
    public Limits withLatencyFactor(double value) {
        return new Limits(errorRate, value, costOver, qualityDrop, alpha, confidence, missing, alerts, quality, cost);
    }

    /**
     * With another share over the forecast.
     *
     * @param value as above
     * @return other limits
     */
    public Limits withCostOver(double value) {
        return new Limits(
                errorRate, latencyFactor, value, qualityDrop, alpha, confidence, missing, alerts, quality, cost);
    }

    /**
     * With another drop of quality.
     *
     * @param value as above
     * @return other limits
     */
    public Limits withQualityDrop(double value) {
        return new Limits(errorRate, latencyFactor, costOver, value, alpha, confidence, missing, alerts, quality, cost);
    }

    /**
     * With other chances of being wrong.
     *
     * @param ofRollback {@code alpha} as above
     * @param ofAdvance {@code confidence} as above
     * @return other limits
     */
    public Limits withCertainty(double ofRollback, double ofAdvance) {
        return new Limits(
                errorRate, latencyFactor, costOver, qualityDrop, ofRollback, ofAdvance, missing, alerts, quality, cost);
    }

    /**
     * With another share that may be missing.
     *
     * @param value as above
     * @return other limits
     */
    public Limits withMissing(double value) {
        return new Limits(
                errorRate, latencyFactor, costOver, qualityDrop, alpha, confidence, value, alerts, quality, cost);
    }

    /**
     * With other warnings.
     *
     * @param value as above
     * @return other limits
     */
    public Limits withAlerts(Alerts value) {
        return new Limits(
                errorRate, latencyFactor, costOver, qualityDrop, alpha, confidence, missing, value, quality, cost);
    }

    /**
     * With or without scores and costs.
     *
     * @param ofQuality {@code quality} as above
     * @param ofCost {@code cost} as above
     * @return other limits
     */
    public Limits watching(boolean ofQuality, boolean ofCost) {
        return new Limits(
                errorRate, latencyFactor, costOver, qualityDrop, alpha, confidence, missing, alerts, ofQuality, ofCost);
    }

    /**
     * How much evidence against a metric rolls back: one over its part of {@link #alpha}.
     *
     * @param metric the metric
     * @return by default 25 for errors and 300 for latency, cost and quality
     */
    public double threshold(Metric metric) {
        return metric == Metric.ERRORS ? 1 / (0.8 * alpha) : 3 / (0.2 * alpha);
    }

    private static void share(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(name + ": must be between 0 and 1, not " + value);
        }
    }

    private static void moreThan(String name, double value, double least) {
        if (!(value > least && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + ": must be more than " + least + ", not " + value);
        }
    }

    private static void notNegative(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + ": must not be negative, not " + value);
        }
    }
}
