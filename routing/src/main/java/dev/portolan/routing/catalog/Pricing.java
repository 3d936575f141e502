package dev.portolan.routing.catalog;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an offer costs, for its widest scope; narrower ones are in {@link Offer#scopes()}. {@link Offer#rates} puts the parts together:
 * what a part lacks is as in the base, but that rates of caches follow those of input and rates of reasoning follow those of output by the
 * same factor, as vendors bill them.
 *
 * @param currency the money
 * @param unit {@code token}, or what else is paid for: {@code search}, {@code machine-hour}, {@code unit}; then the rates say nothing
 * @param base the rates of a short request in the standard class
 * @param steps other rates for long requests, by rising {@link PriceStep#above()}
 * @param classes other rates by service class
 * @param windows other rates at certain hours
 * @param changes announced for later, by rising day, those without a day last
 * @param uplift factors on all rates by scope, such as {@code eu=1.1}, where a scope has no rates of its own
 */
public record Pricing(
        Currency currency,
        String unit,
        Rates base,
        List<PriceStep> steps,
        Map<ServiceClass, Rates> classes,
        List<PriceWindow> windows,
        List<PriceChange> changes,
        Map<String, BigDecimal> uplift) {

    /** The money of most price lists. */
    static final Currency US_DOLLAR = Currency.getInstance("USD");

    /** The unit of all hosted models that answer text. */
    public static final String TOKEN = "token";

    /**
     * Checks the components.
     *
     * @param currency as above
     * @param unit as above
     * @param base as above
     * @param steps as above; copied
     * @param classes as above; copied
     * @param windows as above; copied
     * @param changes as above; copied
     * @param uplift as above; copied
     */
    public Pricing {
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(base, "base");
        steps = List.copyOf(steps);
        classes = Collections.unmodifiableMap(copy(classes));
        windows = List.copyOf(windows);
        changes = List.copyOf(changes);
        uplift = Collections.unmodifiableMap(new TreeMap<>(uplift));
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).above() <= steps.get(i - 1).above()) {
                throw new IllegalArgumentException("steps: must rise");
            }
        }
    }

    private static Map<ServiceClass, Rates> copy(Map<ServiceClass, Rates> classes) {
        Map<ServiceClass, Rates> copy = new EnumMap<>(ServiceClass.class);
        copy.putAll(classes);
        return copy;
    }

    /**
     * A price by tokens, and nothing else.
     *
     * @param currency the money
     * @param base the rates
     * @return the pricing
     */
    public static Pricing of(Currency currency, Rates base) {
        return new Pricing(currency, TOKEN, base, List.of(), Map.of(), List.of(), List.of(), Map.of());
    }

    /**
     * Whether tokens are what is paid for.
     *
     * @return false for searches, machine hours and the like, whose cost cannot be told from tokens
     */
    public boolean perToken() {
        return unit.equals(TOKEN);
    }

    /**
     * The price of input and output together at so many of one for one of the other, to compare list prices.
     *
     * @param inputPerOutput how many input tokens come with one of output, such as 3
     * @return for a million tokens of that mix, or {@code null} when either is not known
     */
    public @Nullable BigDecimal blended(int inputPerOutput) {
        BigDecimal in = base.input();
        BigDecimal out = base.output();
        if (!perToken() || in == null || out == null) {
            return null;
        }
        return in.multiply(BigDecimal.valueOf(inputPerOutput))
                .add(out)
                .divide(BigDecimal.valueOf(inputPerOutput + 1L), java.math.MathContext.DECIMAL64);
    }
}
