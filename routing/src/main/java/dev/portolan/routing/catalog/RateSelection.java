package dev.portolan.routing.catalog;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lays the layers of a price over each other: changes reached, scope, class, hours, steps. A single layer replaces the base rate. Where two
 * have a rate each, their factors to the base rate are multiplied: no price list states such combinations, so that is told as an
 * assumption.
 */
final class RateSelection {

    private record Layer(String name, Rates rates) {}

    private final Rates base;
    private final Set<String> assumptions = new LinkedHashSet<>();

    private RateSelection(Rates base) {
        this.base = base;
    }

    static EffectiveRates of(Pricing pricing, @Nullable Scope scope, PriceTerms terms, long inputTokens) {
        RateSelection selection = new RateSelection(pricing.base());
        List<Layer> layers = selection.layers(pricing, scope, terms);
        List<EffectiveRates.Band> bands = new ArrayList<>();
        bands.add(new EffectiveRates.Band(0, selection.combined(layers)));
        for (PriceStep step : pricing.steps()) {
            if (inputTokens > step.above()) {
                List<Layer> stepped = new ArrayList<>(layers);
                stepped.add(new Layer("above " + step.above() + " input tokens", step.rates()));
                Rates rates = selection.combined(stepped);
                if (step.wholeRequest()) {
                    bands.clear();
                }
                bands.add(new EffectiveRates.Band(step.wholeRequest() ? 0 : step.above(), rates));
            }
        }
        return new EffectiveRates(pricing.currency(), bands, new ArrayList<>(selection.assumptions));
    }

    private List<Layer> layers(Pricing pricing, @Nullable Scope scope, PriceTerms terms) {
        List<Layer> layers = new ArrayList<>();
        Rates changed = null;
        for (PriceChange change : pricing.changes()) {
            if (change.from() != null && !change.from().isAfter(terms.day())) {
                changed = changed == null ? change.rates() : change.rates().orElse(changed);
            }
        }
        if (changed != null) {
            layers.add(new Layer("announced", changed));
        }
        String where = terms.scope();
        if (where != null) {
            BigDecimal uplift = pricing.uplift().get(where);
            if (scope != null && scope.rates() != null) {
                layers.add(new Layer(where, scope.rates()));
            } else if (uplift != null) {
                layers.add(new Layer(where, base.times(uplift)));
            } else if (!where.equals(Scope.GLOBAL)) {
                assumptions.add("no price of its own is known for " + where + "; the offer's is taken");
            }
        }
        Rates ofClass = pricing.classes().get(terms.serviceClass());
        if (ofClass != null) {
            layers.add(new Layer(terms.serviceClass().id(), ofClass));
        } else if (terms.serviceClass() != ServiceClass.STANDARD) {
            assumptions.add(
                    "no price is known for the class " + terms.serviceClass().id() + "; the standard one is taken");
        }
        Instant moment = terms.moment();
        if (moment != null) {
            for (PriceWindow window : pricing.windows()) {
                if (window.contains(moment)) {
                    layers.add(new Layer("at this hour", window.rates()));
                    break;
                }
            }
        }
        return layers;
    }

    private Rates combined(List<Layer> layers) {
        BigDecimal input = rate(layers, Rates::input, null);
        BigDecimal output = rate(layers, Rates::output, null);
        return new Rates(
                input,
                output,
                rate(layers, Rates::cachedInput, Rates::input),
                rate(layers, Rates::cacheWrite, Rates::input),
                rate(layers, Rates::cacheWriteHour, Rates::input),
                rate(layers, Rates::reasoning, Rates::output));
    }

    private @Nullable BigDecimal rate(
            List<Layer> layers,
            Function<Rates, @Nullable BigDecimal> component,
            @Nullable Function<Rates, @Nullable BigDecimal> leader) {
        BigDecimal first = component.apply(base);
        BigDecimal rate = first;
        String before = null;
        for (Layer layer : layers) {
            BigDecimal own = component.apply(layer.rates());
            if (own == null) {
                rate = leader == null ? rate : following(rate, layer, leader);
            } else if (rate == null || first == null || first.signum() == 0 || rate.compareTo(first) == 0) {
                rate = own;
            } else {
                rate = scaled(rate, own, first);
                assumptions.add("the factors of \"" + before + "\" and \"" + layer.name()
                        + "\" are multiplied; no list states both together");
            }
            before = layer.name();
        }
        return rate;
    }

    /** A rate that a layer lacks goes with that of input or output. */
    private @Nullable BigDecimal following(
            @Nullable BigDecimal rate, Layer layer, Function<Rates, @Nullable BigDecimal> leader) {
        BigDecimal to = leader.apply(layer.rates());
        BigDecimal from = leader.apply(base);
        if (rate == null || to == null || from == null || from.signum() == 0 || to.compareTo(from) == 0) {
            return rate;
        }
        assumptions.add("rates of caches and reasoning that the list lacks for \"" + layer.name()
                + "\" follow those of input and output");
        return scaled(rate, to, from);
    }

    private static BigDecimal scaled(BigDecimal rate, BigDecimal numerator, BigDecimal denominator) {
        return rate.multiply(numerator).divide(denominator, MathContext.DECIMAL64);
    }
}
