package dev.portolan.routing.portability;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a move would break or change. Names fields, tools and figures; holds no prompt and no answer.
 *
 * @param area the topic
 * @param severity what it means for the move
 * @param code which kind of finding it is, stable, such as {@code stored-conversation}
 * @param field the request's field concerned, such as {@code tools}, or {@code null} when it is none; places in lists are {@code [*]}
 * @param rules codes of the schema rules that found it, as {@code docs/structured-output.md} lists them; empty for others
 * @param requests in how many requests it was found; 0 when it concerns none in particular
 * @param example the first of these requests: its number from 0, or its id in a dataset; {@code null} when it concerns none
 * @param message what is found
 * @param remedy what to do about it
 */
public record PortabilityFinding(
        PortabilityArea area,
        Severity severity,
        String code,
        @Nullable String field,
        List<String> rules,
        int requests,
        @Nullable String example,
        String message,
        String remedy) {

    /**
     * Checks the components.
     *
     * @param area as above
     * @param severity as above
     * @param code as above
     * @param field as above
     * @param rules as above; copied
     * @param requests as above
     * @param example as above
     * @param message as above
     * @param remedy as above
     */
    public PortabilityFinding {
        Objects.requireNonNull(area, "area");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(code, "code");
        rules = rules == null ? List.of() : List.copyOf(rules);
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(remedy, "remedy");
        if (requests < 0) {
            throw new IllegalArgumentException("requests: must not be negative");
        }
    }
}
