package dev.portolan.evidence.cost;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a move from one model to another costs and brings: models and infrastructure by the month on both sides, errors, the team's time,
 * and the time it takes to learn. All amounts are of one currency, which that of the source's monthly cost is. Immutable.
 *
 * <pre>{@code
 * ReturnOnInvestment result = MigrationCase.builder(
 *                 MonthlyCost.known(Money.of("50000", "USD")), MonthlyCost.known(Money.of("20000", "USD")))
 *         .team(new BigDecimal(200), Money.of("150", "USD"))
 *         .build()
 *         .result();
 * }</pre>
 */
public final class MigrationCase {

    private final MonthlyCost source;
    private final MonthlyCost target;
    private final Money moreInfrastructure;
    private final Money moreErrors;
    private final @Nullable String unknownErrors;
    private final BigDecimal hours;
    private final Money hourlyRate;
    private final List<BigDecimal> learningHours;

    private MigrationCase(Builder builder) {
        this.source = builder.source;
        this.target = builder.target;
        this.moreInfrastructure = builder.moreInfrastructure;
        this.moreErrors = builder.moreErrors;
        this.unknownErrors = builder.unknownErrors;
        this.hours = builder.hours;
        this.hourlyRate = builder.hourlyRate;
        this.learningHours = builder.learningHours;
    }

    /**
     * Begins a case that has nothing but the cost of models.
     *
     * @param source what a month costs today
     * @param target what a month costs after the move
     * @return a builder
     * @throws IllegalArgumentException when they are of two currencies
     */
    public static Builder builder(MonthlyCost source, MonthlyCost target) {
        return new Builder(source, target);
    }

    /**
     * What a month costs today, models alone.
     *
     * @return the cost
     */
    public MonthlyCost source() {
        return source;
    }

    /**
     * What a month costs after the move, models alone.
     *
     * @return the cost
     */
    public MonthlyCost target() {
        return target;
    }

    /**
     * Whether the move pays.
     *
     * @return the figures; unknown where a cost they need is
     */
    public ReturnOnInvestment result() {
        Money before = source.amount();
        Money after = target.amount();
        Money saving = before == null || after == null || unknownErrors != null
                ? null
                : before.minus(after).minus(moreInfrastructure).minus(moreErrors);
        return new ReturnOnInvestment(
                hourlyRate.times(hours),
                learningHours.stream().map(hourlyRate::times).toList(),
                saving,
                unknown(before, after));
    }

    private List<String> unknown(@Nullable Money before, @Nullable Money after) {
        List<String> unknown = new java.util.ArrayList<>();
        if (before == null) {
            unknown.add("cost of the source: " + source);
        }
        if (after == null) {
            unknown.add("cost of the target: " + target);
        }
        if (unknownErrors != null) {
            unknown.add(unknownErrors);
        }
        return unknown;
    }

    /** Collects what a move costs and brings. Not thread-safe. */
    public static final class Builder {
        private final MonthlyCost source;
        private final MonthlyCost target;
        private Money moreInfrastructure;
        private Money moreErrors;
        private @Nullable String unknownErrors;
        private BigDecimal hours = BigDecimal.ZERO;
        private Money hourlyRate;
        private List<BigDecimal> learningHours = List.of();

        private Builder(MonthlyCost source, MonthlyCost target) {
            this.source = Objects.requireNonNull(source, "source");
            this.target = Objects.requireNonNull(target, "target");
            source.covered().requireSame(target.covered());
            Money nothing = Money.zero(source.covered().currency());
            this.moreInfrastructure = nothing;
            this.moreErrors = nothing;
            this.hourlyRate = nothing;
        }

        /**
         * Sets what surrounds the models: gateways, vector stores, provisioned capacity. None when it is not set.
         *
         * @param before what a month of it costs today
         * @param after what a month of it costs after the move
         * @return this builder
         * @throws IllegalArgumentException when they are of another currency
         */
        public Builder infrastructure(Money before, Money after) {
            source.covered().requireSame(before);
            this.moreInfrastructure = after.minus(before);
            return this;
        }

        /**
         * Sets the work of the move. None when it is not set.
         *
         * @param hours how many hours it takes once
         * @param hourlyRate what an hour costs; that of learning too
         * @return this builder
         * @throws IllegalArgumentException when the hours are negative or the rate is of another currency
         */
        public Builder team(BigDecimal hours, Money hourlyRate) {
            this.hours = requireNotNegative("hours", hours);
            source.covered().requireSame(hourlyRate);
            this.hourlyRate = hourlyRate;
            return this;
        }

        /**
         * Sets the learning curve: the hours that the team loses in the first months after the move until it works as before, at the
         * hourly rate of {@link #team}. None when it is not set.
         *
         * @param perMonth hours of the first month, of the second, and so on; none in the months after
         * @return this builder
         * @throws IllegalArgumentException when one is negative
         */
        public Builder learning(BigDecimal... perMonth) {
            for (BigDecimal lost : perMonth) {
                requireNotNegative("learning", lost);
            }
            this.learningHours = List.of(perMonth);
            return this;
        }

        /**
         * Sets what errors cost: {@code requestsPerMonth * (after - before) * costPerError} more in a month, or less where the target
         * makes fewer. Nothing when it is not set.
         *
         * @param costPerError what one wrong answer costs: handling, a refund, a lost customer
         * @param requestsPerMonth how many answers there are in a month
         * @param before the share of wrong answers of the source, from 0 to 1, or {@code null} when it is not known
         * @param after the share of wrong answers of the target, from 0 to 1, or {@code null} when it is not known
         * @return this builder
         * @throws IllegalArgumentException when a share or number is out of range, or the cost is of another currency
         */
        public Builder errors(
                Money costPerError, long requestsPerMonth, @Nullable BigDecimal before, @Nullable BigDecimal after) {
            source.covered().requireSame(costPerError);
            requireNotNegative("requestsPerMonth", BigDecimal.valueOf(requestsPerMonth));
            requireShare(before);
            requireShare(after);
            if (before == null || after == null) {
                this.unknownErrors = "share of wrong answers of the " + (before == null ? "source" : "target");
                this.moreErrors = Money.zero(costPerError.currency());
            } else {
                this.unknownErrors = null;
                this.moreErrors = costPerError.times(after.subtract(before)).times(requestsPerMonth);
            }
            return this;
        }

        private static void requireShare(@Nullable BigDecimal share) {
            if (share != null && (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0)) {
                throw new IllegalArgumentException("errors: a share of wrong answers is from 0 to 1");
            }
        }

        private static BigDecimal requireNotNegative(String name, BigDecimal value) {
            if (value.signum() < 0) {
                throw new IllegalArgumentException(name + ": must not be negative");
            }
            return value;
        }

        /**
         * Builds the case.
         *
         * @return the case
         */
        public MigrationCase build() {
            return new MigrationCase(this);
        }
    }
}
