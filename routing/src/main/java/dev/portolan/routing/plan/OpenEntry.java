package dev.portolan.routing.plan;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that people must fill in.
 *
 * @param field its name, such as {@code owner}
 * @param what what is wanted
 * @param required whether no traffic may move without it
 * @param answer what was filled in, or {@code null}
 */
public record OpenEntry(
        String field,
        String what,
        boolean required,
        @Nullable String answer) {

    /**
     * Checks the components.
     *
     * @param field as above
     * @param what as above
     * @param required as above
     * @param answer as above
     */
    public OpenEntry {
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(what, "what");
    }

    OpenEntry answered(@Nullable String value) {
        return new OpenEntry(field, what, required, value);
    }
}
