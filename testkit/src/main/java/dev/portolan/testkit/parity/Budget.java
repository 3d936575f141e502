package dev.portolan.testkit.parity;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a run may spend on the models that it compares. A run begins no call that would probably exceed it, so that it may be exceeded
 * by less than the calls that are in flight differ from the mean. What judges cost is not counted. Immutable.
 */
public final class Budget {

    /** No limit. */
    public static final Budget UNLIMITED = new Budget(null, null);

    private final @Nullable BigDecimal money;
    private final @Nullable Long tokens;

    private Budget(@Nullable BigDecimal money, @Nullable Long tokens) {
        this.money = money;
        this.tokens = tokens;
    }

    /**
     * Limits money. A run whose prices are not known stops at the first answer that nobody can price, since it could not keep the
     * limit.
     *
     * @param limit in the currency of the run, not negative
     * @return a budget without other limits
     */
    public static Budget money(BigDecimal limit) {
        if (limit.signum() < 0) {
            throw new IllegalArgumentException("money: must not be negative, as " + limit + " is");
        }
        return new Budget(limit, null);
    }

    /**
     * Limits tokens, of input and output together.
     *
     * @param limit not negative
     * @return a budget without other limits
     */
    public static Budget ofTokens(long limit) {
        return UNLIMITED.tokens(limit);
    }

    /**
     * The same with a limit for tokens, of input and output together.
     *
     * @param limit not negative
     * @return a budget
     */
    public Budget tokens(long limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("tokens: must not be negative, as " + limit + " is");
        }
        return new Budget(money, limit);
    }

    /**
     * The limit for money.
     *
     * @return in the currency of the run, or {@code null} for none
     */
    public @Nullable BigDecimal money() {
        return money;
    }

    /**
     * The limit for tokens.
     *
     * @return the number, or {@code null} for none
     */
    public @Nullable Long tokens() {
        return tokens;
    }

    @Override
    public String toString() {
        return "Budget[money=" + (money == null ? "unlimited" : money.toPlainString()) + ", tokens="
                + (tokens == null ? "unlimited" : tokens) + "]";
    }
}
