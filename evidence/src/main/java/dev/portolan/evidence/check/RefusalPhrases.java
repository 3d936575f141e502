package dev.portolan.evidence.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Phrases by which answers decline, from a file of the module. */
final class RefusalPhrases {

    private static final String FILE = "refusal-phrases.tsv";
    private static final int MUCH = 400;
    private static final int OPENING = 220;

    /** Quotes with their content, block quotes and code. */
    private static final Pattern NOT_SAID = Pattern.compile(
            "(?m)```[\\s\\S]*?(?:```|\\z)|`[^`\\n]*`|\"[^\"\\n]{0,400}\"|\u00ab[^\u00bb]{0,400}\u00bb|\u201e[^\"\u201c]{0,400}[\"\u201c]"
                    + "|\u300c[^\u300d]{0,400}\u300d|^>.*$");

    private static final Pattern SENTENCE_END = Pattern.compile("[.!?](?=\\s|$)|[\u3002\uff01\uff1f\u0964]|\\n");

    static final RefusalPhrases STANDARD = load();

    /**
     * A phrase of a language.
     *
     * @param language its two-letter code; {@code own} for an application's own
     * @param phrase as it stands in the file
     * @param pattern finds it in text of the loose form
     */
    private record Phrase(String language, String phrase, Pattern pattern) {}

    /**
     * What was found.
     *
     * @param phrase the phrase
     * @param language its language
     * @param opens whether it stands in the first two sentences
     * @param muchFollows whether much text follows it
     */
    record Found(String phrase, String language, boolean opens, boolean muchFollows) {}

    private final List<Phrase> phrases;

    private RefusalPhrases(List<Phrase> phrases) {
        this.phrases = List.copyOf(phrases);
    }

    private static RefusalPhrases load() {
        InputStream in = RefusalPhrases.class.getResourceAsStream(FILE);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Objects.requireNonNull(in, FILE), StandardCharsets.UTF_8))) {
            List<Phrase> phrases = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] fields = line.split("\t", 2);
                    phrases.add(phrase(fields[0], fields[1], RefusalPhrases::withAlternatives));
                }
            }
            return new RefusalPhrases(phrases);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + FILE, e);
        }
    }

    /** {@code [a|b]} is either, in the file of the module alone. */
    private static String withAlternatives(String part) {
        StringBuilder pattern = new StringBuilder();
        int at = 0;
        for (int open = part.indexOf('['); open >= 0; open = part.indexOf('[', at)) {
            int close = part.indexOf(']', open);
            pattern.append(Pattern.quote(part.substring(at, open)));
            pattern.append(Arrays.stream(part.substring(open + 1, close).split("\\|"))
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|", "(?:", ")")));
            at = close + 1;
        }
        return pattern.append(Pattern.quote(part.substring(at))).toString();
    }

    private static Phrase phrase(String language, String words, UnaryOperator<String> form) {
        String loose = TextMatch.loose(words);
        boolean spaced = loose.contains(" ");
        if (!spaced && loose.length() < 4) {
            throw new IllegalArgumentException("phrases: need two words or four characters at least");
        }
        // A star is any few words; without spaces between words there is no edge of a word either.
        String pattern = Arrays.stream(loose.split("\\*", -1))
                .map(part -> form.apply(part.strip()))
                .collect(Collectors.joining(spaced ? "\\s?(?:[^\\s.!?]{1,30}\\s){0,4}" : "[^\u3002.!?]{0,20}"));
        String edge = spaced ? "(?<![\\p{L}\\p{N}])" : "";
        return new Phrase(language, words, Pattern.compile(edge + pattern + (spaced ? "(?![\\p{L}\\p{N}])" : "")));
    }

    Set<String> languages() {
        return phrases.stream().map(Phrase::language).collect(Collectors.toCollection(TreeSet::new));
    }

    RefusalPhrases only(String... codes) {
        Set<String> wanted = new TreeSet<>(Arrays.asList(codes));
        Set<String> known = languages();
        if (wanted.isEmpty() || !known.containsAll(wanted)) {
            throw new IllegalArgumentException("languages: there are phrases in " + String.join(", ", known));
        }
        return new RefusalPhrases(phrases.stream()
                .filter(phrase -> wanted.contains(phrase.language()))
                .toList());
    }

    RefusalPhrases with(String... more) {
        List<Phrase> all = new ArrayList<>(phrases);
        for (String words : more) {
            all.add(phrase("own", words, Pattern::quote));
        }
        return new RefusalPhrases(all);
    }

    /** The phrase that stands first; null when there is none. */
    @Nullable
    Found find(String text) {
        String said = NOT_SAID.matcher(curlyAsPlain(text)).replaceAll(" ").strip();
        String loose = TextMatch.loose(said);
        Phrase first = null;
        int at = Integer.MAX_VALUE;
        int end = 0;
        for (Phrase phrase : phrases) {
            Matcher matcher = phrase.pattern().matcher(loose);
            if (matcher.find() && matcher.start() < at) {
                first = phrase;
                at = matcher.start();
                end = matcher.end();
            }
        }
        return first == null
                ? null
                : new Found(first.phrase(), first.language(), at < opening(loose), loose.length() - end > MUCH);
    }

    private static String curlyAsPlain(String text) {
        return text.replace('\u201c', '"').replace('\u201d', '"').replace('\u201f', '"');
    }

    /** Where the first two sentences end. */
    private static int opening(String loose) {
        Matcher end = SENTENCE_END.matcher(loose);
        int sentences = 0;
        while (sentences < 2 && end.find()) {
            sentences++;
        }
        return sentences == 2 ? Math.min(end.end(), OPENING) : Math.min(loose.length(), OPENING);
    }
}
