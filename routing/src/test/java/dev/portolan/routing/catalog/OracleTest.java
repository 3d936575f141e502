package dev.portolan.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What guides to migrations name as stand-ins holds in the bundled catalog, on a fixed day. */
class OracleTest {

    private static final Path ROWS =
            Path.of(System.getProperty("portolan.facts", "../../shared/data/catalog"), "seed-tables.json");

    private static final Needs TODAY = Needs.none().on(Chart.TODAY);
    private static final Needs ANY = TODAY.toBuilder().anyLifecycle().build();

    private static final ModelCatalog CATALOG = ModelCatalog.bundled();

    /** The series is named by its members. */
    private static List<String> sources(String named) {
        return named.equals("o-series") ? List.of("o1", "o3", "o3-mini", "o4-mini") : List.of(named);
    }

    private static boolean has(Equivalents found, String pattern) {
        Pattern match = Pattern.compile(pattern);
        return found.candidates().stream()
                .anyMatch(candidate -> match.matcher(candidate.model().name()).find());
    }

    @TestFactory
    List<DynamicTest> everyRowOfTheGuidesHolds() throws IOException {
        assumeTrue(Files.isReadable(ROWS), () -> "There are no rows at " + ROWS + "; see -Dportolan.facts");
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode row : new ObjectMapper().readTree(ROWS.toFile()).get("oracle")) {
            String candidate = row.get("candidate").asText();
            String pattern = row.get("match").asText();
            Cloud cloud = Cloud.of(row.get("cloud").asText());
            boolean live = !row.get("ids").isEmpty();
            boolean ever = live || !row.get("retired_ids").isEmpty();
            for (String source : sources(row.get("source_model").asText())) {
                String name = source + " on " + cloud + ": " + candidate;
                if (ever) {
                    tests.add(DynamicTest.dynamicTest(name + ", ends apart", () -> holds(source, cloud, pattern, ANY)));
                } else {
                    tests.add(
                            DynamicTest.dynamicTest(name + " was never there", () -> nearest(source, cloud, pattern)));
                }
                if (live) {
                    tests.add(DynamicTest.dynamicTest(name + " lives", () -> holds(source, cloud, pattern, TODAY)));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(60);
        return tests;
    }

    private static void holds(String source, Cloud cloud, String pattern, Needs needs) {
        Equivalents found = CATALOG.equivalents(source, cloud, needs);
        assertThat(has(found, pattern)).as(found.explain()).isTrue();
    }

    private static void nearest(String source, Cloud cloud, String pattern) {
        Equivalents found = CATALOG.equivalents(source, cloud, ANY);
        assertThat(has(found, pattern)).isFalse();
        assertThat(found.nearest()).as(found.explain()).anySatisfy(one -> {
            assertThat(one.wanted())
                    .matches(wanted -> Pattern.compile(pattern).matcher(wanted).find());
            assertThat(one.why()).contains("was never offered on " + cloud);
        });
    }

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource({
        "gpt-4o-mini, azure, meta/llama-4-scout",
        "gpt-4o-mini, azure, qwen/qwen3-14b",
        "gpt-4o-mini, bedrock, anthropic/claude-haiku-4-5",
        "gpt-4o-mini, vertex, google/gemini-3.5-flash-lite",
        "gpt-4o, azure, anthropic/claude-sonnet-5-5",
        "gpt-4o, bedrock, anthropic/claude-sonnet-5",
        "gpt-4o, vertex, google/gemini-3.5-flash",
        "gpt-4.1, azure, anthropic/claude-opus-5-5",
        "gpt-5, bedrock, anthropic/claude-opus-5",
        "o3, vertex, google/gemini-3.1-pro"
    })
    void aStandInThatLivesTodayIsThere(String source, String cloud, String model) {
        Equivalents found = CATALOG.equivalents(source, Cloud.of(cloud), TODAY);
        assertThat(found.candidate(model)).as(found.explain()).isNotNull();
    }

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource({
        "gpt-4o, vertex, google/gemini-2.5-pro",
        "gpt-4.1, azure, deepseek/deepseek-r1",
        "gpt-5, azure, deepseek/deepseek-r1-0528"
    })
    void aStandInThatHasEndedIsThereOnlyWhenEndsDoNotMatter(String source, String cloud, String model) {
        Candidate ended = CATALOG.equivalents(source, Cloud.of(cloud), ANY).candidate(model);
        assertThat(ended).isNotNull();
        assertThat(ended.warning(MatchWarning.Code.RETIRED)).isNotNull();

        Equivalents today = CATALOG.equivalents(source, Cloud.of(cloud), TODAY);
        assertThat(today.candidate(model)).isNull();
        assertThat(today.excluded())
                .anyMatch(one -> one.model().name().equals(model) && one.isFor(Exclusion.Code.RETIRED));
    }

    @Test
    void mistralMediumWasNeverOnBedrockAndMistralLargeAndDevstralComeNearest() {
        Equivalents found = CATALOG.equivalents("gpt-4o", Cloud.BEDROCK, TODAY);
        assertThat(has(found, "^mistral/mistral-medium")).isFalse();
        assertThat(found.nearest())
                .extracting(one -> one.model().name())
                .contains("mistral/mistral-large-3", "mistral/devstral-2");
        assertThat(found.nearest().get(0).why()).contains("was never offered on bedrock");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4o-mini", "gpt-4o", "gpt-4.1", "gpt-5", "o1", "o3", "o3-mini", "o4-mini"})
    void openAisModelsOnBedrockAreAmongTheAnswers(String source) {
        Equivalents found = CATALOG.equivalents(source, Cloud.BEDROCK, TODAY);
        assertThat(has(found, "^openai/gpt-[56]")).as(found.explain()).isTrue();
    }

    @Test
    void anEuropeanWorkloadGetsTheEuropeanProfileAndNoModelWithoutOne() {
        Needs europe = TODAY.toBuilder().residency("eu").build();
        Equivalents found = CATALOG.equivalents("gpt-4o-mini", Cloud.BEDROCK, europe);
        assertThat(found.candidates()).isNotEmpty().allMatch(one -> one.offer().scope("eu") != null);
        assertThat(found.candidate("anthropic/claude-haiku-5-5").id()).isEqualTo("eu.anthropic.claude-haiku-5-5");
        assertThat(has(found, "^openai/gpt-[56]")).isFalse();
        assertThat(found.excluded())
                .anyMatch(one -> one.model().vendor().equals("openai") && one.isFor(Exclusion.Code.RESIDENCY));
    }

    @Test
    void everyOfferOfACloudIsACandidateOrExcludedWithReasons() {
        for (String name : List.of("openai/gpt-4o", "anthropic/claude-3-haiku", "openai/text-embedding-ada-002")) {
            CatalogModel model = CATALOG.modelNamed(name).orThrow();
            for (Cloud cloud : Cloud.values()) {
                Equivalents found = CATALOG.equivalents(model.name(), cloud, TODAY);
                assertThat(found.candidates().size() + found.excluded().size())
                        .isEqualTo(CATALOG.offers(cloud).size());
                assertThat(found.candidates())
                        .noneMatch(one -> one.offer().moving()
                                || !one.offer().lifecycle().liveOn(Chart.TODAY)
                                || one.reasons().isEmpty());
            }
        }
    }
}
