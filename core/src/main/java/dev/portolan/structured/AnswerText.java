package dev.portolan.structured;

import dev.portolan.schema.JsonSchema;
import dev.portolan.schema.SchemaViolation;
import dev.portolan.spi.support.schema.InstanceShape;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the JSON in the text of an answer. Thread-safe. */
final class AnswerText {

    /** A JSON value may begin in as many places as the text has brackets; no answer needs more of them tried. */
    private static final int MOST_BEGINNINGS = 50;

    private static final Pattern THINKING = Pattern.compile("\\A\\s*<(think|thinking)>.*?</\\1>", Pattern.DOTALL);
    private static final Pattern FENCE =
            Pattern.compile("```[A-Za-z0-9]*[ \\t]*\\R(.*?)\\R?[ \\t]*```", Pattern.DOTALL);

    /**
     * What was found.
     *
     * @param json the JSON, or the text as it is when there is none
     * @param tolerated what had to be tolerated for that
     * @param violations where it does not fit the schema
     */
    record Found(String json, Set<Tolerance> tolerated, List<SchemaViolation> violations) {

        boolean fits() {
            return violations.isEmpty();
        }

        boolean isJson() {
            return violations.isEmpty() || !violations.get(0).keyword().equals("json");
        }
    }

    private final JsonSchema schema;
    private final InstanceShape shape;

    AnswerText(JsonSchema schema) {
        this.schema = schema;
        this.shape = InstanceShape.lenient(schema);
    }

    JsonSchema schema() {
        return schema;
    }

    Found find(String text) {
        EnumSet<Tolerance> tolerated = EnumSet.noneOf(Tolerance.class);
        Found plain = check(text.strip(), tolerated);
        if (plain.isJson()) {
            return plain;
        }
        String rest = text;
        Matcher thinking = THINKING.matcher(rest);
        if (thinking.find()) {
            rest = rest.substring(thinking.end());
            tolerated.add(Tolerance.THINK_TAGS);
        }
        Found found = best(rest.strip(), tolerated);
        return found.isJson() ? found : plain;
    }

    private Found best(String text, Set<Tolerance> tolerated) {
        Found whole = lenient(text, tolerated);
        if (whole.isJson()) {
            return whole;
        }
        List<Found> candidates = new ArrayList<>();
        Matcher fence = FENCE.matcher(text);
        while (fence.find()) {
            add(candidates, lenient(fence.group(1).strip(), with(tolerated, Tolerance.CODE_FENCE)));
        }
        if (candidates.isEmpty()) {
            within(text, with(tolerated, Tolerance.SURROUNDING_TEXT), candidates);
        }
        List<Found> fitting = candidates.stream().filter(Found::fits).toList();
        return fitting.size() == 1 ? fitting.get(0) : candidates.size() == 1 ? candidates.get(0) : whole;
    }

    private static void add(List<Found> candidates, Found found) {
        if (found.isJson()) {
            candidates.add(found);
        }
    }

    /** Each object or list that stands in the text. */
    private void within(String text, Set<Tolerance> tolerated, List<Found> candidates) {
        int from = 0;
        for (int tries = 0; tries < MOST_BEGINNINGS; tries++) {
            int begin = JsonScan.nextOpening(text, from);
            if (begin < 0) {
                return;
            }
            int end = JsonScan.endOf(text, begin);
            Found found = end < 0 ? null : lenient(text.substring(begin, end), tolerated);
            if (found != null && found.isJson()) {
                candidates.add(found);
                from = end;
            } else {
                from = begin + 1;
            }
        }
    }

    private Found lenient(String text, Set<Tolerance> tolerated) {
        Found found = check(text, tolerated);
        if (found.isJson()) {
            return found;
        }
        String without = JsonScan.withoutTrailingCommas(text);
        return without.equals(text) ? found : check(without, with(tolerated, Tolerance.TRAILING_COMMAS));
    }

    private Found check(String json, Set<Tolerance> tolerated) {
        List<SchemaViolation> violations = schema.violations(json);
        Found asItIs = new Found(json, tolerated, violations);
        if (asItIs.fits() || !asItIs.isJson()) {
            return asItIs;
        }
        String restored = shape.restore(json);
        if (restored.equals(json)) {
            return asItIs;
        }
        List<SchemaViolation> after = schema.violations(restored);
        return after.isEmpty() ? new Found(restored, with(tolerated, Tolerance.WIRE_SHAPE), after) : asItIs;
    }

    private static Set<Tolerance> with(Set<Tolerance> tolerated, Tolerance more) {
        EnumSet<Tolerance> all = EnumSet.of(more);
        all.addAll(tolerated);
        return all;
    }
}
