package dev.portolan.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.Capability;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogFileTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 21);

    private static final String SMALL = """
            {"schema":1,"catalogVersion":"v","asOf":"2026-11-21","from-the-future":{"a":[1]},
             "models":{"acme/one":{"kind":"chat","later":1,"limits":{"context":1000,"output":100},
               "scores":[{"benchmark":"mmlu","score":71.5,"source":"s","asOf":"2026-01-01"}]}},
             "offers":{"openai":{"one":{"model":"acme/one","can":["tools","telepathy"],"limits":{"output":null},
               "pricing":{"currency":"USD","base":{"input":"0.15","output":0.6}}}},
               "moon":{"one":{"model":"acme/none"}}},
             "equivalences":[{"sources":["acme/one"],"cloud":"moon","targets":["acme/one"],"reason":"r"}]}
            """;

    private static ModelCatalog read(String json) throws IOException {
        return ModelCatalog.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static String written(ModelCatalog catalog) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        catalog.write(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatALaterVersionKnowsIsPassedOver() throws IOException {
        ModelCatalog catalog = read(SMALL);
        assertThat(catalog.offers()).hasSize(1);
        assertThat(catalog.equivalences()).isEmpty();
        assertThat(catalog.offers().get(0).capabilities()).containsOnlyKeys(Capability.TOOLS);
    }

    @Test
    void decimalNumbersStayExactAsTextsAndAsNumbers() throws IOException {
        Pricing pricing = Objects.requireNonNull(read(SMALL).offers().get(0).pricing());
        assertThat(pricing.base().input()).isEqualTo(new BigDecimal("0.15"));
        assertThat(pricing.base().output()).isEqualTo(new BigDecimal("0.6"));
        assertThat(pricing.base().cachedInput()).isNull();
    }

    @Test
    void limitsThatAnOfferDoesNotStateAreTheModelsAndNullIsNotKnown() throws IOException {
        TokenLimits limits = read(SMALL).offers().get(0).limits();
        assertThat(limits.context()).isEqualTo(1000);
        assertThat(limits.output()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"schema\":1|\"schema\":2|/schema: this version of the library reads catalogs up to schema 1, not 2",
                "\"schema\":1|\"schema\":0|/schema: must be 1 or more",
                "\"schema\":1|\"scheme\":1|/: \"schema\" is missing",
                "\"asOf\":\"2026-11-21\"|\"asOf\":\"yesterday\"|/asOf: must be a day, such as 2026-11-21, not \"yesterday\"",
                "\"kind\":\"chat\"|\"kind\":\"chat\",\"kind\":\"chat\"|/models/acme~1one/kind, line 2, column",
                "\"kind\":\"chat\"|\"kind\":\"chatter\"|/models/acme~1one/kind: must be one of chat, completion, embedding, rerank",
                "\"kind\":\"chat\"|\"kind\":\"chat\",\"reasoning\":\"yes\"|/models/acme~1one/reasoning: must be true or false",
                "\"context\":1000|\"context\":1.5|/models/acme~1one/limits/context: must be a whole number",
                "\"context\":1000|\"context\":-1|/models/acme~1one/limits: context: must be positive, not -1",
                "\"score\":71.5|\"score\":101|/models/acme~1one/scores/0: score: must be per cent from 0 to 100",
                "\"source\":\"s\"|\"sauce\":\"s\"|/models/acme~1one/scores/0: \"source\" is missing",
                "\"input\":\"0.15\"|\"input\":\"cheap\"|/offers/openai/one/pricing/base/input: must be a decimal number",
                "\"input\":\"0.15\"|\"input\":[]|/offers/openai/one/pricing/base/input: must be a decimal number",
                "\"input\":\"0.15\"|\"input\":\"-1\"|/offers/openai/one/pricing/base: input: must not be negative",
                "\"input\":\"0.15\"|\"input\":\"1e999999999\"|/offers/openai/one/pricing/base/input: has more digits than",
                "\"USD\"|\"Dollars\"|/offers/openai/one/pricing/currency: must be a currency's code",
                "\"model\":\"acme/one\"|\"model\":\"acme/two\"|/offers/openai/one/model: there is no model \"acme/two\"",
                "\"can\":[\"tools\"|\"can\":[\"tools\",\"tools\"|/offers/openai/one/can/1: \"tools\" is stated twice",
                "\"can\":[\"tools\",\"telepathy\"]|\"can\":{}|/offers/openai/one/can: must be an array",
                "\"models\":{|\"models\":[],\"was\":{|/models: must be an object",
            })
    void aMistakeIsToldWithItsPlace(String right, String wrong, String message) {
        assertThat(SMALL).contains(right);
        assertThatThrownBy(() -> read(SMALL.replace(right, wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsNoJsonIsToldWithLineAndColumn() {
        assertThatThrownBy(() -> read("{\"schema\":1,\n \"catalogVersion\": oops}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/catalogVersion, line 2, column");
        assertThatThrownBy(() -> read("[]")).hasMessage("/: must be an object");
        assertThatThrownBy(() -> read("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aChangedFactDoesNotFitTheDigestButAnotherFormDoes() throws IOException {
        String file = written(read(SMALL));
        assertThat(file).contains("\"digest\":\"sha256:");
        assertThat(written(read(file.replace("\n", " ")))).isEqualTo(file);
        assertThatThrownBy(() -> read(file.replace("0.15", "0.14")))
                .hasMessageContaining("/digest: does not fit the content");
    }

    @Test
    void anIdThatTwoOffersClaimIsRefused() {
        String twice = SMALL.replace(
                "\"openai\":{\"one\"", "\"openai\":{\"uno\":{\"model\":\"acme/one\",\"aliases\":[\"one\"]},\"one\"");
        assertThatThrownBy(() -> read(twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openai/one: is claimed by one and uno");
    }

    @Test
    void aFileIsReadPlainAndCompressedAndNamedInErrors(@TempDir Path folder) throws IOException {
        Path plain = folder.resolve("catalog.json");
        read(SMALL).write(plain);
        Path packed = folder.resolve("catalog.json.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(plain, out);
        }
        assertThat(written(ModelCatalog.read(packed))).isEqualTo(written(ModelCatalog.read(plain)));
        Files.writeString(plain, "{}");
        assertThatThrownBy(() -> ModelCatalog.read(plain))
                .hasMessageContaining("catalog.json: /: \"schema\" is missing");
    }

    @Test
    void everyFieldSurvivesTheFile() throws IOException {
        Rates rates = new Rates(
                new BigDecimal("1"),
                new BigDecimal("2.50"),
                new BigDecimal("0.1"),
                new BigDecimal("1.25"),
                new BigDecimal("2"),
                new BigDecimal("3"));
        Behaviour told = new Behaviour(Behaviours.STRENGTH, Map.of("at", "code"), "Good at code");
        Lifecycle life = new Lifecycle(
                Lifecycle.State.DEPRECATED,
                DAY,
                DAY.plusDays(1),
                DAY.plusDays(2),
                "next",
                Lifecycle.KnownFrom.INFERRED,
                "page",
                DAY,
                "note");
        Pricing pricing = new Pricing(
                java.util.Currency.getInstance("EUR"),
                Pricing.TOKEN,
                rates,
                List.of(new PriceStep(1000, rates, true), new PriceStep(2000, rates, false)),
                Map.of(ServiceClass.BATCH, rates),
                List.of(new PriceWindow(EnumSet.of(DayOfWeek.MONDAY), LocalTime.of(22, 30), LocalTime.of(4, 0), rates)),
                List.of(new PriceChange(DAY, rates, "up"), new PriceChange(null, Rates.UNKNOWN, null)),
                Map.of("eu", new BigDecimal("1.1")));
        CatalogModel model = CatalogModel.builder("acme/one", ModelKind.EMBEDDING)
                .title("One")
                .family("ones")
                .generation("1")
                .tier(Tier.MINI)
                .secondTier(Tier.STANDARD)
                .openWeights(true)
                .licence("MIT")
                .tokenizer("t")
                .tokenizerFactor(new BigDecimal("1.05"))
                .released(DAY)
                .knowledge("2026-01")
                .limits(new TokenLimits(10L, 9L, 8L, 7))
                .reasoning(false)
                .efforts(List.of("low"))
                .scores(List.of(new BenchmarkScore("mmlu", 71.5, "s", DAY, true)))
                .behaviours(List.of(told))
                .successor("acme/two")
                .build();
        Offer offer = Offer.builder(Cloud.BEDROCK, "one", "acme/one")
                .aliases(List.of("eu.one"))
                .snapshot("s1")
                .moving(true)
                .versions(List.of(new OfferVersion("v1", life), new OfferVersion("", Lifecycle.UNKNOWN)))
                .scopes(List.of(new Scope("eu", "eu.one", rates), new Scope("global", null, null)))
                .pricing(pricing)
                .limits(new TokenLimits(5L, null, 8L, 7))
                .capabilities(Map.of(Capability.TOOLS, true, Capability.SEED, false))
                .lifecycle(life)
                .regions(Set.of("eu-west-1"))
                .interfaces(List.of("Converse"))
                .hosting("fireworks")
                .selfHosting(new SelfHosting(new BigDecimal("8.2"), new BigDecimal("3"), "Q4_K_M", 5L, 6L))
                .behaviours(List.of(told))
                .certifications(Set.of("SOC 2"))
                .support("somebody")
                .provenance(new Provenance(DAY, List.of("s"), 2, Set.of("pricing.input"), "mine"))
                .build();
        ModelCatalog catalog = ModelCatalog.builder("v", DAY)
                .source(new SourceNote("s", DAY, "MIT", "S"))
                .source(new SourceNote("none", null, null, null))
                .model(model)
                .offer(offer)
                .equivalence(new Equivalence(Set.of("b/b", "a/a"), Cloud.BEDROCK, List.of("acme/one"), "why"))
                .build();
        ModelCatalog back = read(written(catalog));
        assertThat(back).usingRecursiveComparison().isEqualTo(catalog);
        assertThat(written(back)).isEqualTo(written(catalog));
    }
}
