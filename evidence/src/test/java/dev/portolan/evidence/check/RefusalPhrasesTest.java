package dev.portolan.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sentences of each language that decline, and sentences near to them that do not, from {@code refusal-sentences.tsv}. */
class RefusalPhrasesTest {

    private record Sentence(String language, boolean declines, String text) {
        @Override
        public String toString() {
            return language + (declines ? " declines: " : " complies: ") + text;
        }
    }

    static List<Sentence> sentences() throws IOException {
        List<Sentence> sentences = new ArrayList<>();
        try (InputStream in = RefusalPhrasesTest.class.getResourceAsStream("refusal-sentences.tsv")) {
            String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : all.split("\n")) {
                String[] fields = line.split("\t", 3);
                sentences.add(new Sentence(fields[0], fields[1].equals("declines"), fields[2].strip()));
            }
        }
        return sentences;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sentences")
    void aSentenceDeclinesOrDoesNot(Sentence sentence) {
        Refusal found = RefusalDetector.standard().detect(Seen.REQUEST, Seen.answer(sentence.text()));

        assertThat(found.type())
                .as("by %s", found.reason())
                .isEqualTo(sentence.declines() ? RefusalClass.REFUSE : RefusalClass.COMPLY);
    }

    /** What declines is known by the phrases of its own language, not by chance by those of another. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("sentences")
    void aRefusalIsKnownByThePhrasesOfItsLanguage(Sentence sentence) {
        Refusal found = RefusalDetector.standard()
                .languages(sentence.language())
                .detect(Seen.REQUEST, Seen.answer(sentence.text()));

        assertThat(found.type()).isEqualTo(sentence.declines() ? RefusalClass.REFUSE : RefusalClass.COMPLY);
    }

    @Test
    void eachLanguageHasSentencesOfBothKinds() throws IOException {
        Map<String, Integer> declining = new TreeMap<>();
        Map<String, Integer> near = new TreeMap<>();
        for (Sentence sentence : sentences()) {
            (sentence.declines() ? declining : near).merge(sentence.language(), 1, Integer::sum);
        }
        Set<String> languages = RefusalPhrases.STANDARD.languages();

        assertThat(languages).hasSize(16);
        assertThat(declining.keySet()).isEqualTo(languages);
        assertThat(near.keySet()).isEqualTo(languages);
        assertThat(declining.values()).allMatch(number -> number >= 4);
        assertThat(near.values()).allMatch(number -> number >= 3);
    }
}
