package dev.portolan.example.triage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.TextPart;
import dev.portolan.evidence.check.Expectations;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.evidence.dataset.Example;
import dev.portolan.evidence.parity.Gate;
import dev.portolan.evidence.stats.NonInferiority;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TicketsTest {

    private final Dataset dataset = Workload.dataset();

    @Test
    void thereAreAtLeastOneHundredAndTwentyExamplesInTenLanguages() {
        assertThat(dataset.examples()).hasSizeGreaterThanOrEqualTo(120);
        assertThat(tagged("lang:"))
                .contains("lang:en", "lang:de", "lang:fr", "lang:es", "lang:ja", "lang:ar")
                .hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void aTenthOfThemIsNasty() {
        assertThat(count("nasty")).isGreaterThanOrEqualTo((dataset.examples().size() + 9) / 10);
        assertThat(tagged("")).contains("injection", "long", "mixed", "markup", "rtl", "emoji");
        assertThat(dataset.examples()).anyMatch(example -> asked(example).equals("Ticket:\n"));
    }

    @Test
    void somethingIsExpectedOfEach() {
        assertThat(dataset.examples())
                .allSatisfy(example -> assertThat(example.expectations()).isNotEqualTo(Expectations.NONE));
    }

    @Test
    void noTwoOfThemAreAlike() {
        List<Example> examples = dataset.examples();
        for (int i = 0; i < examples.size(); i++) {
            for (int k = i + 1; k < examples.size(); k++) {
                assertThat(likeness(told(examples.get(i)), told(examples.get(k))))
                        .as("%s and %s", examples.get(i).id(), examples.get(k).id())
                        .isLessThan(0.5);
            }
        }
    }

    /** What the explanation of the margins says. */
    @Test
    void eachKindHasEnoughExamplesForItsMarginAndNoneHasMany() {
        Gate gate = Workload.gate();

        assertThat(count("task:triage"))
                .isEqualTo(63)
                .isGreaterThanOrEqualTo(NonInferiority.smallestSample(gate.margin("label")));
        for (String kind : List.of("task:tools", "task:knowledge", "task:desk")) {
            assertThat(count(kind))
                    .isBetween(27, 28)
                    .isGreaterThanOrEqualTo(NonInferiority.smallestSample(gate.margin("refusal")))
                    .isLessThan(NonInferiority.smallestSample(0.05));
        }
    }

    /** Seven guards share the 1 % that a FAIL may be wrong (Holm): fewer than ten losses without a win would not do. */
    @Test
    void eachPlantedRegressionConcernsEnoughExamplesToBeProven() {
        for (PlantedRegression regression : PlantedRegression.values()) {
            long concerned =
                    dataset.examples().stream().filter(regression::concerns).count();

            assertThat(concerned).as(regression.name()).isBetween(11L, 13L);
        }
    }

    private static String asked(Example example) {
        ChatRequest request = example.request();
        return request.messages().get(request.messages().size() - 1).parts().stream()
                .map(part -> ((TextPart) part).text())
                .reduce("", String::concat);
    }

    /** Without what goes before it. */
    private static String told(Example example) {
        String text = asked(example);
        int question = text.indexOf("Question:\n");
        return question >= 0 ? text.substring(question + 10) : text.replaceFirst("^Ticket:\n", "");
    }

    /** The share of words, or of characters where no spaces are written, that both have. */
    private static double likeness(String one, String other) {
        Set<String> words = words(one);
        Set<String> both = words(other);
        Set<String> all = new HashSet<>(words);
        all.addAll(both);
        both.retainAll(words);
        return all.isEmpty() ? 0 : (double) both.size() / all.size();
    }

    private static Set<String> words(String text) {
        return new HashSet<>(Arrays.asList(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")));
    }

    private Set<String> tagged(String prefix) {
        Set<String> tags = new HashSet<>();
        dataset.examples()
                .forEach(example -> example.tags().stream()
                        .filter(tag -> tag.startsWith(prefix))
                        .forEach(tags::add));
        return tags;
    }

    private int count(String tag) {
        return (int) dataset.examples().stream()
                .filter(example -> example.tags().contains(tag))
                .count();
    }
}
