package dev.portolan.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class OverlayMistakesTest {

    /** Twenty kinds of mistakes, each on a line of its own but for the two prices. */
    private static final String TWENTY = """
            name: acme
            modles: {}
            models:
              openai/gpt-4o-mini:
                teir: mini
                tier: minni
                released: 2024-13-01
                openWeights: yes
                limits: {context: lots}
                successor: openai/gpt-4o-nano
              no-slash: {kind: chat}
              acme/new: {title: New}
              openai/gpt-4:
            offers:
              azzure: {}
              azure:
                gpt-4o:
                  model: openai/gtp-4o
                gpt-4o-mini:
                  pricing:
                    currency: USDD
                    base:
                      input: "0,15"
                      output: -1
                  regions: eastus
                  limits: [1]
                  support: first
                  support: second
                other: {aliases: [x]}
              openai:
                gpt-4o-mini:
                  can: [tools, seed]
                  cannot: [tools]
            deployments:
              azure:
                prod: gpt-4o-mni
                late: {support: gold}
            """;

    private static CatalogOverlayException mistakes(String text) {
        CatalogOverlayException thrown = catchThrowableOfType(
                CatalogOverlayException.class, () -> SmallCatalog.catalog().with(CatalogOverlay.of(text, "acme.yaml")));
        assertThat(thrown).as("mistakes").isNotNull();
        return thrown;
    }

    private static String one(String text) {
        CatalogOverlayException thrown = mistakes(text);
        assertThat(thrown.mistakes()).hasSize(1);
        return thrown.mistakes().get(0).toString();
    }

    @Test
    void allMistakesAreToldInOneGoEachWithItsLineAndTheNearestWord() {
        assertThat(mistakes(TWENTY).mistakes())
                .extracting(OverlayMistake::toString)
                .containsExactly(
                        "acme.yaml:2: modles: is no field that there is here; did you mean \"models\"?",
                        "acme.yaml:5: models.openai/gpt-4o-mini.teir: is no field that there is here; did you mean"
                                + " \"tier\"?",
                        "acme.yaml:6: models.openai/gpt-4o-mini.tier: is no tier: \"minni\"; did you mean \"mini\"?",
                        "acme.yaml:7: models.openai/gpt-4o-mini.released: must be a day such as 2027-04-14, not"
                                + " \"2024-13-01\"",
                        "acme.yaml:8: models.openai/gpt-4o-mini.openWeights: must be true or false",
                        "acme.yaml:9: models.openai/gpt-4o-mini.limits.context: must be a whole number, not \"lots\"",
                        "acme.yaml:10: models.openai/gpt-4o-mini.successor: there is no model"
                                + " \"openai/gpt-4o-nano\"; did you mean \"openai/gpt-4o-mini\"?",
                        "acme.yaml:11: models.no-slash: is no canonical name, which is vendor/model",
                        "acme.yaml:12: models.acme/new: is a new model and needs its kind, such as chat",
                        "acme.yaml:13: models.openai/gpt-4: cannot be taken away, it is not there; did you mean"
                                + " \"openai/gpt-4o\"?",
                        "acme.yaml:15: offers: is no cloud: \"azzure\"; did you mean \"azure\"?",
                        "acme.yaml:18: offers.azure.gpt-4o.model: there is no model \"openai/gtp-4o\"; did you mean"
                                + " \"openai/gpt-4o\"?",
                        "acme.yaml:21: offers.azure.gpt-4o-mini.pricing.currency: must be a currency's code of three"
                                + " letters, not \"USDD\"; did you mean \"USD\"?",
                        "acme.yaml:23: offers.azure.gpt-4o-mini.pricing.base.input: must be a decimal number such as"
                                + " 0.15, not \"0,15\"",
                        "acme.yaml:24: offers.azure.gpt-4o-mini.pricing.base.output: must not be negative",
                        "acme.yaml:25: offers.azure.gpt-4o-mini.regions: must be a list, not a single value",
                        "acme.yaml:26: offers.azure.gpt-4o-mini.limits: must be names with values, not a list",
                        "acme.yaml:28: offers.azure.gpt-4o-mini.support: is there twice; the first is in line 27",
                        "acme.yaml:29: offers.azure.other: is a new offer and needs the model behind it, by its"
                                + " canonical name",
                        "acme.yaml:31: openai.gpt-4o-mini: says of tools both that it can and that it cannot",
                        "acme.yaml:36: deployments.azure.prod.base: \"gpt-4o-mni\" is no offer of azure; did you mean"
                                + " \"gpt-4o-mini\"?",
                        "acme.yaml:37: deployments.azure.late: lacks base");
    }

    @Test
    void otherWordsAreHeldAgainstTheirListsToo() {
        assertThat(one("offers: {azure: {gpt-4o: {lifecycle: {state: retird}}}}"))
                .contains("is no state of life: \"retird\"; did you mean \"retired\"?");
        assertThat(one("offers: {azure: {gpt-4o: {capabilities: {tool: true}}}}"))
                .contains("is no capability: \"tool\"; did you mean \"tools\"?");
        assertThat(one("offers: {azure: {gpt-4o: {aliases: [~]}}}")).contains("has no meaning in a list");
        assertThat(one("pins: {gpt-4o-mini: {bedrock: amazon/nova-lit}}"))
                .contains("there is no model \"amazon/nova-lit\"; did you mean \"amazon/nova-lite\"?");
        assertThat(one("pins: {gpt-4o-mini: {bedrock: []}}")).contains("names no stand-in");
        assertThat(one("offers: {azure: {gpt-4o: {pricing: {base: {input: [1]}}}}}"))
                .contains("must be a single value, not a list");
        assertThat(one("offers: {azure: {gpt-4o: {limits: {context: 0}}}}")).contains("must be more than 0");
        assertThat(one("offers: {azure: {gpt-4o: {support: ''}}}")).contains("is blank");
        assertThat(one("models: {openai/gpt-4o: {scores: {mmlu: {score: 101}}}}"))
                .contains("must be per cent from 0 to 100");
        assertThat(one("offers: {azure: {gpt-4o: {pricing: {windows: [{days: [monday], from: 9, to: '10:00', rates:"
                        + " {}}]}}}}"))
                .contains("must be a time in UTC");
        assertThat(one("offers: {azure: {gpt-4o: {pricing: {base: {input: 1e999}}}}}"))
                .contains("must be a decimal number");
    }

    @Test
    void theMessageListsThemALineEach() {
        CatalogOverlayException thrown = mistakes("modles: {}\nofers: {}\n");

        assertThat(thrown)
                .hasMessageStartingWith("The catalog's overlay has 2 mistakes:")
                .hasMessageContaining("acme.yaml:1: modles: ")
                .hasMessageContaining("acme.yaml:2: ofers: ");
    }

    @Test
    void whatIsNeitherYamlNorJsonIsToldWithItsLine() {
        assertThatThrownBy(() -> CatalogOverlay.of("models:\n  a: [1\nb: {", "acme.yaml"))
                .isInstanceOf(CatalogOverlayException.class)
                .hasMessageContaining("acme.yaml:3: is no YAML or JSON: ");
        assertThatThrownBy(() -> CatalogOverlay.of("{\"models\": {\n\"a\" \"b\"}}", "acme.json"))
                .hasMessageContaining("acme.json:2: ");
        assertThatThrownBy(() -> CatalogOverlay.of("a: 1\n---\nb: 2\n", "acme.yaml"))
                .isInstanceOf(CatalogOverlayException.class);
        assertThat(one("- a\n- b\n")).contains("acme.yaml:1: must be names with values, not a list");
    }

    @Test
    void theNameMustFitIntoAVersion() {
        assertThatThrownBy(() -> CatalogOverlay.of("note: x\nname: a b\n", "acme.yaml"))
                .hasMessageContaining("acme.yaml:2: name: must be letters");
    }

    @Test
    void repetitionThatWouldFillTheMemoryIsRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [*a")
                    .append(i - 1)
                    .append(", *a");
            bomb.append(i - 1).append("]\n");
        }
        assertThatThrownBy(() -> CatalogOverlay.of(bomb.toString(), "bomb.yaml"))
                .isInstanceOf(CatalogOverlayException.class);
        assertThatThrownBy(() -> CatalogOverlay.of("a: &a [*a]\n", "knot.yaml"))
                .isInstanceOf(CatalogOverlayException.class);
        assertThatThrownBy(() -> CatalogOverlay.of("[".repeat(1000), "deep.yaml"))
                .isInstanceOf(CatalogOverlayException.class);
        assertThatThrownBy(() -> CatalogOverlay.of("x".repeat(9 << 20), "long.yaml"))
                .isInstanceOf(CatalogOverlayException.class)
                .hasMessageContaining("is longer than");
        assertThatThrownBy(() -> CatalogOverlay.of("? [a]\n: b\n", "key.yaml"))
                .hasMessageContaining("key.yaml:1: has a name that is no single word");
    }

    @Test
    void anAliasThatAnotherOfferHasIsToldAtItsEntry() {
        assertThat(one("offers:\n  azure:\n    gpt-4o:\n      aliases: [gpt-4o-mini]\n"))
                .contains("acme.yaml:3: azure.gpt-4o.aliases: \"gpt-4o-mini\" is claimed by gpt-4o-mini too");
    }

    @Test
    void whatIsNotThereCannotBeTakenAwayNorCanAModelThatIsOffered() {
        assertThat(one("offers:\n  azure:\n    gpt-4o-mni: null\n"))
                .contains("acme.yaml:3: offers.azure.gpt-4o-mni: cannot be taken away, it is not there")
                .contains("did you mean \"gpt-4o-mini\"?");
        assertThat(one("models:\n  openai/gpt-4o: ~\n"))
                .contains("acme.yaml:2: models.openai/gpt-4o: cannot be taken away, it is offered still: azure/gpt-4o");
    }

    @Test
    void stepsMustRiseAndPricesNeedACurrencyAndWhatAListItemLacksIsTold() {
        assertThat(mistakes("""
                        models:
                          acme/house: {kind: chat}
                        offers:
                          self-hosted:
                            house:
                              model: acme/house
                              pricing:
                                steps:
                                - {above: 10, rates: {input: "1"}, wholeRequest: true}
                                - {above: 5, rates: {input: "2"}, wholeRequest: true}
                                - {above: 20, rates: {input: "2"}}
                        """).mistakes())
                .extracting(OverlayMistake::toString)
                .satisfiesExactly(
                        first -> assertThat(first).contains("acme.yaml:5: self-hosted.house.pricing: lacks a currency"),
                        second -> assertThat(second).contains("must rise: 5 comes after 10"),
                        third -> assertThat(third).contains("acme.yaml:11: ").contains("lacks wholeRequest"));
    }

    @Test
    void aDeploymentOnAModelWithSeveralOffersMustNameOne() {
        ModelCatalog two = SmallCatalog.builder()
                .offer(Offer.builder(Cloud.AZURE, "gpt-4o-copy", "openai/gpt-4o")
                        .build())
                .build();
        assertThat(CatalogOverlay.of("deployments:\n  azure:\n    prod: openai/gpt-4o\n", "acme.yaml")
                        .check(two))
                .singleElement()
                .extracting(OverlayMistake::message)
                .asString()
                .contains("has several offers on azure: gpt-4o, gpt-4o-copy");
    }

    @Test
    void aLaterSchemaIsRefused() {
        assertThat(one("schema: 2\n")).contains("acme.yaml:1: schema: this version of the library reads schema 1");
    }

    @Test
    void aCorrectOverlayHasNoMistakes() {
        assertThat(CatalogOverlay.of("", "empty.yaml").check(SmallCatalog.catalog()))
                .isEmpty();
        assertThat(CatalogOverlay.of("schema: 1\nname: acme\nnote: hello\nasOf: 2026-11-22\n", "a.yaml")
                        .check(SmallCatalog.catalog()))
                .isEmpty();
    }
}
