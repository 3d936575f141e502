package dev.portolan.routing.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Currency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Prices in a catalog's file. */
final class PricingJson {

    private PricingJson() {}

    static Pricing read(Place place) {
        place.object();
        Currency currency = place.required("currency").parsed(Currency::getInstance, "must be a currency's code");
        Map<ServiceClass, Rates> classes = new EnumMap<>(ServiceClass.class);
        Place stated = place.at("classes");
        if (stated != null) {
            stated.members().forEach((name, rates) -> {
                for (ServiceClass known : ServiceClass.values()) {
                    if (known.id().equals(name)) {
                        classes.put(known, rates(rates));
                    }
                }
            });
        }
        Map<String, BigDecimal> uplift = new TreeMap<>();
        Place factors = place.at("uplift");
        if (factors != null) {
            factors.members().forEach((scope, factor) -> uplift.put(scope, factor.decimal()));
        }
        return place.made(() -> new Pricing(
                currency,
                place.read("unit", Place::text, Pricing.TOKEN),
                place.read("base", PricingJson::rates, Rates.UNKNOWN),
                place.list("steps", PricingJson::step),
                classes,
                place.list("windows", PricingJson::window),
                place.list("changes", PricingJson::change),
                uplift));
    }

    static Rates rates(Place place) {
        place.object();
        return place.made(() -> new Rates(
                place.read("input", Place::decimal),
                place.read("output", Place::decimal),
                place.read("cachedInput", Place::decimal),
                place.read("cacheWrite", Place::decimal),
                place.read("cacheWriteHour", Place::decimal),
                place.read("reasoning", Place::decimal)));
    }

    private static PriceStep step(Place place) {
        return new PriceStep(
                place.required("above").count(),
                rates(place.required("rates")),
                place.required("wholeRequest").flag());
    }

    private static PriceWindow window(Place place) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        days.addAll(place.list("days", day -> FileNames.constant(day, DayOfWeek.class)));
        return new PriceWindow(
                days,
                place.required("from").parsed(LocalTime::parse, "must be a time of day, such as 16:30"),
                place.required("to").parsed(LocalTime::parse, "must be a time of day, such as 16:30"),
                rates(place.required("rates")));
    }

    private static PriceChange change(Place place) {
        return new PriceChange(
                place.read("from", Place::day), rates(place.required("rates")), place.read("note", Place::text));
    }

    static ObjectNode write(Pricing pricing) {
        ObjectNode node = Json.object();
        node.put("currency", pricing.currency().getCurrencyCode());
        if (!pricing.perToken()) {
            node.put("unit", pricing.unit());
        }
        Json.put(node, "base", write(pricing.base()));
        ArrayNode steps = Json.array();
        for (PriceStep step : pricing.steps()) {
            ObjectNode entry = Json.object();
            entry.put("above", step.above());
            entry.set("rates", write(step.rates()));
            entry.put("wholeRequest", step.wholeRequest());
            steps.add(entry);
        }
        Json.put(node, "steps", steps);
        ObjectNode classes = Json.object();
        pricing.classes().forEach((name, rates) -> classes.set(name.id(), write(rates)));
        Json.put(node, "classes", classes);
        ArrayNode windows = Json.array();
        for (PriceWindow window : pricing.windows()) {
            ObjectNode entry = Json.object();
            Json.put(
                    entry,
                    "days",
                    window.days().stream()
                            .map(day -> day.name().toLowerCase(java.util.Locale.ROOT))
                            .toList());
            entry.put("from", window.from().toString());
            entry.put("to", window.to().toString());
            entry.set("rates", write(window.rates()));
            windows.add(entry);
        }
        Json.put(node, "windows", windows);
        ArrayNode changes = Json.array();
        for (PriceChange change : pricing.changes()) {
            ObjectNode entry = Json.object();
            Json.put(entry, "from", change.from());
            entry.set("rates", write(change.rates()));
            Json.put(entry, "note", change.note());
            changes.add(entry);
        }
        Json.put(node, "changes", changes);
        ObjectNode uplift = Json.object();
        pricing.uplift().forEach((scope, factor) -> Json.put(uplift, scope, factor));
        Json.put(node, "uplift", uplift);
        return node;
    }

    static ObjectNode write(Rates rates) {
        ObjectNode node = Json.object();
        Json.put(node, "input", rates.input());
        Json.put(node, "output", rates.output());
        Json.put(node, "cachedInput", rates.cachedInput());
        Json.put(node, "cacheWrite", rates.cacheWrite());
        Json.put(node, "cacheWriteHour", rates.cacheWriteHour());
        Json.put(node, "reasoning", rates.reasoning());
        return node;
    }
}
