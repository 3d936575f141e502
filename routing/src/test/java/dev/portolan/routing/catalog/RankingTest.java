package dev.portolan.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankingTest {

    private static final Needs TODAY = Needs.none().on(Chart.TODAY);

    private static BenchmarkScore score(double points) {
        return new BenchmarkScore("gpqa_diamond", points, "a card", Chart.TODAY, null);
    }

    @Test
    void theNewestModelIsNotFirstForBeingNew() {
        ModelCatalog catalog = Chart.mini()
                .with(
                        Chart.chat("a/new", Tier.MINI).released(LocalDate.of(2026, 11, 20)),
                        Chart.offer(Cloud.BEDROCK, "a.new", "a/new", "0.60", "2.40"))
                .with(
                        Chart.chat("a/old", Tier.MINI).released(LocalDate.of(2024, 1, 1)),
                        Chart.offer(Cloud.BEDROCK, "a.old", "a/old", "0.15", "0.60"))
                .build();

        assertThat(Chart.names(catalog.equivalents("gpt-4o-mini", Cloud.BEDROCK, TODAY)))
                .containsExactly("a/old", "a/new");
    }

    @Test
    void theCheapestModelIsNotFirstForBeingCheap() {
        ModelCatalog catalog = Chart.mini()
                .with(
                        Chart.chat("a/cheap", Tier.MINI),
                        Chart.offer(Cloud.BEDROCK, "a.cheap", "a/cheap", "0.01", "0.02"))
                .with(Chart.chat("a/like", Tier.MINI), Chart.offer(Cloud.BEDROCK, "a.like", "a/like", "0.20", "0.70"))
                .build();

        assertThat(Chart.names(catalog.equivalents("gpt-4o-mini", Cloud.BEDROCK, TODAY)))
                .containsExactly("a/like", "a/cheap");
    }

    @Test
    void theModelOfTheBestScoreIsNotFirstForItsScore() {
        ModelCatalog catalog = new Chart()
                .with(
                        Chart.chat("openai/gpt-4o-mini", Tier.MINI).scores(List.of(score(40))),
                        Chart.offer(Cloud.OPENAI, "gpt-4o-mini", "openai/gpt-4o-mini", "0.15", "0.60"))
                .with(
                        Chart.chat("a/best", Tier.MINI).scores(List.of(score(95))),
                        Chart.offer(Cloud.BEDROCK, "a.best", "a/best", "0.15", "0.60"))
                .with(
                        Chart.chat("a/like", Tier.MINI).scores(List.of(score(42))),
                        Chart.offer(Cloud.BEDROCK, "a.like", "a/like", "0.20", "0.60"))
                .build();

        assertThat(Chart.names(catalog.equivalents("gpt-4o-mini", Cloud.BEDROCK, TODAY)))
                .containsExactly("a/like", "a/best");
    }

    @Test
    void aBetterTierDoesNotStandInUnlessItIsAskedFor() {
        ModelCatalog catalog = Chart.mini()
                .with(Chart.chat("a/top", Tier.FRONTIER), Chart.offer(Cloud.BEDROCK, "a.top", "a/top", "0.15", "0.60"))
                .build();

        Equivalents found = catalog.equivalents("gpt-4o-mini", Cloud.BEDROCK, TODAY);
        assertThat(found.candidates()).isEmpty();
        assertThat(found.excluded().get(0).isFor(Exclusion.Code.OTHER_TIER)).isTrue();
        assertThat(found.nearest().get(0).offer().id()).isEqualTo("a.top");
        assertThat(found.nearest().get(0).why()).contains("is of tier frontier");

        Needs frontier = TODAY.toBuilder().tier(Tier.FRONTIER).build();
        assertThat(Chart.names(catalog.equivalents("gpt-4o-mini", Cloud.BEDROCK, frontier)))
                .containsExactly("a/top");
    }

    @Test
    void theModelItselfGoesFirstThenWhatIsWrittenThenTheTierThenTheSecondTier() {
        ModelCatalog catalog = Chart.mini()
                .with(
                        Chart.chat("a/second", Tier.STANDARD).secondTier(Tier.MINI),
                        Chart.offer(Cloud.AZURE, "second", "a/second", "0.15", "0.60"))
                .with(Chart.chat("a/tier", Tier.MINI), Chart.offer(Cloud.AZURE, "tier", "a/tier", "0.15", "0.60"))
                .with(Chart.chat("b/far", Tier.FRONTIER), Chart.offer(Cloud.AZURE, "far", "b/far", "90", "90"))
                .with(Chart.chat("b/near", Tier.MINI), Chart.offer(Cloud.AZURE, "near", "b/near", "0.15", "0.60"))
                .with(
                        Chart.chat("openai/gpt-4o-mini", Tier.MINI),
                        Chart.offer(Cloud.AZURE, "gpt-4o-mini", "openai/gpt-4o-mini", "9", "9"))
                .paired("openai/gpt-4o-mini", Cloud.AZURE, "b/far", "b/near")
                .build();

        Equivalents found = catalog.equivalents("gpt-4o-mini", Cloud.AZURE, TODAY);
        assertThat(Chart.names(found)).containsExactly("openai/gpt-4o-mini", "b/far", "b/near", "a/tier", "a/second");
        assertThat(found.candidates())
                .extracting(Candidate::kind)
                .containsExactly(
                        MatchKind.SAME_MODEL,
                        MatchKind.DECLARED,
                        MatchKind.DECLARED,
                        MatchKind.SAME_TIER,
                        MatchKind.SECOND_TIER);
        assertThat(found.candidates().get(0).reasons().get(0).code()).isEqualTo(MatchReason.Code.SAME_MODEL);
        assertThat(found.candidates().get(1).reasons().get(0).text()).contains("the guide says so");
        assertThat(found.candidates().get(4).reasons().get(0).code()).isEqualTo(MatchReason.Code.SECOND_TIER);
    }

    @Test
    void theSourcesSecondTierIsLookedInToo() {
        ModelCatalog catalog = new Chart()
                .with(
                        Chart.chat("openai/gpt-4.1", Tier.REASONING).secondTier(Tier.STANDARD),
                        Chart.offer(Cloud.OPENAI, "gpt-4.1", "openai/gpt-4.1", "2", "8"))
                .with(Chart.chat("a/std", Tier.STANDARD), Chart.offer(Cloud.BEDROCK, "a.std", "a/std", "2", "8"))
                .with(
                        Chart.chat("a/think", Tier.REASONING),
                        Chart.offer(Cloud.BEDROCK, "a.think", "a/think", "9", "40"))
                .build();

        assertThat(Chart.names(catalog.equivalents("gpt-4.1", Cloud.BEDROCK, TODAY)))
                .containsExactly("a/think", "a/std");
        Needs reasoning = TODAY.toBuilder().tier(Tier.REASONING).build();
        assertThat(Chart.names(catalog.equivalents("gpt-4.1", Cloud.BEDROCK, reasoning)))
                .containsExactly("a/think");
    }

    @Test
    void whatIsInGeneralUseGoesBeforeAPreviewThatIsNearer() {
        ModelCatalog catalog = Chart.mini()
                .with(
                        Chart.chat("a/preview", Tier.MINI),
                        Chart.offer(Cloud.BEDROCK, "a.preview", "a/preview", "0.15", "0.60")
                                .lifecycle(Lifecycle.of(Lifecycle.State.PREVIEW)))
                .with(Chart.chat("a/ga", Tier.MINI), Chart.offer(Cloud.BEDROCK, "a.ga", "a/ga", "0.50", "2"))
                .build();

        Equivalents found = catalog.equivalents("gpt-4o-mini", Cloud.BEDROCK, TODAY);
        assertThat(Chart.names(found)).containsExactly("a/ga", "a/preview");
        assertThat(found.candidates().get(1).warning(MatchWarning.Code.PREVIEW)).isNotNull();
    }

    @Test
    void twoThatAreAsFarGoByName() {
        ModelCatalog catalog = Chart.mini()
                .with(Chart.chat("a/two", Tier.MINI), Chart.offer(Cloud.BEDROCK, "a.two", "a/two", "0.15", "0.60"))
                .with(Chart.chat("a/one", Tier.MINI), Chart.offer(Cloud.BEDROCK, "a.one", "a/one", "0.15", "0.60"))
                .build();

        assertThat(Chart.names(catalog.equivalents("gpt-4o-mini", Cloud.BEDROCK, TODAY)))
                .containsExactly("a/one", "a/two");
    }

    @Test
    void reasoningByDefaultAndTokenizersMakeAPriceFartherThanTheListSays() {
        Behaviour thinks =
                new Behaviour(Behaviours.REASONS_BY_DEFAULT, java.util.Map.of("effort", "high"), "reasons by default");
        ModelCatalog catalog = new Chart()
                .with(
                        Chart.chat("openai/gpt-4o-mini", Tier.MINI).tokenizerFactor(BigDecimal.ONE),
                        Chart.offer(Cloud.OPENAI, "gpt-4o-mini", "openai/gpt-4o-mini", "1", "1"))
                .with(
                        Chart.chat("a/thinks", Tier.MINI)
                                .tokenizerFactor(new BigDecimal("1.5"))
                                .behaviours(List.of(thinks)),
                        Chart.offer(Cloud.BEDROCK, "a.thinks", "a/thinks", "1", "1"))
                .with(Chart.chat("a/plain", Tier.MINI), Chart.offer(Cloud.BEDROCK, "a.plain", "a/plain", "2", "2"))
                .build();

        Equivalents found = catalog.equivalents("gpt-4o-mini", Cloud.BEDROCK, TODAY);
        assertThat(Chart.names(found)).containsExactly("a/plain", "a/thinks");
        PriceComparison price = found.candidates().get(1).price();
        // (3 x 1 + 1 x 6) / (3 + 1) x 1.5
        assertThat(price.blended()).isEqualByComparingTo("3.375");
        assertThat(price.input()).isEqualByComparingTo("1.5");
        assertThat(price.output()).isEqualByComparingTo("1.5");
        MatchWarning dearer = found.candidates().get(1).warning(MatchWarning.Code.PRICE_HIGHER);
        assertThat(dearer.figures()).containsEntry("blended", "3.38");
        assertThat(dearer.text()).contains("assumed, not measured");
        assertThat(found.candidates()
                        .get(1)
                        .warning(MatchWarning.Code.REASONS_BY_DEFAULT)
                        .figures())
                .containsEntry("multiplier", "6");
    }
}
