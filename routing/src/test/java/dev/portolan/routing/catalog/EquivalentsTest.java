package dev.portolan.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.Capability;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EquivalentsTest {

    private static final Needs TODAY = Needs.none().on(Chart.TODAY);

    /** What excludes the one offer of Bedrock, or nothing when it is a candidate. */
    private static List<Exclusion.Code> excluded(CatalogModel.Builder model, Offer.Builder offer, Needs needs) {
        Equivalents found = Chart.mini().with(model, offer).build().equivalents("gpt-4o-mini", Cloud.BEDROCK, needs);
        return found.excluded().stream()
                .flatMap(one -> one.exclusions().stream())
                .map(Exclusion::code)
                .toList();
    }

    private static Candidate only(CatalogModel.Builder model, Offer.Builder offer, Needs needs) {
        Equivalents found = Chart.mini().with(model, offer).build().equivalents("gpt-4o-mini", Cloud.BEDROCK, needs);
        assertThat(found.candidates()).as(found.explain()).hasSize(1);
        return found.candidates().get(0);
    }

    private static CatalogModel.Builder model() {
        return Chart.chat("a/x", Tier.MINI);
    }

    private static Offer.Builder offer() {
        return Chart.offer(Cloud.BEDROCK, "a.x", "a/x", "0.15", "0.60");
    }

    private static Offer.Builder ending(LocalDate day) {
        return offer().lifecycle(new Lifecycle(
                Lifecycle.State.GA,
                null,
                day,
                null,
                null,
                Lifecycle.KnownFrom.STATED,
                "a page",
                LocalDate.of(2026, 9, 2),
                null));
    }

    @Test
    void aModelIsFoundByItsNameWithoutVendorByItsCanonicalNameAndByAnIdOfAnyCloud() {
        ModelCatalog catalog = Chart.mini()
                .with(model(), offer())
                .with(
                        Chart.chat("openai/gpt-4o-mini", Tier.MINI),
                        Chart.offer(Cloud.AZURE, "gpt-4o-mini-eu", "openai/gpt-4o-mini", "0.165", "0.66"))
                .build();

        for (String name : List.of("gpt-4o-mini", "openai/gpt-4o-mini")) {
            Equivalents found = catalog.equivalents(name, Cloud.BEDROCK, TODAY);
            assertThat(Chart.names(found)).containsExactly("a/x");
            assertThat(found.sourceOffer().shown()).isEqualTo("openai/gpt-4o-mini");
        }
        Equivalents byId = catalog.equivalents("gpt-4o-mini-eu", Cloud.BEDROCK, TODAY);
        assertThat(byId.source().name()).isEqualTo("openai/gpt-4o-mini");
        assertThat(byId.sourceOffer().shown()).isEqualTo("azure/gpt-4o-mini-eu");
        assertThat(byId.catalogVersion()).isEqualTo("test");
        assertThat(byId.day()).isEqualTo(Chart.TODAY);
    }

    @Test
    void anUnknownModelIsAnErrorThatNamesTheNearest() {
        ModelCatalog catalog = Chart.mini().build();

        assertThatThrownBy(() -> catalog.equivalents("gpt-4o-mni", Cloud.BEDROCK))
                .isInstanceOfSatisfying(UnknownModel.class, error -> {
                    assertThat(error.name()).isEqualTo("gpt-4o-mni");
                    assertThat(error.nearest()).contains("gpt-4o-mini");
                    assertThat(error.candidates()).isEmpty();
                })
                .hasMessageContaining("gpt-4o-mini");
    }

    @Test
    void anEndWithinTheMarginExcludesAndOneOnItsLastDayDoesNot() {
        assertThat(excluded(model(), ending(Chart.TODAY.plusDays(179)), TODAY))
                .containsExactly(Exclusion.Code.RETIRES_SOON);
        assertThat(excluded(model(), ending(Chart.TODAY.plusDays(180)), TODAY)).isEmpty();
        assertThat(excluded(model(), ending(Chart.TODAY), TODAY)).containsExactly(Exclusion.Code.RETIRED);
        Needs today = TODAY.toBuilder().lifecycleMargin(0).build();
        assertThat(excluded(model(), ending(Chart.TODAY.plusDays(1)), today)).isEmpty();
    }

    @Test
    void withoutRegardToLifecyclesWhatHasEndedIsThereWithAWarning() {
        Needs any = TODAY.toBuilder().anyLifecycle().build();
        Candidate retired = only(model(), ending(Chart.TODAY.minusDays(3)), any);
        assertThat(retired.warning(MatchWarning.Code.RETIRED).text())
                .isEqualTo("is retired since 2026-11-18 (as of 2026-09-02, 80 days ago)");
        Candidate ending = only(model(), ending(Chart.TODAY.plusDays(300)), any);
        assertThat(ending.warning(MatchWarning.Code.RETIRES).figures())
                .containsEntry("day", "2027-09-17")
                .containsEntry("asOf", "2026-09-02");
    }

    @Test
    void aPreviewIsExcludedWhenPreviewsAreNotWanted() {
        Offer.Builder preview = offer().lifecycle(Lifecycle.of(Lifecycle.State.PREVIEW));
        assertThat(excluded(model(), preview, TODAY)).isEmpty();
        assertThat(excluded(model(), preview, TODAY.toBuilder().previews(false).build()))
                .containsExactly(Exclusion.Code.PREVIEW);
    }

    @Test
    void aMovingNameIsNeverAStandIn() {
        assertThat(excluded(
                        model(),
                        offer().moving(true),
                        TODAY.toBuilder().anyLifecycle().build()))
                .containsExactly(Exclusion.Code.MOVING);
    }

    @Test
    void residencyIsAHardFilterAndChoosesTheIdToSend() {
        Needs europe = TODAY.toBuilder().residency("eu").build();
        assertThat(excluded(model(), offer(), europe)).containsExactly(Exclusion.Code.RESIDENCY);

        Offer.Builder there = offer().scopes(List.of(
                new Scope(Scope.GLOBAL, "global.a.x", null), new Scope("eu", "eu.a.x", Rates.of("0.165", "0.66"))));
        Candidate candidate = only(model(), there, europe);
        assertThat(candidate.id()).isEqualTo("eu.a.x");
        assertThat(candidate.scope()).isEqualTo("eu");
        assertThat(candidate.price().input()).isEqualByComparingTo("1.1");
        assertThat(only(model(), there, TODAY).id()).isEqualTo("global.a.x");
        assertThat(only(model(), offer(), TODAY).id()).isEqualTo("a.x");
        assertThat(only(model(), offer(), TODAY).warning(MatchWarning.Code.RESIDENCY_NONE))
                .isNotNull();
    }

    @Test
    void aModelOnMachinesOfOnesOwnStaysThereAndOneInItsMakersCloudDoesNot() {
        ModelCatalog catalog = Chart.mini()
                .with(
                        model(),
                        Offer.builder(Cloud.OLLAMA, "x:8b", "a/x")
                                .scopes(List.of(new Scope("self-hosted", null, null))),
                        Offer.builder(Cloud.OLLAMA, "x:8b-cloud", "a/x"))
                .build();

        Equivalents found = catalog.equivalents(
                "gpt-4o-mini", Cloud.OLLAMA, TODAY.toBuilder().residency("eu").build());
        assertThat(found.candidates()).extracting(Candidate::id).containsExactly("x:8b");
        assertThat(found.excluded()).extracting(one -> one.offer().id()).containsExactly("x:8b-cloud");
    }

    @Test
    void aMissingCapabilityExcludesAndAnUnknownOneWarns() {
        Needs tools = TODAY.toBuilder().capabilities(Capability.TOOLS).build();
        assertThat(excluded(model(), offer().capabilities(Map.of(Capability.TOOLS, false)), tools))
                .containsExactly(Exclusion.Code.CAPABILITY);
        assertThat(only(model(), offer(), tools)
                        .warning(MatchWarning.Code.CAPABILITY_UNKNOWN)
                        .figures())
                .containsEntry("capability", "TOOLS");
        assertThat(only(model(), offer().capabilities(Map.of(Capability.TOOLS, true)), tools)
                        .warning(MatchWarning.Code.CAPABILITY_UNKNOWN))
                .isNull();
        assertThat(only(model(), offer().capabilities(Map.of(Capability.TOOLS, false)), TODAY)
                        .warning(MatchWarning.Code.TOOLS_MISSING))
                .isNotNull();
    }

    @Test
    void whatABehaviourRefusesIsMissingWhenItIsNeeded() {
        Behaviour cold = new Behaviour(Behaviours.REJECTS_TEMPERATURE, Map.of(), "rejects temperature");
        assertThat(excluded(
                        model().behaviours(List.of(cold)),
                        offer(),
                        TODAY.toBuilder().capabilities(Capability.TEMPERATURE).build()))
                .containsExactly(Exclusion.Code.CAPABILITY);
        assertThat(only(model().behaviours(List.of(cold)), offer(), TODAY)
                        .warning(MatchWarning.Code.SAMPLING_REJECTED)
                        .figures())
                .containsEntry("settings", "temperature");
    }

    @Test
    void toolsThatFailInStreamsExcludeOnlyWhereTheyAreUsedSo() {
        Offer.Builder silent = offer().capabilities(Map.of(Capability.TOOLS, true, Capability.STREAMING, true))
                .behaviours(List.of(
                        new Behaviour(Behaviours.TOOLS_NOT_STREAMED, Map.of(), "tools are rejected when streaming")));
        assertThat(excluded(model(), silent, TODAY.toBuilder().toolsInStreams().build()))
                .containsExactly(Exclusion.Code.TOOLS_NOT_STREAMED);
        Needs tools = TODAY.toBuilder().capabilities(Capability.TOOLS).build();
        assertThat(only(model(), silent, tools).warning(MatchWarning.Code.TOOLS_NOT_STREAMED))
                .isNotNull();
    }

    @Test
    void longRequestsAreCountedInTheCandidatesTokens() {
        Needs needs = TODAY.toBuilder().tokens(100_000L, 10_000L).build();
        ModelCatalog catalog = new Chart()
                .with(
                        Chart.chat("openai/gpt-4o-mini", Tier.MINI).tokenizerFactor(BigDecimal.ONE),
                        Chart.offer(Cloud.OPENAI, "gpt-4o-mini", "openai/gpt-4o-mini", "0.15", "0.60"))
                .with(
                        Chart.chat("a/wordy", Tier.MINI).tokenizerFactor(new BigDecimal("1.2")),
                        Chart.offer(Cloud.BEDROCK, "a.wordy", "a/wordy", "0.15", "0.60"))
                .with(
                        Chart.chat("a/terse", Tier.MINI).tokenizerFactor(new BigDecimal("1.1")),
                        Chart.offer(Cloud.BEDROCK, "a.terse", "a/terse", "0.15", "0.60"))
                .build();

        // 110,000 x 1.2 is more than 128,000; x 1.1 is 121,000.
        Equivalents found = catalog.equivalents("gpt-4o-mini", Cloud.BEDROCK, needs);
        assertThat(Chart.names(found)).containsExactly("a/terse");
        assertThat(found.excluded().get(0).exclusions().get(0).text())
                .isEqualTo("takes 128000 tokens in all; wanted are 132000, counted as its own tokens");
        assertThat(found.candidates()
                        .get(0)
                        .warning(MatchWarning.Code.MORE_TOKENS)
                        .figures())
                .containsEntry("factor", "1.1");
    }

    @Test
    void anAnswerThatIsTooLongForTheOutputLimitExcludes() {
        assertThat(excluded(
                        model(), offer(), TODAY.toBuilder().tokens(1L, 20_000L).build()))
                .containsExactly(Exclusion.Code.OUTPUT_LIMIT);
        assertThat(excluded(
                        model(),
                        offer().limits(new TokenLimits(128_000L, 8_000L, null, null)),
                        TODAY.toBuilder().tokens(9_000L, null).build()))
                .containsExactly(Exclusion.Code.CONTEXT);
        assertThat(only(model(), offer().limits(TokenLimits.UNKNOWN), TODAY).warning(MatchWarning.Code.CONTEXT_UNKNOWN))
                .isNotNull();
    }

    @Test
    void smallerLimitsAreWarnedOf() {
        Candidate small = only(model(), offer().limits(new TokenLimits(8_000L, null, 4_000L, null)), TODAY);
        assertThat(small.warning(MatchWarning.Code.CONTEXT_SMALLER).figures())
                .isEqualTo(Map.of("here", "8000", "source", "128000"));
        assertThat(small.warning(MatchWarning.Code.OUTPUT_LIMIT_SMALLER).figures())
                .isEqualTo(Map.of("here", "4000", "source", "16000"));
    }

    @Test
    void licencesThatAreNotKnownAreNoneThatWillDo() {
        Needs apache = TODAY.toBuilder().licences(Set.of("Apache-2.0")).build();
        assertThat(excluded(model(), offer(), apache)).containsExactly(Exclusion.Code.LICENCE);
        assertThat(excluded(model().licence("apache-2.0"), offer(), apache)).isEmpty();
        Needs open = TODAY.toBuilder().openWeights().build();
        assertThat(excluded(model(), offer(), open)).containsExactly(Exclusion.Code.NOT_OPEN);
        assertThat(excluded(model().openWeights(true), offer(), open)).isEmpty();
    }

    @Test
    void aModelThatNeedsMoreMemoryThanThereIsIsExcluded() {
        SelfHosting machine = new SelfHosting(null, null, "Q4_K_M", null, 10L << 30);
        Needs eight = TODAY.toBuilder().memoryBytes(8L << 30).build();
        assertThat(excluded(model(), offer().selfHosting(machine), eight)).containsExactly(Exclusion.Code.MEMORY);
        Candidate fits = only(model(), offer().selfHosting(machine), TODAY);
        assertThat(fits.warning(MatchWarning.Code.MEMORY).text()).isEqualTo("needs about 10.0 GiB of memory");
        assertThat(fits.warning(MatchWarning.Code.QUANTISED).figures()).containsEntry("quantisation", "Q4_K_M");
    }

    @Test
    void anOfferThatFailsSeveralNeedsIsExcludedForEach() {
        assertThat(excluded(
                        Chart.chat("a/x", Tier.FRONTIER),
                        ending(Chart.TODAY).moving(true),
                        TODAY.toBuilder().residency("eu").openWeights().build()))
                .containsExactlyInAnyOrder(
                        Exclusion.Code.MOVING,
                        Exclusion.Code.RETIRED,
                        Exclusion.Code.RESIDENCY,
                        Exclusion.Code.NOT_OPEN,
                        Exclusion.Code.OTHER_TIER);
    }

    @Test
    void anUnknownPriceIsSaidToBeUnknownAndNeverZero() {
        Candidate unknown = only(model(), offer().pricing(null), TODAY);
        assertThat(unknown.price().blended()).isNull();
        assertThat(unknown.warning(MatchWarning.Code.PRICE_UNKNOWN)).isNotNull();
        Candidate hourly = only(
                model(),
                offer().pricing(new Pricing(
                        Chart.USD, "machine-hour", Rates.UNKNOWN, List.of(), Map.of(), List.of(), List.of(), Map.of())),
                TODAY);
        assertThat(hourly.price().blended()).isNull();
        assertThat(hourly.warning(MatchWarning.Code.NOT_PER_TOKEN).figures()).containsEntry("unit", "machine-hour");
    }

    @Test
    void embeddingsStandInForEmbeddingsAloneAndMeanToIndexAnew() {
        ModelCatalog catalog = new Chart()
                .with(
                        CatalogModel.builder("openai/text-embedding-3-small", ModelKind.EMBEDDING),
                        Chart.offer(
                                        Cloud.OPENAI,
                                        "text-embedding-3-small",
                                        "openai/text-embedding-3-small",
                                        "0.02",
                                        "0")
                                .limits(new TokenLimits(8_000L, null, null, 1536)))
                .with(
                        CatalogModel.builder("amazon/titan", ModelKind.EMBEDDING),
                        Chart.offer(Cloud.BEDROCK, "amazon.titan", "amazon/titan", "0.02", "0")
                                .limits(new TokenLimits(8_000L, null, null, 1024)))
                .with(model(), offer())
                .build();

        Equivalents found = catalog.equivalents("text-embedding-3-small", Cloud.BEDROCK, TODAY);
        assertThat(Chart.names(found)).containsExactly("amazon/titan");
        Candidate titan = found.candidates().get(0);
        assertThat(titan.reasons().get(0).code()).isEqualTo(MatchReason.Code.SAME_KIND);
        assertThat(titan.warning(MatchWarning.Code.INDEX_ANEW)).isNotNull();
        assertThat(titan.warning(MatchWarning.Code.DIMENSIONS).figures()).containsEntry("here", "1024");
        assertThat(found.excluded().get(0).exclusions())
                .extracting(Exclusion::code)
                .containsExactly(Exclusion.Code.OTHER_KIND);
    }

    @Test
    void aWrittenPairingThatWasNeverOfferedIsAnsweredWithTheNearestAndWhy() {
        ModelCatalog catalog = Chart.mini()
                .with(
                        Chart.chat("mistral/mistral-medium-3", Tier.MINI).family("mistral-medium"),
                        Chart.offer(Cloud.MISTRAL, "mistral-medium-3", "mistral/mistral-medium-3", "1", "1"))
                .with(
                        Chart.chat("mistral/mistral-large-3", Tier.STANDARD).family("mistral-large"),
                        Chart.offer(Cloud.BEDROCK, "mistral.large-3", "mistral/mistral-large-3", "1", "1"))
                .with(model(), offer())
                .paired("openai/gpt-4o-mini", Cloud.BEDROCK, "mistral/mistral-medium-3")
                .build();

        Equivalents found = catalog.equivalents("gpt-4o-mini", Cloud.BEDROCK, TODAY);
        assertThat(Chart.names(found)).containsExactly("a/x");
        assertThat(found.nearest()).singleElement().satisfies(nearest -> {
            assertThat(nearest.wanted()).isEqualTo("mistral/mistral-medium-3");
            assertThat(nearest.offer().id()).isEqualTo("mistral.large-3");
            assertThat(nearest.why())
                    .isEqualTo(
                            "mistral/mistral-medium-3 was never offered on bedrock; of mistral there is this one, of tier"
                                    + " standard");
        });
    }

    @Test
    void aPairingThatHasEndedIsAnsweredWithWhatTheCloudRecommends() {
        Lifecycle ended = new Lifecycle(
                Lifecycle.State.RETIRED, null, null, null, "a.y", Lifecycle.KnownFrom.STATED, null, null, null);
        ModelCatalog catalog = Chart.mini()
                .with(model(), offer().lifecycle(ended))
                .with(Chart.chat("a/y", Tier.STANDARD), Chart.offer(Cloud.BEDROCK, "a.y", "a/y", "1", "1"))
                .paired("openai/gpt-4o-mini", Cloud.BEDROCK, "a/x")
                .build();

        NearestOffer nearest = catalog.equivalents("gpt-4o-mini", Cloud.BEDROCK, TODAY)
                .nearest()
                .get(0);
        assertThat(nearest.offer().id()).isEqualTo("a.y");
        assertThat(nearest.why()).contains("recommends this one");
    }

    @Test
    void theExplanationListsCandidatesAndWhatWasExcludedWithReasons() {
        ModelCatalog catalog = Chart.mini()
                .with(model(), offer())
                .with(
                        Chart.chat("a/gone", Tier.MINI),
                        Chart.offer(Cloud.BEDROCK, "a.gone", "a/gone", "1", "1")
                                .lifecycle(Lifecycle.of(Lifecycle.State.RETIRED)))
                .with(Chart.chat("a/top", Tier.FRONTIER), Chart.offer(Cloud.BEDROCK, "a.top", "a/top", "1", "1"))
                .build();

        assertThat(catalog.equivalents("gpt-4o-mini", Cloud.BEDROCK, TODAY).explain())
                .isEqualTo("""
                        openai/gpt-4o-mini (tier mini) on bedrock, 2026-11-21, catalog test
                          Compared with openai/gpt-4o-mini

                        Candidates, the most alike first:
                          1. a/x  a.x
                               + is of tier mini
                               + costs about 1 times as much for the same text
                               + takes 128000 tokens, the source 128000
                               ! whether it has structured output here is not known
                               ! is not known to keep processing in any zone

                        Excluded:
                          a/gone  a.gone: is retired
                          1 of another tier
                        """);
    }
}
