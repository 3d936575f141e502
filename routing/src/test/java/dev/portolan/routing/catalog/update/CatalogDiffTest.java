package dev.portolan.routing.catalog.update;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.portolan.routing.catalog.CatalogOverlay;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.SmallCatalog;
import dev.portolan.routing.catalog.update.CatalogChange.Kind;
import org.junit.jupiter.api.Test;

class CatalogDiffTest {

    private static CatalogDiff after(String overlay) {
        ModelCatalog before = SmallCatalog.catalog();
        return CatalogDiff.between(before, before.with(CatalogOverlay.of(overlay, "later.yaml")));
    }

    @Test
    void aCatalogAgainstItselfHasChangedNothing() {
        CatalogDiff diff = CatalogDiff.between(SmallCatalog.catalog(), SmallCatalog.catalog());

        assertThat(diff.isEmpty()).isTrue();
        assertThat(diff.text()).isEqualTo("""
                Catalog 2026.11.21 (2026-11-21) -> 2026.11.21 (2026-11-21)
                Nothing changed.
                """);
        assertThat(diff.markdown()).contains("Nothing changed.");
        assertThat(diff).hasToString("CatalogDiff[2026.11.21 -> 2026.11.21, 0 changes]");
    }

    @Test
    void whatCameAndWentIsToldWithItsModel() {
        CatalogDiff diff = after("""
                models:
                  acme/new: {kind: chat, tier: mini}
                  amazon/nova-lite: null
                offers:
                  bedrock: {"amazon.nova-lite-v1:0": null}
                  self-hosted: {new: {model: acme/new}}
                pins: {gpt-4o-mini: {bedrock: null}}
                """);

        assertThat(diff.changes(Kind.MODEL_ADDED, Kind.MODEL_REMOVED, Kind.OFFER_ADDED, Kind.OFFER_REMOVED))
                .extracting(CatalogChange::toString)
                .containsExactly(
                        "acme/new (mini)",
                        "amazon/nova-lite (mini)",
                        "self-hosted/new (acme/new)",
                        "bedrock/amazon.nova-lite-v1:0 (amazon/nova-lite)");
        assertThat(diff.markdown()).contains("## Offers removed", "- bedrock/amazon.nova-lite-v1:0");
    }

    @Test
    void pricesAreToldWithTheirShare() {
        CatalogDiff diff = after("""
                offers:
                  azure:
                    gpt-4o-mini:
                      pricing:
                        base: {input: "0.12", output: "0.600", cachedInput: "0.07"}
                        classes: {batch: {input: "0.07"}}
                        steps: [{above: 1000, rates: {input: "1"}, wholeRequest: true}]
                        windows: [{days: [monday], from: "01:00", to: "02:00", rates: {input: "1"}}]
                        changes: [{from: 2027-01-01, rates: {input: "1"}}, {rates: {output: "2"}}]
                        uplift: {eu: "1.1"}
                      scopes: {eu: {rates: {input: "0.187"}}}
                    gpt-4o: {pricing: {currency: EUR}}
                """);

        assertThat(diff.changes(Kind.PRICE))
                .extracting(CatalogChange::toString)
                .containsExactlyInAnyOrder(
                        "azure/gpt-4o: currency and unit USD per token -> EUR per token",
                        "azure/gpt-4o-mini: [MONDAY] 01:00-02:00 input unknown -> 1",
                        "azure/gpt-4o-mini: above 1000 input unknown -> 1",
                        "azure/gpt-4o-mini: batch input unknown -> 0.07",
                        "azure/gpt-4o-mini: cached input unknown -> 0.07",
                        "azure/gpt-4o-mini: eu factor unknown -> 1.1",
                        "azure/gpt-4o-mini: eu input 0.17 -> 0.187 (+10 %)",
                        "azure/gpt-4o-mini: from 2027-01-01 input unknown -> 1",
                        "azure/gpt-4o-mini: from an unknown day output unknown -> 2",
                        "azure/gpt-4o-mini: input 0.15 -> 0.12 (-20 %)");
    }

