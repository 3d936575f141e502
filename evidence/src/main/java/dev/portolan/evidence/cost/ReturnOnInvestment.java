package dev.portolan.evidence.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a move pays. Before the first month stands the effort; each month brings the saving, less what learning costs in it. Nothing is
 * discounted. Immutable.
 *
 * @param effort what the move costs once
 * @param learning what learning costs in the first month, in the second, and so on; nothing in those after
 * @param monthlySaving what a month costs less after the move, negative where it costs more; {@code null} when it is not known
 * @param unknown what is not known that the saving needs, in words; empty when it is known
 */
public record ReturnOnInvestment(
        Money effort, List<Money> learning, @Nullable Money monthlySaving, List<String> unknown) {

    private static final int YEAR = 12;

    /**
     * Checks the components.
     *
     * @param effort as above
     * @param learning as above
     * @param monthlySaving as above
     * @param unknown as above
     */
    public ReturnOnInvestment {
        learning = List.copyOf(learning);
        unknown = List.copyOf(unknown);
        learning.forEach(effort::requireSame);
        if (monthlySaving != null) {
            effort.requireSame(monthlySaving);
        }
        if (monthlySaving == null == unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown: tells why the saving is not known, and only then");
        }
    }

    /**
     * After how many months the savings have brought in effort and learning, for good. Within a month money comes evenly, so the effort
     * of a saving of 30,000 a month is back after 1.5 months when it is 45,000.
     *
     * @return the months, rounded up to a tenth; 0 when nothing has to be brought in; {@code null} when that never happens or the saving
     *     is not known
     */
    public @Nullable BigDecimal paybackMonths() {
        if (monthlySaving == null || monthlySaving.amount().signum() <= 0) {
            return null;
        }
        BigDecimal open = effort.amount();
        BigDecimal back = BigDecimal.ZERO;
        for (int month = 1; month <= learning.size(); month++) {
            BigDecimal net = monthlySaving.minus(learning.get(month - 1)).amount();
            // A later month of learning may take back what was earned: the last time counts.
            if (open.signum() > 0 && net.compareTo(open) >= 0) {
                back = BigDecimal.valueOf(month - 1L).add(open.divide(net, MathContext.DECIMAL128));
            }
            open = open.subtract(net);
        }
        if (open.signum() > 0) {
            back = BigDecimal.valueOf(learning.size()).add(open.divide(monthlySaving.amount(), MathContext.DECIMAL128));
        }
        return back.setScale(1, RoundingMode.CEILING);
    }

    /**
     * What is saved in the first twelve months after effort and learning.
     *
     * @return the amount, negative for a loss; {@code null} when the saving is not known
     */
    public @Nullable Money firstYear() {
        return monthlySaving == null ? null : monthlySaving.times(YEAR).minus(invested());
    }

    /**
     * What the first twelve months bring for what is put in: {@link #firstYear()} over effort and learning. 11 is 1,100 %.
     *
     * @return the ratio to four decimals, negative for a loss; {@code null} when the saving is not known or nothing is put in
     */
    public @Nullable BigDecimal firstYearReturn() {
        Money saved = firstYear();
        return saved == null || invested().amount().signum() == 0
                ? null
                : saved.amount().divide(invested().amount(), 4, RoundingMode.HALF_EVEN);
    }

    /**
     * What is put in during the first twelve months: the effort and what learning costs.
     *
     * @return the amount
     */
    public Money invested() {
        return learning.stream().limit(YEAR).reduce(effort, Money::plus);
    }

    /**
     * The result in a sentence, for reports.
     *
     * @return such as {@code Effort 30,000.00 USD, saving 30,000.00 USD a month: paid back after 1.0 months, 330,000.00 USD saved in the
     *     first year}
     */
    public String sentence() {
        Money saved = firstYear();
        if (saved == null) {
            return "Effort " + effort + "; whether it pays is not known: " + String.join("; ", unknown);
        }
        BigDecimal months = paybackMonths();
        boolean loss = saved.amount().signum() < 0;
        return "Effort " + effort + ", saving " + monthlySaving + " a month: "
                + (months == null ? "never paid back" : "paid back after " + months.toPlainString() + " months") + ", "
                + (loss ? Money.zero(saved.currency()).minus(saved) + " lost" : saved + " saved")
                + " in the first year";
    }
}
