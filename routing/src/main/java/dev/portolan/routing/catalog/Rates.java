package dev.portolan.routing.catalog;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Prices for a million tokens each. What is {@code null} is not known, or is as in the rates that these stand over.
 *
 * @param input input that no cache served or took
 * @param output output, reasoning included unless it has a price of its own
 * @param cachedInput input read from the vendor's cache
 * @param cacheWrite input written to the vendor's cache for its shortest time
 * @param cacheWriteHour input written to the vendor's cache for an hour
 * @param reasoning reasoning tokens where they have a price of their own
 */
public record Rates(
        @Nullable BigDecimal input,
        @Nullable BigDecimal output,
        @Nullable BigDecimal cachedInput,
        @Nullable BigDecimal cacheWrite,
        @Nullable BigDecimal cacheWriteHour,
        @Nullable BigDecimal reasoning) {

    /** Nothing is known. */
    public static final Rates UNKNOWN = new Rates(null, null, null, null, null, null);

    /**
     * Checks the components.
     *
     * @param input as above
     * @param output as above
     * @param cachedInput as above
     * @param cacheWrite as above
     * @param cacheWriteHour as above
     * @param reasoning as above
     */
    public Rates {
        amount("input", input);
        amount("output", output);
        amount("cachedInput", cachedInput);
        amount("cacheWrite", cacheWrite);
        amount("cacheWriteHour", cacheWriteHour);
        amount("reasoning", reasoning);
    }

    private static void amount(String name, @Nullable BigDecimal value) {
        if (value != null && value.signum() < 0) {
            throw new IllegalArgumentException(name + ": must not be negative");
        }
    }

    /**
     * Rates of input and output.
     *
     * @param input a decimal number, for a million tokens
     * @param output a decimal number, for a million tokens
     * @return rates that know no other price
     */
    public static Rates of(String input, String output) {
        return new Rates(new BigDecimal(input), new BigDecimal(output), null, null, null, null);
    }

    /**
     * These rates, with those of another where these are not known.
     *
     * @param under such as the base rates, under those of a scope
     * @return both together
     */
    public Rates orElse(Rates under) {
        return new Rates(
                input == null ? under.input : input,
                output == null ? under.output : output,
                cachedInput == null ? under.cachedInput : cachedInput,
                cacheWrite == null ? under.cacheWrite : cacheWrite,
                cacheWriteHour == null ? under.cacheWriteHour : cacheWriteHour,
                reasoning == null ? under.reasoning : reasoning);
    }

    /**
     * These rates times a factor.
     *
     * @param factor such as 1.1 for processing that stays in a region
     * @return each known rate multiplied, exact
     */
    public Rates times(BigDecimal factor) {
        return new Rates(
                times(input, factor),
                times(output, factor),
                times(cachedInput, factor),
                times(cacheWrite, factor),
                times(cacheWriteHour, factor),
                times(reasoning, factor));
    }

    private static @Nullable BigDecimal times(@Nullable BigDecimal rate, BigDecimal factor) {
        return rate == null ? null : rate.multiply(factor);
    }
}
