package dev.portolan.schema;

import java.util.Objects;

/**
 * Something that a schema says and that a wire cannot carry as it is. The answer is checked against the original schema all the
 * same.
 *
 * @param rule the code of the rule that found it, such as {@code OA5}; the table of rules is in {@code docs/structured-output.md}
 * @param place where in the original schema, a JSON pointer (RFC 6901), empty for the root
 * @param effect what became of it
 * @param keyword the keyword that is concerned, such as {@code minLength}
 * @param text one sentence that says what is lost; it quotes nothing of the schema but names
 */
public record SchemaLoss(String rule, String place, Effect effect, String keyword, String text) {

    /** What becomes of something that a wire cannot carry. */
    public enum Effect {
        /** It moved into the description: the model is told, the vendor does not enforce it. */
        DESCRIBED,
        /** The vendor cannot enforce the schema while it is there; the schema is sent without enforcement. */
        NOT_STRICT,
        /** The vendor would refuse the request. */
        REFUSED
    }

    /**
     * Checks the components.
     *
     * @param rule as above
     * @param place as above
     * @param effect as above
     * @param keyword as above
     * @param text as above
     */
    public SchemaLoss {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(effect, "effect");
        Objects.requireNonNull(keyword, "keyword");
        Objects.requireNonNull(text, "text");
    }
}
