package dev.portolan.schema;

import java.util.Objects;

/**
 * A place where a JSON value does not fit its schema. Nothing of it quotes a value; the place names members of the value, which
 * for a map are data, so it is not shown by {@code toString}.
 *
 * @param place where in the value, a JSON pointer (RFC 6901), empty for the whole of it
 * @param keyword the keyword of the schema that is not met, such as {@code required}; {@code json} when the text is no JSON
 * @param message what the schema demands there, a sentence without full stop; it quotes the schema only
 */
public record SchemaViolation(String place, String keyword, String message) {

    /**
     * Checks the components.
     *
     * @param place as above
     * @param keyword as above
     * @param message as above
     */
    public SchemaViolation {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(keyword, "keyword");
        Objects.requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return "SchemaViolation[" + keyword + ": " + message + "]";
    }
}
