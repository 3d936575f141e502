package dev.portolan.evidence.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a month of requests costs, projected from measured ones: {@code covered / requests * requestsPerMonth}. The amount is known only
 * where every measured request has a known cost; otherwise {@link #atLeast()} is what is known of it.
 *
 * @param covered what the covered requests cost together
 * @param requests how many requests were measured
 * @param coveredRequests how many of them have a known cost
 * @param requestsPerMonth how many requests there are in a month
 */
public record MonthlyCost(Money covered, long requests, long coveredRequests, long requestsPerMonth) {

    /**
     * Checks the components.
     *
     * @param covered as above
     * @param requests as above
     * @param coveredRequests as above
     * @param requestsPerMonth as above
     */
    public MonthlyCost {
        Objects.requireNonNull(covered, "covered");
        if (coveredRequests < 0 || coveredRequests > requests) {
            throw new IllegalArgumentException("coveredRequests: must be from 0 to the number of requests");
        }
        if (requestsPerMonth < 0) {
            throw new IllegalArgumentException("requestsPerMonth: must not be negative");
        }
    }

    /**
     * An amount that is known already, from a bill.
     *
     * @param amount what a month costs
     * @return the cost of one request a month that costs so much
     */
    public static MonthlyCost known(Money amount) {
        return new MonthlyCost(amount, 1, 1, 1);
    }

    /**
     * The share of measured requests whose cost is known.
     *
     * @return from 0 to 1; 0 when nothing was measured
     */
    public double coverage() {
        return requests == 0 ? 0 : (double) coveredRequests / requests;
    }

    /**
     * What a month costs.
     *
     * @return the amount, or {@code null} when it is not known since requests are not covered or none was measured
     */
    public @Nullable Money amount() {
        return requests > 0 && coveredRequests == requests ? atLeast() : null;
    }

    /**
     * What the covered requests cost in a month; the others come on top.
     *
     * @return the amount, to 34 digits; 0 when nothing is covered
     */
    public Money atLeast() {
        return requests == 0
                ? Money.zero(covered.currency())
                : new Money(
                        covered.times(requestsPerMonth)
                                .amount()
                                .divide(BigDecimal.valueOf(requests), MathContext.DECIMAL128),
                        covered.currency());
    }

    /** In words: the amount or that it is unknown, and the coverage where it is not whole. */
    @Override
    public String toString() {
        Money amount = amount();
        return amount != null
                ? amount + " a month"
                : String.format(
                        Locale.ROOT, "unknown, at least %s a month (%.1f %% covered)", atLeast(), 100 * coverage());
    }
}
