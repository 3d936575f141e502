package dev.portolan.routing.plan;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The figures of an inventory that a plan rests on. What is {@code null} is not known.
 *
 * @param calls how many calls were counted
 * @param from the first moment, as ISO 8601
 * @param to the last moment
 * @param requestsPerMonth how many calls a month has
 * @param volumeBasis where that figure comes from
 * @param inputTokens tokens of input for one call
 * @param outputTokens tokens of output for one call
 * @param tokenBasis where these come from
 * @param latencyP50 half of the calls take so many seconds at most
 * @param latencyP95 95 of 100 calls take so many seconds at most
 * @param errors calls that failed
 * @param models the models that answered, most calls first
 */
public record WorkloadFigures(
        long calls,
        @Nullable String from,
        @Nullable String to,
        @Nullable Long requestsPerMonth,
        String volumeBasis,
        @Nullable BigDecimal inputTokens,
        @Nullable BigDecimal outputTokens,
        String tokenBasis,
        @Nullable BigDecimal latencyP50,
        @Nullable BigDecimal latencyP95,
        long errors,
        List<String> models) {

    /**
     * Checks the components.
     *
     * @param calls as above
     * @param from as above
     * @param to as above
     * @param requestsPerMonth as above
     * @param volumeBasis as above
     * @param inputTokens as above
     * @param outputTokens as above
     * @param tokenBasis as above
     * @param latencyP50 as above
     * @param latencyP95 as above
     * @param errors as above
     * @param models as above; copied
     */
    public WorkloadFigures {
        Objects.requireNonNull(volumeBasis, "volumeBasis");
        Objects.requireNonNull(tokenBasis, "tokenBasis");
        models = List.copyOf(models);
    }
}
