package dev.portolan.routing.catalog.internal.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The shapes of single values. */
final class Words {

    /** Any text that is not blank. */
    static final Shape TEXT = word((text, wrong) -> {
        if (text.isBlank()) {
            return wrong.because("is blank");
        }
        return Shape.JSON.textNode(text);
    });

    /** {@code true} or {@code false}; of YAML's other words none, since they differ from reader to reader. */
    static final Shape BOOLEAN = word((text, wrong) -> switch (text) {
        case "true" -> Shape.JSON.booleanNode(true);
        case "false" -> Shape.JSON.booleanNode(false);
        default -> wrong.word("must be true or false", text, List.of("true", "false"));
    });

    /** A day. */
    static final Shape DATE = word((text, wrong) -> {
        try {
            return Shape.JSON.textNode(LocalDate.parse(text).toString());
        } catch (DateTimeParseException e) {
            return wrong.because("must be a day such as 2027-04-14, not " + shown(text));
        }
    });

    /** A time of day. */
    static final Shape TIME = word((text, wrong) -> {
        try {
            return Shape.JSON.textNode(LocalTime.parse(text).toString());
        } catch (DateTimeParseException e) {
            return wrong.because("must be a time in UTC such as 01:00, not " + shown(text));
        }
    });

    /** A number of tokens, bytes, dimensions: positive and whole. */
    static final Shape COUNT = word((text, wrong) -> {
        try {
            long count = Long.parseLong(text.replace("_", ""));
            return count > 0
                    ? Shape.JSON.numberNode(count)
                    : wrong.because("must be more than 0; leave out what is not known");
        } catch (NumberFormatException e) {
            return wrong.because("must be a whole number, not " + shown(text));
        }
    });

    /** An amount of money for a million tokens, a factor: a decimal number that is not negative. */
    static final Shape AMOUNT = word((text, wrong) -> {
        BigDecimal amount = decimal(text);
        if (amount == null) {
            return wrong.because("must be a decimal number such as 0.15, not " + shown(text));
        }
        return amount.signum() < 0
                ? wrong.because("must not be negative")
                : Shape.JSON.textNode(amount.toPlainString());
    });

    /** A score. */
    static final Shape PER_CENT = word((text, wrong) -> {
        BigDecimal score = decimal(text);
        boolean good = score != null && score.signum() >= 0 && score.compareTo(BigDecimal.valueOf(100)) <= 0;
        return good
                ? Shape.JSON.numberNode(score)
                : wrong.because("must be per cent from 0 to 100, not " + shown(text));
    });

    /** A currency by its ISO 4217 code. */
    static final Shape CURRENCY = word((text, wrong) -> {
        Set<String> codes = new LinkedHashSet<>(List.of("USD", "EUR", "GBP", "CNY", "JPY"));
        Currency.getAvailableCurrencies().stream()
                .map(Currency::getCurrencyCode)
                .sorted()
                .forEach(codes::add);
        return codes.contains(text)
                ? Shape.JSON.textNode(text)
                : wrong.word("must be a currency's code of three letters, not " + shown(text), text, codes);
    });

    private static final int LONGEST_SHOWN = 60;

    private Words() {}

    /** One of some words. */
    static Shape oneOf(String what, Collection<String> words) {
        return word((text, wrong) -> words.contains(text)
                ? Shape.JSON.textNode(text)
                : wrong.word("is no " + what + ": " + shown(text), text, words));
    }

    /** One of an enum's words. */
    static <E extends Enum<E>> Shape oneOf(String what, Class<E> type, Function<E, String> word) {
        return oneOf(what, Arrays.stream(type.getEnumConstants()).map(word).toList());
    }

    static String shown(String text) {
        return "\"" + (text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text) + "\"";
    }

    private static @Nullable BigDecimal decimal(String text) {
        try {
            BigDecimal value = new BigDecimal(text);
            return Math.abs((long) value.scale()) > 30 || value.precision() > 40 ? null : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Shape word(Reading reading) {
        return (value, path, mistakes) -> {
            if (!(value instanceof Marked.Word word)) {
                mistakes.add(value.line(), path, "must be a single value, not " + value.form());
                return null;
            }
            return reading.read(word.text(), new Wrong(word.line(), path, mistakes));
        };
    }

    @FunctionalInterface
    private interface Reading {
        @Nullable
        JsonNode read(String text, Wrong wrong);
    }

    /** Where a wrong word is told. */
    private record Wrong(int line, String path, Mistakes mistakes) {

        @Nullable
        JsonNode because(String message) {
            mistakes.add(line, path, message);
            return null;
        }

        @Nullable
        JsonNode word(String message, String given, Collection<String> valid) {
            mistakes.unknown(line, path, message, given, valid);
            return null;
        }
    }
}
