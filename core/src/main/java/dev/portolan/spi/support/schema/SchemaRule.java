package dev.portolan.spi.support.schema;

import java.util.Objects;

/**
 * One rule of a dialect. Rules are applied at each schema of a document, in the dialect's order, from the root inwards.
 *
 * @param code the name under which it is documented and tested, such as {@code OA5}
 * @param what what it does, in a few words for the table of rules
 * @param rewriting what it does at one place
 */
public record SchemaRule(String code, String what, Rewriting rewriting) {

    /** What a rule does at one schema. */
    @FunctionalInterface
    public interface Rewriting {

        /**
         * Rewrites the schema in place.
         *
         * @param place the schema and where it stands
         */
        void rewrite(SchemaPlace place);
    }

    /**
     * Checks the components.
     *
     * @param code as above
     * @param what as above
     * @param rewriting as above
     */
    public SchemaRule {
        if (!code.matches("[A-Z]{2}[0-9]{1,2}")) {
            throw new IllegalArgumentException("code must be two letters and a number, such as OA5");
        }
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(rewriting, "rewriting");
    }

    @Override
    public String toString() {
        return code;
    }
}
