package dev.portolan.evidence.check;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the text of an answer holds, and how long it is. */
public final class TextChecks {

    private TextChecks() {}

    /**
     * 1 when the text is the expected one, else 0. Not applicable where the example expects no text.
     *
     * @param match when two texts are the same
     * @return the check {@code text}
     */
    public static Check expected(TextMatch match) {
        return same("text", match, seen -> seen.expectations().text(), "the example expects no text");
    }

    /**
     * 1 when the text is that of the reference answer, else 0. Not applicable without a reference.
     *
     * @param match when two texts are the same
     * @return the check {@code text-as-reference}
     */
    public static Check sameAsReference(TextMatch match) {
        return same("text-as-reference", match, TextChecks::reference, "there is no reference answer");
    }

    private static Check same(
            String name, TextMatch match, Function<Observation, @Nullable String> expected, String without) {
        Objects.requireNonNull(match, "match");
        return Check.of(name, seen -> {
            String wanted = expected.apply(seen);
            if (wanted == null) {
                return Score.notApplicable(without);
            }
            boolean same = match.form(wanted).equals(match.form(seen.answer().text()));
            return Score.of(same, same ? "the texts are the same" : "the texts differ");
        });
    }

    private static @Nullable String reference(Observation seen) {
        Answer reference = seen.reference();
        return reference == null ? null : reference.text();
    }

    /**
     * The share of the given words that the text contains.
     *
     * @param match when two texts are the same
     * @param words words or phrases, at least one, none empty
     * @return the check {@code contains}
     */
    public static Check contains(TextMatch match, String... words) {
        List<String> wanted = List.of(words);
        if (wanted.isEmpty()
                || wanted.stream().anyMatch(word -> match.form(word).isEmpty())) {
            throw new IllegalArgumentException("words: at least one is needed, and none may be empty");
        }
        return Check.of("contains", seen -> contained(seen, match, wanted));
    }

    /**
     * The share of the words that the example expects which the text contains. Not applicable where it expects none.
     *
     * @param match when two texts are the same
     * @return the check {@code contains}
     */
    public static Check containsExpected(TextMatch match) {
        Objects.requireNonNull(match, "match");
        return Check.of(
                "contains",
                seen -> seen.expectations().contains().isEmpty()
                        ? Score.notApplicable("the example expects no words")
                        : contained(seen, match, seen.expectations().contains()));
    }

    private static Score contained(Observation seen, TextMatch match, List<String> words) {
        String text = match.form(seen.answer().text());
        List<String> missing =
                words.stream().filter(word -> !text.contains(match.form(word))).toList();
        return Score.of(
                1 - (double) missing.size() / words.size(),
                missing.isEmpty() ? "all words are there" : "missing: " + String.join(", ", missing));
    }

    /**
     * 1 when a pattern is found anywhere in the text, else 0. Begin it with {@code \A} and end it with {@code \z} for the whole text.
     *
     * @param pattern the pattern; one that backtracks without end holds up the run
     * @return the check {@code matches}
     */
    public static Check matches(Pattern pattern) {
        Objects.requireNonNull(pattern, "pattern");
        return Check.of("matches", seen -> {
            boolean found = pattern.matcher(seen.answer().text()).find();
            return Score.of(found, found ? "the pattern is found" : "the pattern is not found");
        });
    }

    /**
     * 1 when the text is neither much shorter nor much longer than the reference answer, else 0: {@code min <= length / reference
     * <= max}, in Unicode code points. The usual range is 0.5 to 1.75. Without a reference the expected text takes its place; not
     * applicable without both, or where it is empty.
     *
     * @param min at least 0
     * @param max at least {@code min}
     * @return the check {@code length-ratio}
     */
    public static Check lengthRatio(double min, double max) {
        if (!(min >= 0 && max >= min)) {
            throw new IllegalArgumentException("range: must begin at 0 or above and not end before it begins");
        }
        return Check.of("length-ratio", seen -> {
            String other = seen.reference() == null ? seen.expectations().text() : reference(seen);
            if (other == null || other.isEmpty()) {
                return Score.notApplicable("there is no text to compare with");
            }
            double ratio = (double) length(seen.answer().text()) / length(other);
            return Score.of(ratio >= min && ratio <= max, "the length is " + ratio + " times that of the other text");
        });
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
