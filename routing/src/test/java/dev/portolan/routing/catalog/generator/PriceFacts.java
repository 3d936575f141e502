package dev.portolan.routing.catalog.generator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.routing.catalog.ModelKind;
import dev.portolan.routing.catalog.PriceChange;
import dev.portolan.routing.catalog.PriceStep;
import dev.portolan.routing.catalog.PriceWindow;
import dev.portolan.routing.catalog.Pricing;
import dev.portolan.routing.catalog.Rates;
import dev.portolan.routing.catalog.ServiceClass;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Prices. A price of nothing is no price. */
final class PriceFacts {

    static final Currency DOLLAR = Currency.getInstance("USD");

    private static final Pattern WINDOW = Pattern.compile("(?:(\\w{3})-(\\w{3}) )?(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)");

    /** Vendors whose price lists put the whole of a long request on the higher step, where a list does not say so itself. */
    private static final Set<String> WHOLE_REQUESTS = Set.of("openai", "google", "anthropic", "qwen");

    private PriceFacts() {}

    static @Nullable Pricing of(Fact fact, ModelKind kind) {
        if (fact.cloud().equals("ollama") || "managed-compute".equals(fact.text("hosting"))) {
            return unpriced("machine-hour");
        }
        if (kind == ModelKind.RERANK) {
            return unpriced("search");
        }
        Rates base = rates(fact);
        if (base.equals(Rates.UNKNOWN)) {
            return null;
        }
        return new Pricing(
                DOLLAR, Pricing.TOKEN, base, steps(fact), classes(fact), windows(fact), changes(fact), uplift(fact));
    }

    static Pricing unpriced(String unit) {
        return new Pricing(DOLLAR, unit, Rates.UNKNOWN, List.of(), Map.of(), List.of(), List.of(), Map.of());
    }

    static Rates rates(Fact fact) {
        return new Rates(
                amount(fact, "price_in"),
                amount(fact, "price_out"),
                amount(fact, "price_cached_in"),
                amount(fact, "price_cache_write"),
                amount(fact, "price_cache_write_1h"),
                amount(fact, "price_reasoning_out"));
    }

    private static @Nullable BigDecimal amount(Fact fact, String key) {
        BigDecimal value = fact.decimal(key);
        return value == null || value.signum() == 0 ? null : value;
    }

    private static List<PriceStep> steps(Fact fact) {
        TreeMap<Long, PriceStep> steps = new TreeMap<>();
        for (Fact step : fact.facts("price_tiers")) {
            long above = Objects.requireNonNull(step.count("above"));
            Boolean whole = step.flag("whole_request");
            Rates rates = rates(step);
            if (above > 0 && !rates.equals(Rates.UNKNOWN)) {
                steps.put(
                        above,
                        new PriceStep(
                                above, rates, whole == null ? WHOLE_REQUESTS.contains(fact.need("vendor")) : whole));
            }
        }
        return List.copyOf(steps.values());
    }

    private static Map<ServiceClass, Rates> classes(Fact fact) {
        Map<ServiceClass, Rates> classes = new EnumMap<>(ServiceClass.class);
        for (Map.Entry<String, JsonNode> mode : fact.node().path("price_modes").properties()) {
            Rates rates = rates(new Fact(mode.getValue()));
            if (!rates.equals(Rates.UNKNOWN)) {
                classes.put(ServiceClass.valueOf(mode.getKey().toUpperCase(Locale.ROOT)), rates);
            }
        }
        return classes;
    }

    private static List<PriceWindow> windows(Fact fact) {
        List<PriceWindow> windows = new ArrayList<>();
        for (Fact window : fact.facts("price_windows")) {
            Matcher hours = WINDOW.matcher(window.need("utc"));
            if (!hours.matches()) {
                throw new IllegalArgumentException(fact.id() + ": cannot read the hours " + window.need("utc"));
            }
            Set<DayOfWeek> days = hours.group(1) == null
                    ? EnumSet.allOf(DayOfWeek.class)
                    : EnumSet.range(day(hours.group(1)), day(hours.group(2)));
            windows.add(new PriceWindow(
                    days, LocalTime.parse(hours.group(3)), LocalTime.parse(hours.group(4)), rates(window)));
        }
        return windows;
    }

    private static DayOfWeek day(String word) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().startsWith(word.toUpperCase(Locale.ROOT))) {
                return day;
            }
        }
        throw new IllegalArgumentException("There is no day " + word);
    }

    private static List<PriceChange> changes(Fact fact) {
        List<PriceChange> changes = new ArrayList<>();
        for (Fact change : fact.facts("price_changes")) {
            LocalDate from = change.day("from");
            String note = from == null
                    ? "The list price; the present one is a sale without an announced end"
                    : "Announced by the vendor; the price until then is introductory";
            changes.add(new PriceChange(from, rates(change), note));
        }
        changes.sort(Comparator.comparing(PriceChange::from, Comparator.nullsLast(Comparator.naturalOrder())));
        return changes;
    }

    private static Map<String, BigDecimal> uplift(Fact fact) {
        Map<String, BigDecimal> factors = new TreeMap<>();
        for (Map.Entry<String, JsonNode> factor :
                fact.node().path("regional_uplift").properties()) {
            factors.put(factor.getKey(), Fact.plain(factor.getValue().decimalValue()));
        }
        return factors;
    }
}
