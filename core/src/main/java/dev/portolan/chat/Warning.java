package dev.portolan.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that was not done quite as asked, told with the response: a setting left out, clamped or emulated, vendor state
 * of another origin not sent, an answer from another model than named.
 *
 * @param code a stable kebab-case name for programs, such as {@code left-out}
 * @param field the request's field concerned, such as {@code temperature}, or {@code null} when it is about none
 * @param message what happened and why, for people; holds no prompt and no answer
 */
public record Warning(String code, @Nullable String field, String message) {

    /**
     * Checks the components.
     *
     * @param code as above
     * @param field as above
     * @param message as above
     */
    public Warning {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
    }
}
