package dev.portolan.routing.catalog;

import dev.portolan.chat.Usage;
import dev.portolan.evidence.cost.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a call costs, part by part. A part is {@code null} when it is not known, and 0 only when there were no such tokens.
 *
 * @param currency the money
 * @param input for input that no cache served or took
 * @param cachedInput for input read from the vendor's cache
 * @param cacheWrites for input written to the vendor's cache
 * @param output for output without reasoning, as far as the vendor tells reasoning apart
 * @param reasoning for reasoning; 0 when the vendor does not tell it apart, then it is in the output
 * @param unknown what is not known, in words; empty when the cost is complete
 * @param assumptions what was assumed, in words
 */
public record Cost(
        Currency currency,
        @Nullable Money input,
        @Nullable Money cachedInput,
        @Nullable Money cacheWrites,
        @Nullable Money output,
        @Nullable Money reasoning,
        List<String> unknown,
        List<String> assumptions) {

    /**
     * Checks the components.
     *
     * @param currency as above
     * @param input as above
     * @param cachedInput as above
     * @param cacheWrites as above
     * @param output as above
     * @param reasoning as above
     * @param unknown as above; copied
     * @param assumptions as above; copied
     */
    public Cost {
        Objects.requireNonNull(currency, "currency");
        unknown = List.copyOf(unknown);
        assumptions = List.copyOf(assumptions);
    }

    /** Nothing is known, and why. */
    static Cost unknown(Currency currency, String why) {
        return new Cost(currency, null, null, null, null, null, List.of(why), List.of());
    }

    /** The cost of a usage at given rates. */
    static Cost of(EffectiveRates rates, Usage usage, PriceTerms.CacheTime cacheTime) {
        Parts parts = new Parts(rates);
        Long in = usage.inputTokens();
        Long out = usage.outputTokens();
        long read = orZero(usage.cachedInputTokens());
        long written = orZero(usage.cacheWriteInputTokens());
        long thought = Math.min(orZero(usage.reasoningTokens()), out == null ? Long.MAX_VALUE : out);
        boolean hour = cacheTime == PriceTerms.CacheTime.HOUR;
        // What a cache holds is the beginning of a request, so it lies below a step before anything else does.
        Money cached = parts.input("cached input", 0, read, Rates::cachedInput);
        Money writes = parts.input(
                hour ? "input written to a cache for an hour" : "input written to a cache",
                read,
                written,
                hour ? Rates::cacheWriteHour : Rates::cacheWrite);
        Money plain = in == null
                ? parts.missing("the input tokens are not told")
                : parts.input("input", read + written, Math.max(0, in - read - written), Rates::input);
        Money reasoning =
                parts.output("reasoning", thought, last -> last.reasoning() == null ? last.output() : last.reasoning());
        Money output = out == null
                ? parts.missing("the output tokens are not told")
                : parts.output("output", out - thought, Rates::output);
        return new Cost(rates.currency(), plain, cached, writes, output, reasoning, parts.unknown, rates.assumptions());
    }

    private static long orZero(@Nullable Long tokens) {
        return tokens == null ? 0 : tokens;
    }

    /**
     * Whether all parts are known.
     *
     * @return true when {@link #total()} is
     */
    public boolean complete() {
        return unknown.isEmpty();
    }

    /**
     * What the call costs.
     *
     * @return the sum of all parts, exact, or {@code null} when one of them is not known
     */
    public @Nullable Money total() {
        return complete() ? atLeast() : null;
    }

    /**
     * What the known parts cost; the unknown ones come on top.
     *
     * @return their sum; 0 when none is known
     */
    public Money atLeast() {
        Money sum = Money.zero(currency);
        for (Money part : new @Nullable Money[] {input, cachedInput, cacheWrites, output, reasoning}) {
            sum = part == null ? sum : sum.plus(part);
        }
        return sum;
    }

    /** In words: the exact amount, or what is not known. */
    @Override
    public String toString() {
        Money total = total();
        return total == null
                ? "unknown (" + String.join("; ", unknown) + "), at least "
                        + atLeast().amount().toPlainString() + " " + currency
                : total.amount().toPlainString() + " " + currency;
    }

    /** Counts the parts and notes what is missing. */
    private static final class Parts {
        private final EffectiveRates rates;
        private final List<String> unknown = new ArrayList<>();

        Parts(EffectiveRates rates) {
            this.rates = rates;
        }

        @Nullable
        Money missing(String what) {
            unknown.add(what);
            return null;
        }

        /** Tokens that begin after so many others, band by band. */
        @Nullable
        Money input(String name, long from, long tokens, Function<Rates, @Nullable BigDecimal> rate) {
            BigDecimal sum = BigDecimal.ZERO;
            List<EffectiveRates.Band> bands = rates.bands();
            for (int i = 0; i < bands.size(); i++) {
                long begin = Math.max(from, bands.get(i).above());
                long end = i + 1 < bands.size()
                        ? Math.min(from + tokens, bands.get(i + 1).above())
                        : from + tokens;
                if (end > begin) {
                    BigDecimal price = rate.apply(bands.get(i).rates());
                    if (price == null) {
                        return missing("the price of " + name + " is not known");
                    }
                    sum = sum.add(price.multiply(BigDecimal.valueOf(end - begin)));
                }
            }
            return new Money(sum.movePointLeft(6), rates.currency());
        }

        @Nullable
        Money output(String name, long tokens, Function<Rates, @Nullable BigDecimal> rate) {
            BigDecimal price = rate.apply(rates.last());
            if (tokens > 0 && price == null) {
                return missing("the price of " + name + " is not known");
            }
            return price == null
                    ? Money.zero(rates.currency())
                    : new Money(price.multiply(BigDecimal.valueOf(tokens)).movePointLeft(6), rates.currency());
        }
    }
}
