package dev.portolan.routing.portability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Tool;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorKind;
import dev.portolan.routing.catalog.Behaviour;
import dev.portolan.routing.catalog.Behaviours;
import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.Lifecycle;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.ModelKind;
import dev.portolan.routing.catalog.Offer;
import dev.portolan.routing.catalog.Pricing;
import dev.portolan.routing.catalog.Rates;
import dev.portolan.routing.catalog.Scope;
import dev.portolan.routing.catalog.TokenLimits;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the catalog and the figures of real traffic add. */
class CatalogPortabilityTest {

    private static final Currency USD = Currency.getInstance("USD");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
    private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");

    private static final CatalogModel MINI = CatalogModel.builder("openai/gpt-4o-mini", ModelKind.CHAT)
            .tokenizerFactor(BigDecimal.ONE)
            .build();
    private static final CatalogModel HAIKU = CatalogModel.builder("anthropic/claude-haiku-4.5", ModelKind.CHAT)
            .tokenizerFactor(new BigDecimal("1.2"))
            .limits(new TokenLimits(200_000L, null, 64_000L, null))
            .behaviours(List.of(
                    new Behaviour(Behaviours.OUTPUT_LIMIT_REQUIRED, Map.of(), "max_tokens is required"),
                    new Behaviour(Behaviours.REJECTS_TOP_P, Map.of(), "top_p is rejected")))
            .build();
    private static final Offer SOURCE = Offer.builder(Cloud.AZURE, "gpt-4o-mini", "openai/gpt-4o-mini")
            .pricing(Pricing.of(USD, Rates.of("0.15", "0.60")))
            .scopes(List.of(new Scope("eu", null, null), new Scope("us", null, null)))
            .build();
    private static final Offer TARGET = Offer.builder(
                    Cloud.BEDROCK, "anthropic.claude-haiku-4-5-v1:0", "anthropic/claude-haiku-4.5")
            .pricing(new Pricing(
                    USD,
                    Pricing.TOKEN,
                    Rates.of("1.00", "5.00"),
                    List.of(),
                    Map.of(),
                    List.of(),
                    List.of(),
                    Map.of("eu", new BigDecimal("1.10"))))
            .lifecycle(Lifecycle.of(Lifecycle.State.GA))
            .scopes(List.of(new Scope("eu", "eu.anthropic.claude-haiku-4-5-v1:0", null)))
            .capabilities(Map.of(Capability.JSON_OUTPUT, false))
            .build();

    private static ModelCatalog catalog(Offer... more) {
        ModelCatalog.Builder builder = ModelCatalog.builder("test-1", DAY)
                .model(MINI)
                .model(HAIKU)
                .offer(SOURCE)
                .offer(TARGET);
        for (Offer offer : more) {
            builder.offer(offer);
        }
        return builder.build();
    }

    private static PortabilityTarget.Builder to(Offer offer) {
        return PortabilityTarget.of(UncallableModel.lacking(offer.cloud().id(), offer.id(), Capability.TOP_K))
                .catalog(catalog(offer))
                .source(SOURCE)
                .on(DAY);
    }

    private static WorkloadCall call(int second, @Nullable Usage usage, @Nullable ErrorKind error, boolean streamed) {
        return new WorkloadCall(
                "c" + second,
                ChatRequest.builder()
                        .user("hello")
                        .tools(List.of(Tool.of("find", "finds", "{\"type\":\"object\",\"properties\":{}}")))
                        .build(),
                TEN.plusSeconds(second),
                streamed,
                Duration.ofMillis(100L + second),
                usage == null ? Usage.UNKNOWN : usage,
                error,
                false);
    }

    private static PortabilityReport check(PortabilityTarget.Builder target, WorkloadCall... calls) {
        return Portability.check(Workload.of(List.of(calls)), target.build());
    }

