package dev.portolan.evidence.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An amount in a currency, exact; negative where more is lost than gained. Amounts of different currencies are never put together.
 * Equal are amounts of the same value, whatever their scale.
 *
 * @param amount how much
 * @param currency of what
 */
public record Money(BigDecimal amount, Currency currency) {

    /**
     * Checks the components.
     *
     * @param amount as above
     * @param currency as above
     */
    public Money {
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(currency, "currency");
    }

    /**
     * An amount.
     *
     * @param amount a decimal number
     * @param currency the code of ISO 4217, such as {@code USD}
     * @return the money
     * @throws IllegalArgumentException when either is none
     */
    public static Money of(String amount, String currency) {
        return new Money(new BigDecimal(amount), Currency.getInstance(currency));
    }

    /**
     * No money.
     *
     * @param currency of what
     * @return an amount of 0
     */
    public static Money zero(Currency currency) {
        return new Money(BigDecimal.ZERO, currency);
    }

    /**
     * The sum.
     *
     * @param other more
     * @return both together
     * @throws IllegalArgumentException when it is of another currency
     */
    public Money plus(Money other) {
        requireSame(other);
        return new Money(amount.add(other.amount), currency);
    }

    /**
     * The difference.
     *
     * @param other what is taken away
     * @return what is left, perhaps negative
     * @throws IllegalArgumentException when it is of another currency
     */
    public Money minus(Money other) {
        requireSame(other);
        return new Money(amount.subtract(other.amount), currency);
    }

    /**
     * A multiple.
     *
     * @param factor how many times
     * @return the product, exact
     */
    public Money times(BigDecimal factor) {
        return new Money(amount.multiply(factor), currency);
    }

    /**
     * A multiple.
     *
     * @param factor how many times
     * @return the product, exact
     */
    public Money times(long factor) {
        return times(BigDecimal.valueOf(factor));
    }

    /**
     * Refuses to go on with two currencies.
     *
     * @param other another amount
     * @throws IllegalArgumentException when it is of another currency
     */
    void requireSame(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(
                    currency + " and " + other.currency + " cannot be put together; state all amounts in one currency");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Money that && currency.equals(that.currency) && amount.compareTo(that.amount) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(currency, amount.stripTrailingZeros());
    }

    /** The amount rounded to what the currency has coins for, such as {@code 1,234.50 USD}. */
    @Override
    public String toString() {
        int digits = Math.max(0, currency.getDefaultFractionDigits());
        return String.format(Locale.ROOT, "%,." + digits + "f", amount.setScale(digits, RoundingMode.HALF_UP)) + " "
                + currency;
    }
}
