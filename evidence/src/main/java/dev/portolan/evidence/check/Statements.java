package dev.portolan.evidence.check;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Numbers, dates, names and sentences of a text, each with the ways in which it may be meant. */
final class Statements {

    private static final Pattern MARKUP = Pattern.compile(
            "\\[\\^?[0-9]{1,3}(?:\\s?[,;]\\s?[0-9]{1,3})*]|\u3010[^\u3011]{0,100}\u3011|(?m)^\\s*[0-9]{1,3}[.)]\\s");
    private static final Pattern EMAIL = Pattern.compile("[\\w.%+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,5}");
    private static final Pattern IDENTIFIER = Pattern.compile(
            "(?<![\\p{L}\\p{N}_-])(?=[\\p{L}\\p{N}_/-]{0,60}\\p{N})(?=[\\p{N}_/-]{0,60}\\p{L})\\p{N}{0,30}\\p{Lu}[\\p{Lu}\\p{N}]{0,30}(?:[-_/][\\p{Lu}\\p{N}]{1,30}){0,6}(?![\\p{L}\\p{N}_])");
    private static final Pattern NAME = Pattern.compile(
            "(?<![\\p{L}\\p{N}])\\p{Lu}[\\p{L}'\u2019-]{1,40}(?:(?: (?:von|van|de|der|den|di|da|del|of|the|and|&))? \\p{Lu}[\\p{L}'\u2019-]{0,40}){1,5}");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final Pattern SENTENCE = Pattern.compile("[^.!?\\n\u3002\uff01\uff1f]+");
    private static final int STEM = 5;

    private final Map<String, Set<BigDecimal>> numbers = new LinkedHashMap<>();
    private final Map<String, Set<LocalDate>> dates = new LinkedHashMap<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final List<String> claims = new ArrayList<>();
    private final Set<String> words = new HashSet<>();
    private final Set<String> stems = new HashSet<>();

    private Statements() {}

    static Statements in(String text) {
        Statements found = new Statements();
        words(text).forEach(word -> {
            found.words.add(word);
            found.stems.add(stem(word));
        });
        String left = MARKUP.matcher(text).replaceAll(" ");
        Matcher sentences = SENTENCE.matcher(left);
        while (sentences.find()) {
            if (content(sentences.group()).size() >= 4) {
                found.claims.add(sentences.group().strip());
            }
        }
        left = Dates.take(left, found.dates);
        for (Pattern pattern : List.of(EMAIL, IDENTIFIER)) {
            Matcher matcher = pattern.matcher(left);
            while (matcher.find()) {
                found.names.add(matcher.group());
            }
            left = matcher.replaceAll(" | ");
        }
        Matcher named = NAME.matcher(left);
        while (named.find()) {
            found.name(named.group());
        }
        for (Numerals.Found number : Numerals.in(left)) {
            found.numbers.put(left.substring(number.start(), number.end()), number.readings());
        }
        return found;
    }

    /** The first word of a sentence is capitalised for its place; alone before another it says little. */
    private void name(String name) {
        String[] parts = name.split(" ", -1);
        boolean first = FUNCTION_WORDS.contains(TextMatch.loose(parts[0]));
        List<String> rest = Arrays.asList(parts).subList(first ? 1 : 0, parts.length);
        if (rest.size() >= 2) {
            names.add(String.join(" ", rest));
        }
    }

    /** Words that open sentences in capitals and are no part of a name. */
    private static final Set<String> FUNCTION_WORDS = Set.of(
            "the", "a", "an", "in", "on", "at", "for", "from", "with", "by", "to", "of", "and", "but", "or", "if",
            "when", "while", "after", "before", "since", "your", "our", "their", "this", "that", "these", "those",
            "dear", "hello", "hi", "yes", "no", "please", "contact", "der", "die", "das", "ein", "eine", "im", "am",
            "mit", "von", "bei", "und", "wenn", "nach", "vor", "ihr", "ihre", "unser", "unsere", "liebe", "lieber",
            "le", "la", "les", "un", "une", "dans", "avec", "pour", "et", "el", "los", "las", "una", "con", "para", "y",
            "il", "lo", "gli", "per", "e", "o", "os", "as", "um", "uma", "com", "het", "een", "met", "voor", "en");

    private static Set<String> words(String text) {
        Set<String> words = new LinkedHashSet<>();
        Matcher matcher = WORD.matcher(TextMatch.loose(text));
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    private static Set<String> content(String sentence) {
        return words(sentence).stream()
                .filter(word -> word.codePointCount(0, word.length()) >= 4 && !FUNCTION_WORDS.contains(word))
                .map(Statements::stem)
                .collect(Collectors.toSet());
    }

    private static String stem(String word) {
        return word.codePointCount(0, word.length()) <= STEM
                ? word
                : word.substring(0, word.offsetByCodePoints(0, STEM));
    }

    int count(GroundednessCheck.Kind kind) {
        return switch (kind) {
            case NUMBER -> numbers.size();
            case DATE -> dates.size();
            case NAME -> names.size();
            case CLAIM -> claims.size();
        };
    }

    List<String> numbersNotIn(Statements known) {
        return unsupported(numbers, known.numbers);
    }

    List<String> datesNotIn(Statements known) {
        return unsupported(dates, known.dates);
    }

    private static <T> List<String> unsupported(Map<String, Set<T>> said, Map<String, Set<T>> known) {
        Set<T> values = known.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        return said.entrySet().stream()
                .filter(one -> Collections.disjoint(one.getValue(), values))
                .map(Map.Entry::getKey)
                .toList();
    }

    List<String> namesNotIn(Statements known) {
        return names.stream()
                .filter(name -> !known.words.containsAll(words(name)))
                .toList();
    }

    List<String> claimsNotIn(Statements known) {
        return claims.stream()
                .filter(claim -> {
                    Set<String> content = content(claim);
                    long supported =
                            content.stream().filter(known.stems::contains).count();
                    return 2 * supported < content.size();
                })
                .toList();
    }
}
