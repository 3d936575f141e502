package dev.portolan.evidence.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether an answer gives the expected label or labels. Labels are the same without regard to case and white space at the ends. Not
 * applicable where the example expects no label. Immutable and thread-safe.
 *
 * <p>One expected label: 1 when it is the answer's only one, else 0. Several: {@code F1 = 2 c / (a + e)} of {@code c} right ones
 * among {@code a} answered and {@code e} expected.
 */
public final class LabelCheck implements Check {

    private static final Pattern AROUND = Pattern.compile("^[\\s\"'`*_.:!\\[\\]()]+|[\\s\"'`*_.:!\\[\\]()]+$");

    private final @Nullable String pointer;
    private final Map<String, String> known;

    private LabelCheck(@Nullable String pointer, Map<String, String> known) {
        this.pointer = pointer;
        this.known = known;
    }

    /**
     * The whole text is the label, or labels with commas or line feeds between them; quotes and full stops around it are passed over.
     *
     * @return the check called "label"
     */
    public static LabelCheck text() {
        return new LabelCheck(null, Map.of());
    }

    /**
     * The label is the text at a place of a JSON answer, or each of the texts in an array there.
     *
     * @param field a JSON pointer, in which {@code *} is any item or member
     * @return the check called "label"
     */
    public static LabelCheck at(String field) {
        Json.requirePointer(field);
        return new LabelCheck(field, Map.of());
    }

    /**
     * The labels are those of the given ones that stand in the text as words. For models that say more than they were asked for.
     *
     * @param labels all labels that there are, at least one
     * @return the check called "label"
     */
    public static LabelCheck among(String... labels) {
        Map<String, String> known = new LinkedHashMap<>();
        for (String label : labels) {
            known.put(key(label), label);
        }
        if (known.isEmpty() || known.containsKey("")) {
            throw new IllegalArgumentException("labels: at least one is needed, and none may be blank");
        }
        return new LabelCheck(null, known);
    }

    @Override
    public String name() {
        return "label";
    }

    @Override
    public Score score(Observation observation) {
        Set<String> expected = keys(observation.expectations().labels());
        if (expected.isEmpty()) {
            return Score.notApplicable("the example expects no label");
        }
        List<String> labels = labels(observation.answer());
        Set<String> answered = keys(labels);
        String reason = "expected " + observation.expectations().labels() + ", answered " + labels;
        if (expected.size() == 1) {
            return Score.of(answered.equals(expected), reason);
        }
        long right = answered.stream().filter(expected::contains).count();
        return Score.of(2.0 * right / (answered.size() + expected.size()), reason);
    }

    /**
     * The labels that an answer gives.
     *
     * @param answer the answer
     * @return in the order in which it gives them, none twice; empty when it gives none
     */
    public List<String> labels(Answer answer) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String label : known.isEmpty() ? given(answer.text()) : mentioned(answer.text())) {
            String key = key(label);
            if (!key.isEmpty()) {
                labels.putIfAbsent(key, label.strip());
            }
        }
        return List.copyOf(labels.values());
    }

    private List<String> given(String text) {
        List<String> labels = new ArrayList<>();
        if (pointer == null) {
            for (String part : text.split("[,;\\n]", -1)) {
                labels.add(AROUND.matcher(part).replaceAll(""));
            }
            return labels;
        }
        JsonNode root = Json.parse(text);
        if (root != null) {
            for (JsonNode found : Json.at(root, pointer)) {
                if (found.isArray()) {
                    found.forEach(item -> labels.add(item.asText()));
                } else if (found.isValueNode() && !found.isNull()) {
                    labels.add(found.asText());
                }
            }
        }
        return labels;
    }

    private List<String> mentioned(String text) {
        String key = key(text);
        List<String> labels = new ArrayList<>();
        known.forEach((label, name) -> {
            Pattern word = Pattern.compile("(?<![\\p{L}\\p{N}_])" + Pattern.quote(label) + "(?![\\p{L}\\p{N}_])");
            if (word.matcher(key).find()) {
                labels.add(name);
            }
        });
        return labels;
    }

    /**
     * Counts how often each label was answered where each was expected; examples that expect several labels, or none, are left out.
     * An answer with no label or several counts as {@link ConfusionMatrix#NO_LABEL}.
     *
     * @param observations the answers
     * @return the matrix
     */
    public ConfusionMatrix confusion(Iterable<Observation> observations) {
        ConfusionMatrix.Builder matrix = ConfusionMatrix.builder();
        for (Observation seen : observations) {
            Set<String> expected = keys(seen.expectations().labels());
            if (expected.size() == 1) {
                Set<String> answered = keys(labels(seen.answer()));
                matrix.add(
                        expected.iterator().next(),
                        answered.size() == 1 ? answered.iterator().next() : ConfusionMatrix.NO_LABEL);
            }
        }
        return matrix.build();
    }

    private static Set<String> keys(Iterable<String> labels) {
        Set<String> keys = new LinkedHashSet<>();
        labels.forEach(label -> keys.add(key(label)));
        return keys;
    }

    private static String key(String label) {
        return TextMatch.LOOSE.form(Objects.requireNonNull(label, "label"));
    }
}
