package dev.portolan.routing.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.Currency;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a budget stands in its period, for one owner.
 *
 * @param budget its name
 * @param owner whose it is, such as {@code tenant=acme}; empty when it is for all calls together
 * @param currency what is counted, or {@code null} for tokens
 * @param limit how much may be used up
 * @param spent how much is used up
 * @param reserved how much calls in flight may use up besides
 * @param periodStart when the period began, or {@code null} when it never begins anew
 * @param periodEnd when the next begins, or {@code null} when it never begins anew
 */
public record BudgetStatus(
        String budget,
        Map<String, String> owner,
        @Nullable Currency currency,
        BigDecimal limit,
        BigDecimal spent,
        BigDecimal reserved,
        @Nullable Instant periodStart,
        @Nullable Instant periodEnd) {

    /**
     * Checks the components.
     *
     * @param budget as above
     * @param owner as above; copied
     * @param currency as above
     * @param limit as above
     * @param spent as above
     * @param reserved as above
     * @param periodStart as above
     * @param periodEnd as above
     */
    public BudgetStatus {
        Objects.requireNonNull(budget, "budget");
        owner = Collections.unmodifiableMap(new TreeMap<>(owner));
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(spent, "spent");
        Objects.requireNonNull(reserved, "reserved");
    }

    /**
     * How much is left for further calls.
     *
     * @return the limit less what is spent and reserved; 0 when nothing is left
     */
    public BigDecimal remaining() {
        return limit.subtract(spent).subtract(reserved).max(BigDecimal.ZERO);
    }
}
