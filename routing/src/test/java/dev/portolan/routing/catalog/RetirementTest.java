package dev.portolan.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetirementTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

    private static final ModelCatalog CATALOG = ModelCatalog.builder("test", TODAY)
            .model(CatalogModel.builder("openai/gpt-4o", ModelKind.CHAT).build())
            .model(CatalogModel.builder("openai/gpt-5", ModelKind.CHAT).build())
            .offer(Offer.builder(Cloud.AZURE, "gpt-4o", "openai/gpt-4o")
                    .lifecycle(ending(TODAY.plusDays(144), "gpt-5.4-mini", LocalDate.of(2026, 9, 9)))
                    .versions(List.of(
                            new OfferVersion("2024-05-13", ending(TODAY.minusDays(1), null, TODAY)),
                            new OfferVersion("2024-11-20", ending(TODAY.plusDays(144), null, TODAY))))
                    .build())
            .offer(Offer.builder(Cloud.OPENAI, "gpt-4o", "openai/gpt-4o")
                    .lifecycle(Lifecycle.of(Lifecycle.State.RETIRED))
                    .provenance(new Provenance(TODAY.minusDays(1), List.of(), 0, Set.of(), null))
                    .build())
            .offer(Offer.builder(Cloud.OPENAI, "gpt-5", "openai/gpt-5")
                    .lifecycle(Lifecycle.of(Lifecycle.State.GA))
                    .build())
            .build();

    private static Lifecycle ending(
            LocalDate day, @org.jspecify.annotations.Nullable String replacement, LocalDate read) {
        return new Lifecycle(
                Lifecycle.State.GA, null, day, null, replacement, Lifecycle.KnownFrom.STATED, null, read, null);
    }

    @Test
    void whatEndsWithinATimeIsToldOnceWithTheAgeOfTheFact() {
        assertThat(CATALOG.retirements(TODAY, Duration.ofDays(143))).isEmpty();
        assertThat(CATALOG.retirements(TODAY, Duration.ofDays(144)))
                .singleElement()
                .satisfies(end -> {
                    assertThat(end.offer().shown()).isEqualTo("azure/gpt-4o");
                    assertThat(end.version()).isNull();
                    assertThat(end.replacement()).isEqualTo("gpt-5.4-mini");
                    assertThat(end.factAge()).isEqualTo(73);
                    assertThat(end.text())
                            .isEqualTo(
                                    "azure/gpt-4o ends on 2027-04-14 (read 73 days ago); azure recommends gpt-5.4-mini");
                });
    }

    @Test
    void pastEndsAndVersionsOfTheirOwnAreAmongAll() {
        assertThat(CATALOG.retirements(TODAY))
                .extracting(Retirement::text)
                .containsExactly(
                        "openai/gpt-4o is retired (read 1 day ago)",
                        "azure/gpt-4o version 2024-05-13 ended on 2026-11-20 (read 0 days ago); azure recommends"
                                + " gpt-5.4-mini",
                        "azure/gpt-4o ends on 2027-04-14 (read 73 days ago); azure recommends gpt-5.4-mini");
    }

    @Test
    void anEndDependsOnTheDayOnly() {
        assertThat(CATALOG.retirements(TODAY.plusDays(144), Duration.ofDays(1000)))
                .isEmpty();
        assertThat(CATALOG.retirement(CATALOG.offersOf("openai/gpt-5").get(0), null, TODAY)
                        .text())
                .isEqualTo("openai/gpt-5 has no announced end (nobody says as of when)");
    }

    @Test
    void theBundledCatalogKnowsThatGpt4oMiniEndsAtOpenAiBeforeItDoesAtAzure() {
        ModelCatalog bundled = ModelCatalog.bundled();
        List<String> soon = bundled.retirements(TODAY, Duration.ofDays(180)).stream()
                .map(end -> end.offer().shown() + " " + end.day())
                .toList();

        assertThat(soon).contains("openai/gpt-4o-mini 2027-01-14", "azure/gpt-4o-mini 2027-04-14");
    }
}
