package dev.portolan.evidence.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the number in an answer is the expected one, within a tolerance: 1 or 0. Not applicable where the example expects no
 * number. Immutable and thread-safe.
 *
 * <p>In prose the last number counts, since models reason before they conclude. {@code 1.234} may be read as 1234 too, and {@code
 * 1,5} as 1.5; it is right if one of its readings is.
 */
public final class NumberCheck implements Check {

    private final BigDecimal tolerance;
    private final boolean relative;
    private final @Nullable String pointer;

    private NumberCheck(BigDecimal tolerance, boolean relative, @Nullable String pointer) {
        if (tolerance.signum() < 0) {
            throw new IllegalArgumentException("tolerance: must not be negative");
        }
        this.tolerance = tolerance;
        this.relative = relative;
        this.pointer = pointer;
    }

    /**
     * {@code |answer - expected| <= tolerance}.
     *
     * @param tolerance at least 0
     * @return the check
     */
    public static NumberCheck within(BigDecimal tolerance) {
        return new NumberCheck(Objects.requireNonNull(tolerance, "tolerance"), false, null);
    }

    /**
     * {@code |answer - expected| <= share * |expected|}.
     *
     * @param share at least 0, such as 0.01 for one in a hundred
     * @return the check
     */
    public static NumberCheck withinShare(BigDecimal share) {
        return new NumberCheck(Objects.requireNonNull(share, "share"), true, null);
    }

    /**
     * Takes the number from a field of a JSON answer in place of prose.
     *
     * @param field a JSON pointer to a number, or to text that is one
     * @return a check with the same tolerance
     */
    public NumberCheck at(String field) {
        Json.requirePointer(field);
        return new NumberCheck(tolerance, relative, field);
    }

    @Override
    public String name() {
        return "number";
    }

    @Override
    public Score score(Observation observation) {
        BigDecimal expected = observation.expectations().number();
        if (expected == null) {
            return Score.notApplicable("the example expects no number");
        }
        Set<BigDecimal> readings = readings(observation.answer().text());
        if (readings.isEmpty()) {
            return Score.of(false, "the answer holds no number" + (pointer == null ? "" : " at " + pointer));
        }
        BigDecimal allowed = relative ? tolerance.multiply(expected.abs()) : tolerance;
        boolean right = readings.stream()
                .anyMatch(number -> number.subtract(expected).abs().compareTo(allowed) <= 0);
        return Score.of(right, "found " + readings + ", expected " + expected);
    }

    private Set<BigDecimal> readings(String text) {
        if (pointer == null) {
            List<Numerals.Found> numbers = Numerals.in(text);
            return numbers.isEmpty()
                    ? Set.of()
                    : numbers.get(numbers.size() - 1).readings();
        }
        JsonNode root = Json.parse(text);
        List<JsonNode> found = root == null ? new ArrayList<>() : Json.at(root, pointer);
        if (found.size() != 1) {
            return Set.of();
        }
        JsonNode value = found.get(0);
        if (value.isNumber()) {
            return Numerals.reckonable(value.decimalValue()) ? Set.of(value.decimalValue()) : Set.of();
        }
        List<Numerals.Found> numbers = value.isTextual() ? Numerals.in(value.textValue()) : List.of();
        return numbers.size() == 1 ? numbers.get(0).readings() : Set.of();
    }
}
