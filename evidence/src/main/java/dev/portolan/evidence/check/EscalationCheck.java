package dev.portolan.evidence.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Whether an answer hands the case to a person. What tells so is the application's: the call of a tool, a field, words. The mean
 * of {@link #rate} over many answers is the escalation rate. Immutable and thread-safe.
 */
public final class EscalationCheck {

    private final Predicate<Answer> sign;

    private EscalationCheck(Predicate<Answer> sign) {
        this.sign = sign;
    }

    /**
     * The call of a tool hands the case over.
     *
     * @param names the tools, at least one
     * @return what tells so
     */
    public static EscalationCheck byTool(String... names) {
        Set<String> tools = Set.of(names);
        if (tools.isEmpty()) {
            throw new IllegalArgumentException("names: at least one tool is needed");
        }
        return new EscalationCheck(answer -> answer.toolCalls().stream().anyMatch(call -> tools.contains(call.name())));
    }

    /**
     * A field of a JSON answer hands the case over.
     *
     * @param field a JSON pointer
     * @param value the JSON text of the value that does so, such as {@code true} or {@code "human"} with its quotes
     * @return what tells so
     */
    public static EscalationCheck byField(String field, String value) {
        Json.requirePointer(field);
        JsonNode wanted = Json.parse(value);
        if (wanted == null) {
            throw new IllegalArgumentException("value: must be JSON; text stands in quotes");
        }
        return new EscalationCheck(answer -> {
            JsonNode root = Json.parse(answer.text());
            return root != null && Json.at(root, field).stream().anyMatch(found -> Json.same(wanted, found));
        });
    }

    /**
     * Words hand the case over.
     *
     * @param pattern found anywhere in the text
     * @return what tells so
     */
    public static EscalationCheck byText(Pattern pattern) {
        Objects.requireNonNull(pattern, "pattern");
        return new EscalationCheck(answer -> pattern.matcher(answer.text()).find());
    }

    /**
     * Either of two signs.
     *
     * @param other another sign
     * @return what tells so
     */
    public EscalationCheck or(EscalationCheck other) {
        return new EscalationCheck(sign.or(other.sign));
    }

    /**
     * Whether an answer hands the case to a person.
     *
     * @param answer the answer
     * @return true when it does
     */
    public boolean escalates(Answer answer) {
        return sign.test(answer);
    }

    /**
     * 1 when the answer hands the case over, else 0: its mean is the escalation rate. Negate it where escalations are to be few.
     *
     * @return the check {@code escalation-rate}
     */
    public Check rate() {
        return Check.of("escalation-rate", seen -> Score.of(escalates(seen.answer()), words(escalates(seen.answer()))));
    }

    /**
     * 1 when the case is handed over just where the example expects it, else 0. Not applicable where it says nothing of it.
     *
     * @return the check {@code escalation}
     */
    public Check expected() {
        return Check.of("escalation", seen -> {
            Boolean expected = seen.expectations().escalation();
            return expected == null
                    ? Score.notApplicable("the example says nothing of escalation")
                    : Score.of(escalates(seen.answer()) == expected, words(escalates(seen.answer())));
        });
    }

    /**
     * 1 when the case is handed over just where the reference answer did so, else 0. Not applicable without a reference.
     *
     * @return the check {@code escalation-as-reference}
     */
    public Check sameAsReference() {
        return Check.of("escalation-as-reference", seen -> {
            Answer reference = seen.reference();
            return reference == null
                    ? Score.notApplicable("there is no reference answer")
                    : Score.of(
                            escalates(seen.answer()) == escalates(reference),
                            words(escalates(seen.answer())) + ", the reference: " + words(escalates(reference)));
        });
    }

    private static String words(boolean escalates) {
        return escalates ? "handed to a person" : "not handed to a person";
    }
}