    @Test
    void endsThatMoveAreToldWithTheirDirection() {
        CatalogDiff earlier = after("""
                offers:
                  azure:
                    gpt-4o-mini:
                      lifecycle: {retires: 2026-12-31, state: deprecated, deprecated: 2026-11-01, replacement: gpt-5-mini}
                      versions: {"2024-07-18": {lifecycle: {retires: 2027-01-01}}}
                """);
        CatalogDiff later = CatalogDiff.between(earlier.after(), earlier.before());

        assertThat(earlier.changes(Kind.LIFECYCLE))
                .extracting(CatalogChange::toString)
                .contains(
                        "azure/gpt-4o-mini: retires 2027-04-14 -> 2026-12-31 (earlier)",
                        "azure/gpt-4o-mini: state ga -> deprecated",
                        "azure/gpt-4o-mini: deprecated unknown -> 2026-11-01",
                        "azure/gpt-4o-mini: replacement unknown -> gpt-5-mini",
                        "azure/gpt-4o-mini: version unknown -> 2024-07-18");
        assertThat(later.text())
                .contains(
                        "azure/gpt-4o-mini: retires 2026-12-31 -> 2027-04-14 (later)", "version 2024-07-18 -> unknown");
    }

    @Test
    void aVersionThatMovesIsToldByItsName() {
        String one = "offers: {azure: {gpt-4o: {versions: [{version: v1, lifecycle: {retires: 2027-01-01}}]}}}";
        ModelCatalog before = SmallCatalog.catalog().with(CatalogOverlay.of(one, "one.yaml"));
        ModelCatalog after = before.with(CatalogOverlay.of(one.replace("2027", "2028"), "two.yaml"));

        assertThat(CatalogDiff.between(before, after).changes(Kind.LIFECYCLE))
                .extracting(CatalogChange::toString)
                .containsExactly("azure/gpt-4o: retires of version v1 2027-01-01 -> 2028-01-01 (later)");
    }

    @Test
    void limitsCapabilitiesPlacesAndOtherFactsAreTold() {
        CatalogDiff diff = after("""
                models:
                  openai/gpt-4o: {tier: frontier, limits: {context: 1000, dimensions: 3}, reasoning: true}
                  openai/gpt-4o-mini: {behaviours: {rejects.top-k: {text: no, parameters: {a: b}}}}
                offers:
                  azure:
                    gpt-4o-mini:
                      limits: {context: 64000}
                      capabilities: {tools: false, seed: null}
                      regions: [eastus, westus]
                      moving: true
                      hosting: acme
                """);

        assertThat(diff.changes(Kind.LIMIT, Kind.CAPABILITY, Kind.SCOPE, Kind.OTHER))
                .extracting(CatalogChange::toString)
                .contains(
                        "openai/gpt-4o: context unknown -> 1000",
                        "openai/gpt-4o: dimensions unknown -> 3",
                        "azure/gpt-4o-mini: context 128000 -> 64000 (-50 %)",
                        "azure/gpt-4o-mini: tools yes -> no",
                        "azure/gpt-4o-mini: seed no -> unknown",
                        "azure/gpt-4o-mini: regions eastus -> eastus, westus",
                        "openai/gpt-4o: tier standard -> frontier",
                        "openai/gpt-4o: reasoning unknown -> true",
                        "openai/gpt-4o-mini: behaviours unknown -> rejects.top-k{a=b}",
                        "azure/gpt-4o-mini: moving false -> true",
                        "azure/gpt-4o-mini: hosting unknown -> acme",
                        "azure/gpt-4o-mini: overlay unknown -> later");
        assertThat(diff.markdown())
                .contains("| entry | what | before | after | change |")
                .contains("| azure/gpt-4o-mini | context | 128000 | 64000 | -50 % |");
    }

    @Test
    void theJsonIsForPrograms() throws JsonProcessingException {
        JsonNode json = new JsonMapper()
                .readTree(after("offers: {azure: {gpt-4o-mini: {pricing: {base: {input: \"0.30\"}}}}}")
                        .json());
        JsonNode change = json.path("changes").get(0);

        assertThat(json.path("before").path("version").asText()).isEqualTo("2026.11.21");
        assertThat(json.path("after").path("asOf").asText()).isEqualTo("2026-11-21");
        assertThat(change.path("kind").asText()).isEqualTo("price");
        assertThat(change.path("entry").asText()).isEqualTo("azure/gpt-4o-mini");
        assertThat(change.path("what").asText()).isEqualTo("input");
        assertThat(change.path("from").asText()).isEqualTo("0.15");
        assertThat(change.path("to").asText()).isEqualTo("0.3");
        assertThat(change.path("percent").decimalValue()).isEqualByComparingTo("100");
        assertThat(requireNonNull(json.path("changes").get(1)).has("percent")).isFalse();
    }
}
