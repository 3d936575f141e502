package dev.portolan.evidence.cost;

import dev.portolan.chat.Usage;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs, for a million tokens each.
 *
 * @param currency the money that the prices are in
 * @param input for input tokens that no cache served or took
 * @param output for output tokens, reasoning included unless it has a price of its own
 * @param cachedInput for input tokens read from the vendor's cache, or {@code null} when that price is not known
 * @param cacheWrite for input tokens written to the vendor's cache, or {@code null} when that price is not known
 * @param reasoning for reasoning tokens, or {@code null} where they cost what other output tokens do, as with most vendors
 */
public record Price(
        Currency currency,
        BigDecimal input,
        BigDecimal output,
        @Nullable BigDecimal cachedInput,
        @Nullable BigDecimal cacheWrite,
        @Nullable BigDecimal reasoning) {

    /**
     * Checks the components.
     *
     * @param currency as above
     * @param input as above
     * @param output as above
     * @param cachedInput as above
     * @param cacheWrite as above
     * @param reasoning as above
     */
    public Price {
        Objects.requireNonNull(currency, "currency");
        requireAmount("input", Objects.requireNonNull(input, "input"));
        requireAmount("output", Objects.requireNonNull(output, "output"));
        requireAmount("cachedInput", cachedInput);
        requireAmount("cacheWrite", cacheWrite);
        requireAmount("reasoning", reasoning);
    }

    /**
     * A price where reasoning costs what other output does.
     *
     * @param currency the money that the prices are in
     * @param input for input tokens that no cache served or took
     * @param output for output tokens, reasoning included
     * @param cachedInput for input tokens read from the vendor's cache, or {@code null} when that price is not known
     * @param cacheWrite for input tokens written to the vendor's cache, or {@code null} when that price is not known
     */
    public Price(
            Currency currency,
            BigDecimal input,
            BigDecimal output,
            @Nullable BigDecimal cachedInput,
            @Nullable BigDecimal cacheWrite) {
        this(currency, input, output, cachedInput, cacheWrite, null);
    }

    private static void requireAmount(String name, @Nullable BigDecimal amount) {
        if (amount != null && amount.signum() < 0) {
            throw new IllegalArgumentException(name + ": must not be negative");
        }
    }

    /**
     * What a call costs: {@code ((in - cached - written) p_in + cached p_cached + written p_write + (out - reasoning) p_out +
     * reasoning p_reasoning) / 1,000,000}, exact, with {@code p_out} for {@code p_reasoning} where there is none. Where the vendor tells
     * nothing of its cache or of reasoning, there was none.
     *
     * @param usage the tokens
     * @return the amount, or {@code null} when it is not known: tokens are not told, or the price of cached ones that there are
     */
    public @Nullable BigDecimal of(Usage usage) {
        Long in = usage.inputTokens();
        Long out = usage.outputTokens();
        if (in == null || out == null) {
            return null;
        }
        BigDecimal read = amount(usage.cachedInputTokens(), cachedInput);
        BigDecimal written = amount(usage.cacheWriteInputTokens(), cacheWrite);
        if (read == null || written == null) {
            return null;
        }
        long plain = in - orZero(usage.cachedInputTokens()) - orZero(usage.cacheWriteInputTokens());
        long thought = reasoning == null ? 0 : Math.min(out, orZero(usage.reasoningTokens()));
        return input.multiply(BigDecimal.valueOf(Math.max(0, plain)))
                .add(output.multiply(BigDecimal.valueOf(out - thought)))
                .add(reasoning == null ? BigDecimal.ZERO : reasoning.multiply(BigDecimal.valueOf(thought)))
                .add(read)
                .add(written)
                .movePointLeft(6);
    }

    private static long orZero(@Nullable Long tokens) {
        return tokens == null ? 0 : tokens;
    }

    private static @Nullable BigDecimal amount(@Nullable Long tokens, @Nullable BigDecimal price) {
        if (orZero(tokens) == 0) {
            return BigDecimal.ZERO;
        }
        return price == null ? null : price.multiply(BigDecimal.valueOf(orZero(tokens)));
    }
}
