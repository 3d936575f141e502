package dev.portolan.routing.catalog;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is replaced: the model, and the offer of it that candidates are compared with. */
record MatchSource(
        CatalogModel model,
        @Nullable Offer offer,
        TokenLimits limits,
        @Nullable Tier tier,
        Set<String> behaviours,
        @Nullable EffectiveRates rates,
        BigDecimal multiplier) {

    /** Finds it by a canonical name, the same without its vendor, or an id on any cloud. */
    static MatchSource of(ModelCatalog catalog, String name, @Nullable Tier tier, LocalDate today) {
        NameMatch named = catalog.modelNamed(name);
        CatalogModel model = named.model();
        if (model == null) {
            throw new UnknownModel(named);
        }
        Offer offer = reference(catalog, model, name);
        TokenLimits limits = offer == null ? model.limits() : offer.limits().orElse(model.limits());
        Set<String> behaviours = new HashSet<>();
        Matching.behaviours(model, offer).forEach(behaviour -> behaviours.add(behaviour.key()));
        return new MatchSource(
                model,
                offer,
                limits,
                tier == null ? model.tier() : tier,
                behaviours,
                offer == null ? null : offer.rates(PriceTerms.on(today), 0),
                EffortMultiplier.unasked(model));
    }

    /** The offer that was named, else that of the model's own vendor, else any; with a price before one without. */
    private static @Nullable Offer reference(ModelCatalog catalog, CatalogModel model, String name) {
        List<Offer> offers = catalog.offersOf(model.name());
        for (Offer offer : offers) {
            if (offer.id().equals(name) && offers.size() > 1 && !isPlainName(model, name)) {
                return offer;
            }
        }
        return offers.stream()
                .min(Comparator.comparing(Offer::moving)
                        .thenComparing(offer -> !offer.cloud().id().equals(model.vendor()))
                        .thenComparing(offer -> offer.pricing() == null)
                        .thenComparing(offer -> offer.id().length())
                        .thenComparing(Offer::shown))
                .orElse(null);
    }

    private static boolean isPlainName(CatalogModel model, String name) {
        return model.name().endsWith("/" + name) || model.name().equals(name);
    }

    boolean behaves(String key) {
        return behaviours.contains(key);
    }

    /** How many tokens a text takes for the other model, for one of this. */
    BigDecimal tokensOf(CatalogModel other) {
        BigDecimal here = model.tokenizerFactor();
        BigDecimal there = other.tokenizerFactor();
        return here == null || there == null || here.signum() == 0 || here.compareTo(there) == 0
                ? BigDecimal.ONE
                : there.divide(here, MathContext.DECIMAL64);
    }
}
