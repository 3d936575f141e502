package dev.portolan.routing.catalog;

import java.time.LocalDate;
import java.util.Currency;
import java.util.List;

/** Small catalogs for tests. */
final class Chart {

    static final LocalDate TODAY = LocalDate.of(2026, 11, 21);
    static final Currency USD = Currency.getInstance("USD");

    private final ModelCatalog.Builder catalog = ModelCatalog.builder("test", TODAY);

    static CatalogModel.Builder chat(String name, Tier tier) {
        return CatalogModel.builder(name, ModelKind.CHAT).tier(tier);
    }

    /** In general use, priced, processed in the EU if asked. */
    static Offer.Builder offer(Cloud cloud, String id, String model, String input, String output) {
        return Offer.builder(cloud, id, model)
                .pricing(Pricing.of(USD, Rates.of(input, output)))
                .limits(new TokenLimits(128_000L, null, 16_000L, null))
                .lifecycle(Lifecycle.of(Lifecycle.State.GA))
                .scopes(List.of(new Scope(Scope.GLOBAL, null, null)));
    }

    Chart with(CatalogModel.Builder model, Offer.Builder... offers) {
        catalog.model(model.build());
        for (Offer.Builder offer : offers) {
            catalog.offer(offer.build());
        }
        return this;
    }

    Chart paired(String source, Cloud cloud, String... targets) {
        catalog.equivalence(new Equivalence(java.util.Set.of(source), cloud, List.of(targets), "the guide says so"));
        return this;
    }

    ModelCatalog build() {
        return catalog.build();
    }

    /** gpt-4o-mini at OpenAI, and nothing else. */
    static Chart mini() {
        return new Chart()
                .with(
                        chat("openai/gpt-4o-mini", Tier.MINI).family("gpt-4o"),
                        offer(Cloud.OPENAI, "gpt-4o-mini", "openai/gpt-4o-mini", "0.15", "0.60"));
    }

    static List<String> names(Equivalents found) {
        return found.candidates().stream()
                .map(candidate -> candidate.model().name())
                .toList();
    }
}
