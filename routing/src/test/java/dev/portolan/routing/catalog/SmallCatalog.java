package dev.portolan.routing.catalog;

import dev.portolan.chat.Capability;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A catalog of three models and four offers for tests. */
public final class SmallCatalog {

    public static final LocalDate DAY = LocalDate.of(2026, 11, 21);

    private SmallCatalog() {}

    public static ModelCatalog.Builder builder() {
        return ModelCatalog.builder("2026.11.21", DAY)
                .model(CatalogModel.builder("openai/gpt-4o-mini", ModelKind.CHAT)
                        .tier(Tier.MINI)
                        .limits(new TokenLimits(128_000L, null, 16_384L, null))
                        .build())
                .model(CatalogModel.builder("openai/gpt-4o", ModelKind.CHAT)
                        .tier(Tier.STANDARD)
                        .build())
                .model(CatalogModel.builder("amazon/nova-lite", ModelKind.CHAT)
                        .tier(Tier.MINI)
                        .build())
                .offer(Offer.builder(Cloud.AZURE, "gpt-4o-mini", "openai/gpt-4o-mini")
                        .aliases(List.of("gpt-4o-mini-2024-07-18"))
                        .limits(new TokenLimits(128_000L, null, 16_384L, null))
                        .pricing(Pricing.of(Currency.getInstance("USD"), Rates.of("0.15", "0.60")))
                        .capabilities(Map.of(Capability.TOOLS, true, Capability.SEED, false))
                        .scopes(List.of(
                                new Scope("global", null, null), new Scope("eu", null, Rates.of("0.17", "0.66"))))
                        .lifecycle(Lifecycle.of(Lifecycle.State.GA).retiring(LocalDate.of(2027, 4, 14)))
                        .regions(Set.of("eastus"))
                        .build())
                .offer(Offer.builder(Cloud.AZURE, "gpt-4o", "openai/gpt-4o")
                        .pricing(Pricing.of(Currency.getInstance("USD"), Rates.of("2.50", "10")))
                        .lifecycle(Lifecycle.of(Lifecycle.State.GA))
                        .build())
                .offer(Offer.builder(Cloud.OPENAI, "gpt-4o-mini", "openai/gpt-4o-mini")
                        .pricing(Pricing.of(Currency.getInstance("USD"), Rates.of("0.15", "0.60")))
                        .lifecycle(Lifecycle.of(Lifecycle.State.GA))
                        .build())
                .offer(Offer.builder(Cloud.BEDROCK, "amazon.nova-lite-v1:0", "amazon/nova-lite")
                        .pricing(Pricing.of(Currency.getInstance("USD"), Rates.of("0.06", "0.24")))
                        .lifecycle(Lifecycle.of(Lifecycle.State.GA))
                        .build())
                .equivalence(new Equivalence(
                        Set.of("openai/gpt-4o-mini"), Cloud.BEDROCK, List.of("amazon/nova-lite"), "guide"));
    }

    public static ModelCatalog catalog() {
        return builder().build();
    }
}