    private static PortabilityFinding finding(PortabilityReport report, String code) {
        return report.findings().stream()
                .filter(finding -> finding.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + code + " in " + report.toText()));
    }

    @Test
    void thePriceIsThatOfTheRecordedTokensOnBothSides() {
        PortabilityReport report =
                check(to(TARGET), call(1, Usage.of(1000, 100), null, false), call(2, null, null, false));

        // 1.2 * (1000 * 1.00 + 100 * 5.00) / (1000 * 0.15 + 100 * 0.60) = 8.571...
        assertThat(finding(report, "dearer").message()).contains("8.57 times").contains("1 calls");
        assertThat(report.unjudged())
                .anyMatch(open ->
                        open.area() == PortabilityArea.PRICE && open.reason().contains("1 calls"));
    }

    @Test
    void processingThatStaysInAZoneHasItsOwnPriceAndId() {
        PortabilityReport report = check(to(TARGET).residency("eu"), call(1, Usage.of(1000, 100), null, false));

        assertThat(finding(report, "dearer").message()).contains("9.43 times");
        assertThat(finding(report, "residency-by-id").remedy())
                .isEqualTo("Configure model=eu.anthropic.claude-haiku-4-5-v1:0");
        assertThat(finding(check(to(TARGET).residency("us")), "residency").severity())
                .isEqualTo(Severity.BLOCKS);
        assertThat(finding(check(to(TARGET)), "zones-lost").message()).contains("us");
    }

    @Test
    void withoutTokensListPricesAreCompared() {
        PortabilityReport report = check(to(TARGET), call(1, null, null, false));

        assertThat(report.of(PortabilityArea.PRICE))
                .extracting(PortabilityFinding::message)
                .anyMatch(text -> text.startsWith("the list price of input is 8.00 times"))
                .anyMatch(text -> text.startsWith("the list price of output is 10.00 times"));
    }

    @Test
    void anUnknownPriceIsOpenAndNeverZero() {
        Offer free =
                Offer.builder(Cloud.OLLAMA, "llama3.1:8b", "openai/gpt-4o-mini").build();
        PortabilityReport report = check(to(free), call(1, Usage.of(10, 1), null, false));

        assertThat(report.of(PortabilityArea.PRICE)).isEmpty();
        assertThat(report.unjudged())
                .anyMatch(open ->
                        open.area() == PortabilityArea.PRICE && open.reason().contains("ollama/llama3.1:8b"));
        assertThat(check(to(free).residency("eu")).of(PortabilityArea.RESIDENCY))
                .isEmpty();
    }

    @Test
    void theEndOfAModelBlocksWhenItHasComeAndWarnsWhenItIsNear() {
        Lifecycle ga = Lifecycle.of(Lifecycle.State.GA);
        assertThat(life(ga.retiring(DAY))).isEqualTo("retired");
        assertThat(life(ga.retiring(DAY.plusDays(179)))).isEqualTo("ends-soon");
        assertThat(life(ga.retiring(DAY.plusDays(180)))).isEqualTo("ends");
        assertThat(life(Lifecycle.of(Lifecycle.State.DEPRECATED))).isEqualTo("on-its-way-out");
        assertThat(life(Lifecycle.of(Lifecycle.State.PREVIEW))).isEqualTo("preview");
        assertThat(check(to(TARGET.toBuilder().lifecycle(Lifecycle.UNKNOWN).build()))
                        .unjudged())
                .anyMatch(open -> open.area() == PortabilityArea.LIFECYCLE);
        assertThat(check(to(TARGET)).clear()).contains(PortabilityArea.LIFECYCLE);
        assertThat(finding(check(to(TARGET.toBuilder().moving(true).build())), "moving-name")
                        .severity())
                .isEqualTo(Severity.CHANGES);
    }

    private static String life(Lifecycle life) {
        return check(to(TARGET.toBuilder().lifecycle(life).build()))
                .of(PortabilityArea.LIFECYCLE)
                .get(0)
                .code();
    }

    @Test
    void behavioursOfTheCatalogSpeakWhereTheModelSaysNothing() {
        PortabilityReport report = Portability.check(
                Workload.ofRequests(List.of(
                        ChatRequest.builder().user("a").topP(0.9).build(),
                        ChatRequest.builder().user("a").maxOutputTokens(5).build())),
                to(TARGET).build());

        assertThat(finding(report, "setting-rejected").field()).isEqualTo("topP");
        assertThat(finding(report, "setting-rejected").severity()).isEqualTo(Severity.BLOCKS);
        assertThat(finding(report, "output-limit-required").requests()).isEqualTo(1);
    }

    @Test
    void behavioursOfAServerOfOnesOwnAreTold() {
        Offer own = TARGET.toBuilder()
                .behaviours(List.of(
                        new Behaviour(Behaviours.TOOLS_MISSING, Map.of(), "no tools here"),
                        new Behaviour(Behaviours.CONTEXT_SERVED, Map.of(), "4k of context below 24 GiB"),
                        new Behaviour(Behaviours.QUANTISED, Map.of(), "weights are quantised"),
                        new Behaviour(Behaviours.REASONS_BY_DEFAULT, Map.of(), "reasons")))
                .build();
        PortabilityReport report = check(to(own), call(1, null, null, false));

        assertThat(finding(report, "catalog-denies").requests()).isEqualTo(1);
        assertThat(finding(report, "context-served").message()).isEqualTo("4k of context below 24 GiB");
        assertThat(finding(report, "quantised").severity()).isEqualTo(Severity.INFORMS);
        assertThat(finding(report, "reasons-first").area()).isEqualTo(PortabilityArea.TIMEOUTS);
    }

    @Test
    void whatTheCatalogDeniesBlocksWhenItIsUsed() {
        PortabilityReport report = Portability.check(
                Workload.ofRequests(List.of(ChatRequest.builder()
                        .user("a")
                        .outputFormat(OutputFormat.JSON)
                        .build())),
                to(TARGET).build());

        assertThat(finding(report, "catalog-denies").message()).contains("json output");
    }

    @Test
    void trafficShowsStreamsPeaksTimesAndErrors() {
        List<WorkloadCall> calls = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            calls.add(call(i, Usage.of(100, 10), i == 3 ? ErrorKind.RATE_LIMITED : null, i % 2 == 0));
        }
        Offer stubborn = TARGET.toBuilder()
                .behaviours(List.of(new Behaviour(Behaviours.TOOLS_NOT_STREAMED, Map.of(), "tools fail in streams")))
                .build();
        PortabilityReport report =
                Portability.check(Workload.of(calls), to(stubborn).build());

        assertThat(finding(report, "tools-not-streamed").requests()).isEqualTo(45);
        assertThat(finding(report, "peak-minute").message())
                .contains("60 calls and 6600 tokens")
                .contains("1 calls met");
        assertThat(finding(report, "peak-minute").severity()).isEqualTo(Severity.CHANGES);
        assertThat(finding(report, "source-latency").message()).contains("up to 0.2 s");
        assertThat(finding(report, "error-rate-limited").requests()).isEqualTo(1);
        assertThat(finding(report, "other-filter").message()).contains("guardrail");
        assertThat(finding(report, "context-fits").message())
                .contains("measured")
                .contains("times 1.2");
    }

    @Test
    void aModelThatDoesNotStreamBlocksStreams() {
        Offer still = TARGET.toBuilder()
                .capabilities(Map.of(Capability.STREAMING, false))
                .build();
        assertThat(finding(check(to(still), call(1, null, null, true)), "no-streaming")
                        .requests())
                .isEqualTo(1);
    }

    @Test
    void anOfferWithoutAModelLeavesOpenWhatOnlyAModelTells() {
        PortabilityTarget target =
                PortabilityTarget.of(catalog(), TARGET).source(SOURCE).on(DAY).build();
        PortabilityReport report = Portability.check(
                Workload.ofRequests(List.of(ChatRequest.builder()
                        .add(Message.user(new ImagePart(Media.of(new byte[] {1}, "image/png"))))
                        .topP(0.5)
                        .build())),
                target);

        assertThat(report.target()).isEqualTo("bedrock/anthropic.claude-haiku-4-5-v1:0");
        assertThat(report.source()).isEqualTo("azure/gpt-4o-mini");
        assertThat(report.catalogVersion()).isEqualTo("test-1");
        assertThat(finding(report, "setting-rejected").severity()).isEqualTo(Severity.CHANGES);
        assertThat(report.unjudged())
                .anyMatch(open ->
                        open.area() == PortabilityArea.SCHEMAS && open.reason().startsWith("no model is built"))
                .anyMatch(open -> open.reason().contains("image input"));
    }

    @Test
    void vectorsOfAnotherModelMeanToIndexAnew() {
        PortabilityReport moved =
                check(to(TARGET).embeddings("text-embedding-3-large", "amazon.titan-embed-text-v2:0"));
        PortabilityReport kept = check(to(TARGET).embeddings("text-embedding-3-large", "text-embedding-3-large"));

        assertThat(finding(moved, "re-index").severity()).isEqualTo(Severity.BLOCKS);
        assertThat(finding(moved, "re-index").remedy()).contains("second index");
        assertThat(kept.clear()).contains(PortabilityArea.EMBEDDINGS);
    }

    @Test
    void aDeploymentIsLookedUpByItsBaseModel() {
        PortabilityTarget target = PortabilityTarget.of(
                        new UncallableModel(dev.portolan.chat.ModelInfo.builder("azure", "our-deployment")
                                .baseModel("gpt-4o-mini")
                                .build()))
                .catalog(catalog())
                .build();

        assertThat(target.offer()).isSameAs(SOURCE);
        assertThat(target).hasToString("PortabilityTarget[azure/our-deployment]");
    }

    @Test
    void aTargetIsFoundHoweverItsIdIsWritten() {
        PortabilityTarget target = PortabilityTarget.of(
                        new UncallableModel(dev.portolan.chat.ModelInfo.builder("azure", "GPT-4o-Mini")
                                .build()))
                .catalog(catalog())
                .build();

        assertThat(target.offer()).isSameAs(SOURCE);
    }
}
