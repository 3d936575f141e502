package dev.portolan.routing.catalog.update;

import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.PriceStep;
import dev.portolan.routing.catalog.Pricing;
import dev.portolan.routing.catalog.Rates;
import dev.portolan.routing.catalog.Scope;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All rates of an offer in one list, each by a name that says where it is from, such as {@code batch input} or {@code eu output}.
 *
 * @param unit the money and what is paid for, or {@code null} when no price is known
 * @param rates by name
 */
record RateSheet(@Nullable String unit, Map<String, BigDecimal> rates) {

    static RateSheet of(Offer offer) {
        Map<String, BigDecimal> rates = new TreeMap<>();
        Pricing pricing = offer.pricing();
        if (pricing != null) {
            put(rates, "", pricing.base());
            for (PriceStep step : pricing.steps()) {
                put(rates, "above " + step.above() + " ", step.rates());
            }
            pricing.classes().forEach((service, under) -> put(rates, service.id() + " ", under));
            pricing.windows()
                    .forEach(window ->
                            put(rates, window.days() + " " + window.from() + "-" + window.to() + " ", window.rates()));
            pricing.changes()
                    .forEach(change -> put(
                            rates,
                            "from " + (change.from() == null ? "an unknown day" : change.from()) + " ",
                            change.rates()));
            pricing.uplift().forEach((scope, factor) -> rates.put(scope + " factor", factor));
        }
        for (Scope scope : offer.scopes()) {
            Rates own = scope.rates();
            if (own != null) {
                put(rates, scope.name() + " ", own);
            }
        }
        return new RateSheet(
                pricing == null ? null : pricing.currency().getCurrencyCode() + " per " + pricing.unit(), rates);
    }

    private static void put(Map<String, BigDecimal> sheet, String prefix, Rates rates) {
        put(sheet, prefix + "input", rates.input());
        put(sheet, prefix + "output", rates.output());
        put(sheet, prefix + "cached input", rates.cachedInput());
        put(sheet, prefix + "cache write", rates.cacheWrite());
        put(sheet, prefix + "cache write hour", rates.cacheWriteHour());
        put(sheet, prefix + "reasoning", rates.reasoning());
    }

    private static void put(Map<String, BigDecimal> sheet, String name, @Nullable BigDecimal rate) {
        if (rate != null) {
            sheet.put(name, rate);
        }
    }
}
