package dev.portolan.routing.catalog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Capability;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogOverlayTest {

    private static ModelCatalog with(String text) {
        return SmallCatalog.catalog().with(CatalogOverlay.of(text, "folder/acme.yaml"));
    }

    private static Offer offer(ModelCatalog catalog, Cloud cloud, String id) {
        return requireNonNull(catalog.offer(cloud, id), id);
    }

    private static Pricing pricing(Offer offer) {
        return requireNonNull(offer.pricing(), "pricing");
    }

    @Test
    void aPrivatePriceChangesThatPriceAloneAndSaysWhoseItIs() {
        Offer offer = offer(with("""
                        offers:
                          azure:
                            gpt-4o-mini:
                              pricing: {base: {input: "0.12"}}
                        """), Cloud.AZURE, "gpt-4o-mini");

        assertThat(pricing(offer).base()).isEqualTo(Rates.of("0.12", "0.60"));
        assertThat(offer.lifecycle().retires()).isEqualTo(LocalDate.of(2027, 4, 14));
        assertThat(offer.aliases()).containsExactly("gpt-4o-mini-2024-07-18");
        assertThat(offer.provenance().overlay()).isEqualTo("acme");
        assertThat(requireNonNull(offer.scope("eu")).rates()).isEqualTo(Rates.of("0.17", "0.66"));
    }

    @Test
    void otherOffersStayAndTheVersionTellsOfTheOverlay() {
        ModelCatalog catalog = with("name: prices\noffers:\n  azure:\n    gpt-4o: {support: gold}\n");

        assertThat(catalog.version()).matches("2026\\.11\\.21\\+prices\\.[0-9a-f]{8}");
        assertThat(catalog.asOf()).isEqualTo(SmallCatalog.DAY);
        assertThat(offer(catalog, Cloud.OPENAI, "gpt-4o-mini").provenance().overlay())
                .isNull();
        assertThat(offer(catalog, Cloud.AZURE, "gpt-4o").provenance().overlay()).isEqualTo("prices");
        assertThat(catalog.equivalences()).hasSize(1);
    }

    @Test
    void aDeploymentIsAnOfferWithTheFactsOfItsBase() {
        ModelCatalog catalog = with("""
                deployments:
                  azure:
                    prod-mini: gpt-4o-mini
                    prod-big:
                      base: openai/gpt-4o
                      pricing: {base: {output: "8"}}
                      regions: [swedencentral]
                  bedrock:
                    arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc: amazon.nova-lite-v1:0
                """);
        Offer mini = offer(catalog, Cloud.AZURE, "prod-mini");
        Offer big = offer(catalog, Cloud.AZURE, "prod-big");

        assertThat(mini.model()).isEqualTo("openai/gpt-4o-mini");
        assertThat(mini.aliases()).isEmpty();
        assertThat(mini.lifecycle().retires()).isEqualTo(LocalDate.of(2027, 4, 14));
        assertThat(mini.provenance().overlay()).isEqualTo("acme");
        assertThat(pricing(big).base()).isEqualTo(Rates.of("2.50", "8"));
        assertThat(big.regions()).containsExactly("swedencentral");
        assertThat(offer(catalog, Cloud.AZURE, "gpt-4o-mini").provenance().overlay())
                .isNull();
        assertThat(offer(
                                catalog,
                                Cloud.BEDROCK,
                                "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc")
                        .model())
                .isEqualTo("amazon/nova-lite");
        assertThat(requireNonNull(catalog.identify(Cloud.AZURE, "prod-mini").model())
                        .name())
                .isEqualTo("openai/gpt-4o-mini");
    }

    @Test
    void aDeploymentMayHaveTheNameOfAnotherModelOrAlias() {
        ModelCatalog catalog = with("""
                deployments:
                  azure:
                    gpt-4o: gpt-4o-mini
                    gpt-4o-mini: gpt-4o-mini
                    gpt-4o-mini-2024-07-18: gpt-4o
                """);

        assertThat(offer(catalog, Cloud.AZURE, "gpt-4o").model()).isEqualTo("openai/gpt-4o-mini");
        assertThat(offer(catalog, Cloud.AZURE, "gpt-4o-mini").model()).isEqualTo("openai/gpt-4o-mini");
        assertThat(offer(catalog, Cloud.AZURE, "gpt-4o-mini").aliases()).isEmpty();
    }

    @Test
    void modelsAndOffersAreAddedWithAllTheirFields() {
        ModelCatalog catalog = with("""
                sources:
                - {name: house, licence: internal}
                models:
                  acme/house-llm:
                    kind: chat
                    tier: mini
                    openWeights: true
                    limits: {context: 32_768, output: 4096}
                    scores:
                    - {benchmark: gpqa_diamond, score: 41.5, source: house, asOf: 2026-11-01}
                    behaviours:
                      rejects.top-k: {text: "rejects topK", parameters: {since: "2"}}
                offers:
                  self-hosted:
                    house-llm:
                      model: acme/house-llm
                      can: [tools, json-schema-output]
                      selfHosting: {parameters: 8.0, weightBytes: 5000000000, quantisation: Q4_K_M}
                      lifecycle: {state: ga}
                      versions: [{version: v2, lifecycle: {state: preview}}]
                      pricing:
                        currency: EUR
                        base: {input: 0.05, output: 0.10}
                        classes: {batch: {input: "0.02"}}
                        steps: [{above: 1000, rates: {input: "0.07"}, wholeRequest: false}]
                        windows:
                        - {days: [saturday, sunday], from: "00:00", to: "23:59", rates: {input: "0.01"}}
                        changes: [{from: 2027-01-01, rates: {input: "0.06"}, note: planned}]
                        uplift: {eu: 1.1}
                """);
        CatalogModel model = requireNonNull(catalog.model("acme/house-llm"));
        Offer offer = offer(catalog, Cloud.SELF_HOSTED, "house-llm");

        assertThat(model.tier()).isEqualTo(Tier.MINI);
        assertThat(model.limits().context()).isEqualTo(32_768L);
        assertThat(model.scores()).hasSize(1);
        assertThat(model.behaviours()).extracting(Behaviour::key).containsExactly("rejects.top-k");
        assertThat(offer.limits().context()).isEqualTo(32_768L);
        assertThat(offer.can(Capability.JSON_SCHEMA_OUTPUT)).isTrue();
        assertThat(offer.versions()).extracting(OfferVersion::version).containsExactly("v2");
        assertThat(pricing(offer).currency().getCurrencyCode()).isEqualTo("EUR");
        assertThat(pricing(offer).base().input()).isEqualByComparingTo(new BigDecimal("0.05"));
        assertThat(pricing(offer).classes()).containsKey(ServiceClass.BATCH);
        assertThat(pricing(offer).windows()).hasSize(1);
        assertThat(pricing(offer).changes()).hasSize(1);
        assertThat(catalog.sources()).extracting(SourceNote::name).contains("house");
    }

    @Test
    void nullTakesFieldsAndEntriesAway() {
        ModelCatalog catalog = with("""
                models:
                  openai/gpt-4o: null
                  openai/gpt-4o-mini: {tier: null}
                offers:
                  azure:
                    gpt-4o:
                    gpt-4o-mini:
                      pricing: ~
                      lifecycle: {retires: null}
                """);

        assertThat(catalog.model("openai/gpt-4o")).isNull();
        assertThat(requireNonNull(catalog.model("openai/gpt-4o-mini")).tier()).isNull();
        assertThat(catalog.offer(Cloud.AZURE, "gpt-4o")).isNull();
        Offer mini = offer(catalog, Cloud.AZURE, "gpt-4o-mini");
        assertThat(mini.pricing()).isNull();
        assertThat(mini.lifecycle().retires()).isNull();
        assertThat(mini.lifecycle().state()).isEqualTo(Lifecycle.State.GA);
    }

    @Test
    void namedListsAreChangedItemByItemAsATableAndReplacedAsAList() {
        Offer table = offer(with("""
                        offers:
                          azure:
                            gpt-4o-mini:
                              scopes:
                                eu: {rates: {input: "0.13"}}
                                us: {rates: {input: "0.14", output: "0.5"}}
                                global: null
                        """), Cloud.AZURE, "gpt-4o-mini");
        Offer list = offer(with("offers: {azure: {gpt-4o-mini: {scopes: [{name: jp}]}}}"), Cloud.AZURE, "gpt-4o-mini");

        assertThat(table.scopes()).extracting(Scope::name).containsExactly("eu", "us");
        assertThat(requireNonNull(table.scope("eu")).rates()).isEqualTo(Rates.of("0.13", "0.66"));
        assertThat(list.scopes()).extracting(Scope::name).containsExactly("jp");
    }

    @Test
    void capabilitiesAreChangedOneByOneOrStatedAnew() {
        Offer single = offer(
                with("offers: {azure: {gpt-4o-mini: {capabilities: {seed: true, tools: null, stop: false}}}}"),
                Cloud.AZURE,
                "gpt-4o-mini");
        Offer list = offer(with("offers: {azure: {gpt-4o-mini: {can: [seed]}}}"), Cloud.AZURE, "gpt-4o-mini");
        Offer cannot = offer(with("offers: {azure: {gpt-4o-mini: {cannot: [tools]}}}"), Cloud.AZURE, "gpt-4o-mini");
        Offer none = offer(with("offers: {azure: {gpt-4o-mini: {capabilities: null}}}"), Cloud.AZURE, "gpt-4o-mini");

        assertThat(single.can(Capability.SEED)).isTrue();
        assertThat(single.can(Capability.TOOLS)).isNull();
        assertThat(single.can(Capability.STOP)).isFalse();
        assertThat(list.capabilities()).containsOnlyKeys(Capability.SEED).containsEntry(Capability.SEED, true);
        assertThat(cannot.capabilities()).containsOnlyKeys(Capability.TOOLS).containsEntry(Capability.TOOLS, false);
        assertThat(none.capabilities()).isEmpty();
    }

    @Test
    void pinsAndPairingsGoBeforeThoseOfTheCatalog() {
        ModelCatalog pinned = with("""
                pins:
                  gpt-4o-mini: {azure: openai/gpt-4o}
                  openai/gpt-4o: {bedrock: [amazon/nova-lite, gpt-4o-mini]}
                equivalences:
                - {sources: [gpt-4o], cloud: openai, targets: [gpt-4o-mini], reason: cheaper}
                """);
        ModelCatalog freed = with("pins:\n  gpt-4o-mini: {bedrock: null}\n");

        assertThat(pinned.equivalences())
                .containsExactly(
                        new Equivalence(
                                Set.of("openai/gpt-4o-mini"),
                                Cloud.AZURE,
                                List.of("openai/gpt-4o"),
                                "pinned by the overlay acme"),
                        new Equivalence(
                                Set.of("openai/gpt-4o"),
                                Cloud.BEDROCK,
                                List.of("amazon/nova-lite", "openai/gpt-4o-mini"),
                                "pinned by the overlay acme"),
                        new Equivalence(
                                Set.of("openai/gpt-4o"), Cloud.OPENAI, List.of("openai/gpt-4o-mini"), "cheaper"),
                        SmallCatalog.catalog().equivalences().get(0));
        assertThat(freed.equivalences()).isEmpty();
    }

    @Test
    void jsonIsReadAlikeWithTabsAndEscapes() {
        ModelCatalog catalog = with("""
                {
                \t"name": "acme",
                \t"asOf": "2026-11-22",
                \t"models": {"openai\\/gpt-4o": {"title": "GPT \\u00e9 \\ud83d\\ude00"}},
                \t"offers": {"azure": {"gpt-4o": {"pricing": {"base": {"input": 2.25}}, "aliases": null}}}
                }
                """);

        assertThat(requireNonNull(catalog.model("openai/gpt-4o")).title()).isEqualTo("GPT é 😀");
        assertThat(pricing(offer(catalog, Cloud.AZURE, "gpt-4o")).base().input())
                .isEqualByComparingTo("2.25");
        assertThat(offer(catalog, Cloud.AZURE, "gpt-4o").provenance().asOf()).isEqualTo(LocalDate.of(2026, 11, 22));
    }

    @Test
    void anchorsSaveRepetition() {
        ModelCatalog catalog = with("""
                offers:
                  azure:
                    gpt-4o: {pricing: &house {base: {input: "1"}}}
                    gpt-4o-mini: {pricing: *house}
                """);

        assertThat(pricing(offer(catalog, Cloud.AZURE, "gpt-4o-mini")).base().input())
                .isEqualByComparingTo("1");
    }

    @Test
    void severalLieOverEachOtherAndBothAreNamed() {
        ModelCatalog both = with("name: one\ndeployments: {azure: {prod: gpt-4o}}")
                .with(CatalogOverlay.of("name: two\ndeployments: {azure: {prod: null}}", "two.yaml"));

        assertThat(both.version()).matches("2026\\.11\\.21\\+one\\.[0-9a-f]{8}\\+two\\.[0-9a-f]{8}");
        assertThat(both.offer(Cloud.AZURE, "prod")).isNull();
    }

    @Test
    void itTellsItsNameSourceAndDigest(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("our prices.yml"), "offers: {}\n");
        CatalogOverlay read = CatalogOverlay.read(file);

        assertThat(read.name()).isEqualTo("our-prices");
        assertThat(read.source()).isEqualTo(file.toString());
        assertThat(read.digest()).matches("[0-9a-f]{8}");
        assertThat(read).hasToString("CatalogOverlay[our-prices, " + file + "]");
        assertThat(CatalogOverlay.of("a: 1", "").name()).isEqualTo("overlay");
    }
}
