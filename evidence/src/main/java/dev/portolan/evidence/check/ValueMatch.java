package dev.portolan.evidence.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/** When a value that a model gave, in a field or as an argument, counts as the expected one. Thread-safe. */
@FunctionalInterface
public interface ValueMatch {

    /** Equal as JSON values: 1 and 1.0 are equal, "1" and 1 are not, the order of members says nothing, that of items counts. */
    ValueMatch EXACT = (expected, actual) -> nodes(expected, actual, Json::same);

    /** Each member that is expected is there, at any depth; what else is there does not matter. Arrays have the same length. */
    ValueMatch SUBSET = (expected, actual) -> nodes(expected, actual, Json::within);

    /** Any value. */
    ValueMatch ANY = (expected, actual) -> true;

    /** As {@link #EXACT}, and texts are the same as by {@link TextMatch#LOOSE}. */
    ValueMatch LOOSE_TEXT = (expected, actual) -> nodes(expected, actual, ValueMatch::looselySame);

    /**
     * Whether a value is the expected one.
     *
     * @param expected JSON text
     * @param actual JSON text
     * @return true when it counts as such
     */
    boolean matches(String expected, String actual);

    /**
     * Numbers that differ by no more than a tolerance; what is no number is compared as by {@link #EXACT}.
     *
     * @param tolerance at least 0
     * @return the match
     */
    static ValueMatch within(BigDecimal tolerance) {
        if (tolerance.signum() < 0) {
            throw new IllegalArgumentException("tolerance: must not be negative");
        }
        return (expected, actual) -> nodes(expected, actual, (one, other) -> near(one, other, tolerance));
    }

    private static boolean looselySame(JsonNode one, JsonNode other) {
        return (one.isTextual() && other.isTextual())
                ? TextMatch.loose(one.textValue()).equals(TextMatch.loose(other.textValue()))
                : Json.same(one, other);
    }

    private static boolean near(JsonNode one, JsonNode other, BigDecimal tolerance) {
        if (!reckonable(one) || !reckonable(other)) {
            return Json.same(one, other);
        }
        BigDecimal difference =
                one.decimalValue().subtract(other.decimalValue()).abs();
        return difference.compareTo(tolerance) <= 0;
    }

    private static boolean reckonable(JsonNode node) {
        return node.isNumber() && Numerals.reckonable(node.decimalValue());
    }

    /**
     * Text in which a pattern is found, whatever is expected.
     *
     * @param pattern the pattern
     * @return the match
     */
    static ValueMatch pattern(Pattern pattern) {
        Objects.requireNonNull(pattern, "pattern");
        return (expected, actual) -> {
            JsonNode node = Json.parse(actual);
            return node != null
                    && node.isValueNode()
                    && pattern.matcher(node.asText()).find();
        };
    }

    private static boolean nodes(String expected, String actual, BiPredicate<JsonNode, JsonNode> match) {
        JsonNode one = Json.parse(expected);
        JsonNode other = Json.parse(actual);
        return one != null && other != null && match.test(one, other);
    }
}
