package dev.portolan.routing.plan;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * What sends traffic back to the source. All figures are of the target's arm, next to the source's of the same hours.
 *
 * @param errorPercent more failed calls than this, in percent
 * @param latencyFactor slower than the source by this factor
 * @param costPercent dearer than forecast by this, in percent
 * @param qualityPercent worse in quality by this, in percent
 * @param requestsPerStep how many requests each step has at least, before anybody judges
 * @param stableDays how many days all of the traffic runs before the source is switched off
 */
public record GateLimits(
        BigDecimal errorPercent,
        BigDecimal latencyFactor,
        BigDecimal costPercent,
        BigDecimal qualityPercent,
        int requestsPerStep,
        int stableDays) {

    /** 5 % errors, twice the time, 10 % over forecast, 10 % worse; 200 requests for each step, 14 days at the end. */
    public static final GateLimits STANDARD =
            new GateLimits(new BigDecimal(5), new BigDecimal(2), new BigDecimal(10), new BigDecimal(10), 200, 14);

    /**
     * Checks the components.
     *
     * @param errorPercent as above
     * @param latencyFactor as above
     * @param costPercent as above
     * @param qualityPercent as above
     * @param requestsPerStep as above; at least 59, below which even no failure at all does not show that fewer than 5 % fail
     * @param stableDays as above
     */
    public GateLimits {
        Objects.requireNonNull(errorPercent, "errorPercent");
        Objects.requireNonNull(latencyFactor, "latencyFactor");
        Objects.requireNonNull(costPercent, "costPercent");
        Objects.requireNonNull(qualityPercent, "qualityPercent");
        if (requestsPerStep < 59) {
            throw new IllegalArgumentException("requestsPerStep: at least 59, not " + requestsPerStep);
        }
        if (stableDays < 0) {
            throw new IllegalArgumentException("stableDays: must not be negative");
        }
    }

    List<String> sentences() {
        return List.of(
                "errors above " + errorPercent.toPlainString() + " %",
                "latency above " + latencyFactor.toPlainString() + " times the source",
                "cost above forecast by more than " + costPercent.toPlainString() + " %",
                "quality down by more than " + qualityPercent.toPlainString() + " %");
    }
}
