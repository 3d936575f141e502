package dev.portolan.routing.plan;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the move costs and brings, by list prices. What is {@code null} is not known.
 *
 * @param currency of all amounts
 * @param beforePerMonth what a month costs today
 * @param afterPerMonth what a month costs after the move
 * @param effort what the move takes once
 * @param savingPerMonth what a month saves; negative when it costs more
 * @param paybackMonths after how many months it has paid back
 * @param firstYear what the first year saves
 * @param sentence the same in one sentence
 * @param unknown what is missing
 */
public record PlannedCost(
        String currency,
        @Nullable BigDecimal beforePerMonth,
        @Nullable BigDecimal afterPerMonth,
        BigDecimal effort,
        @Nullable BigDecimal savingPerMonth,
        @Nullable BigDecimal paybackMonths,
        @Nullable BigDecimal firstYear,
        String sentence,
        List<String> unknown) {

    /**
     * Checks the components.
     *
     * @param currency as above
     * @param beforePerMonth as above
     * @param afterPerMonth as above
     * @param effort as above
     * @param savingPerMonth as above
     * @param paybackMonths as above
     * @param firstYear as above
     * @param sentence as above
     * @param unknown as above; copied
     */
    public PlannedCost {
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(effort, "effort");
        Objects.requireNonNull(sentence, "sentence");
        unknown = List.copyOf(unknown);
    }
}
