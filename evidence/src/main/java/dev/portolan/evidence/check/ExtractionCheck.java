package dev.portolan.evidence.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How much of the expected JSON an answer extracts: {@code F1 = 2 c / (a + e)} over the single values, {@code c} right ones among
 * {@code a} answered and {@code e} expected, all fields together. A wrong value is both one answered too many and one expected that
 * was not found, as in the slot scores of the Message Understanding Conferences. {@code null} is the same as absent.
 *
 * <p>Fields are named by JSON pointers in which {@code *} stands for the items of an array. Items are paired with those that they
 * share most values with, so that their order does not count (large arrays, beyond 10,000 pairs of items, are paired by order).
 *
 * <p>Not applicable where the example expects no JSON; 0 where the answer is none. Immutable and thread-safe.
 *
 * @see <a href="https://aclanthology.org/M93-1007/">Chinchor and Sundheim 1993, MUC-5 evaluation metrics</a>
 */
public final class ExtractionCheck implements Check {

    private final Map<String, ValueMatch> matches;
    private final ValueMatch otherwise;
    private final JsonReading reading;

    private ExtractionCheck(Map<String, ValueMatch> matches, ValueMatch otherwise, JsonReading reading) {
        this.matches = Map.copyOf(matches);
        this.otherwise = otherwise;
        this.reading = reading;
    }

    /**
     * Values are right when they are equal.
     *
     * @return the check {@code extraction}
     */
    public static ExtractionCheck exact() {
        return matching(ValueMatch.EXACT);
    }

    /**
     * Says when values are right.
     *
     * @param match for all fields that nothing else is said of
     * @return the check {@code extraction}
     */
    public static ExtractionCheck matching(ValueMatch match) {
        return new ExtractionCheck(Map.of(), Objects.requireNonNull(match, "match"), JsonReading.STRICT);
    }

    /**
     * Says when the values of one field are right. {@link ValueMatch#ANY} still wants the field to be there.
     *
     * @param field a JSON pointer, with {@code *} for the items of an array
     * @param match for this field
     * @return a check that knows of it
     */
    public ExtractionCheck field(String field, ValueMatch match) {
        Json.requirePointer(field);
        Map<String, ValueMatch> more = new LinkedHashMap<>(matches);
        more.put(field, match);
        return new ExtractionCheck(more, otherwise, reading);
    }

    /**
     * Says what counts as JSON; {@link JsonReading#STRICT} if nothing is said.
     *
     * @param as what counts
     * @return a check that reads so
     */
    public ExtractionCheck reading(JsonReading as) {
        return new ExtractionCheck(matches, otherwise, Objects.requireNonNull(as, "reading"));
    }

    @Override
    public String name() {
        return "extraction";
    }

    @Override
    public Score score(Observation observation) {
        Map<String, FieldCounts> counts = counts(observation);
        if (counts == null) {
            return Score.notApplicable("the example expects no JSON");
        }
        if (Json.document(observation.answer().text(), reading) == null) {
            return Score.of(false, "the answer is no JSON");
        }
        String wrong = counts.entrySet().stream()
                .filter(field -> field.getValue().f1() < 1)
                .map(field -> (field.getKey().isEmpty() ? "the whole" : field.getKey()) + " "
                        + field.getValue().correct() + " right of "
                        + field.getValue().answered() + " answered, "
                        + field.getValue().expected() + " expected")
                .collect(Collectors.joining("; "));
        double f1 = counts.values().stream()
                .reduce(FieldCounts.NONE, FieldCounts::plus)
                .f1();
        return Score.of(f1, wrong.isEmpty() ? "all fields are right" : wrong);
    }

    /**
     * Counts by field; add up those of many examples to get precision and recall of each field.
     *
     * @param observation the answer
     * @return by JSON pointer, in the order of the alphabet; {@code null} when the example expects no JSON
     */
    public @Nullable Map<String, FieldCounts> counts(Observation observation) {
        String json = observation.expectations().json();
        JsonNode expected = json == null ? null : Json.parse(json);
        if (expected == null) {
            return null;
        }
        JsonNode answered = Json.parse(observation.answer().text(), reading);
        Alignment alignment = new Alignment(field -> matches.getOrDefault(field, otherwise));
        Map<String, FieldCounts> counts = new TreeMap<>();
        alignment.count("", expected, answered, counts);
        return counts;
    }
}
