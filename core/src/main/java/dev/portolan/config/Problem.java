package dev.portolan.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One mistake in the configuration, with where it is. Never holds the value of a secret.
 *
 * @param source where it stands: the file's path or address, {@code environment variable NAME}, {@code system property} or
 *     {@code Portolan.builder()}; {@code null} when it stands nowhere, such as a clash of two extensions
 * @param line the line in the file, counted from 1; {@code null} outside of files
 * @param key the key concerned; {@code null} when it is not about one key
 * @param message what is wrong and what to do
 * @param nearest the valid name that is spelled most alike; {@code null} when none is close
 * @param unset the environment variable, or system property, that the value needs and that is not set; {@code null} when the mistake is
 *     another
 */
public record Problem(
        @Nullable String source,
        @Nullable Integer line,
        @Nullable String key,
        String message,
        @Nullable String nearest,
        @Nullable String unset) {

    /**
     * Checks the components.
     *
     * @param source as above
     * @param line as above
     * @param key as above
     * @param message as above
     * @param nearest as above
     * @param unset as above
     */
    public Problem {
        Objects.requireNonNull(message, "message");
    }

    /** The problem in one line: {@code file:line: key: message; did you mean "name"?} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (source != null) {
            text.append(source);
            if (line != null) {
                text.append(':').append(line);
            }
            text.append(": ");
        }
        if (key != null) {
            text.append(key).append(": ");
        }
        text.append(message);
        if (nearest != null) {
            text.append("; did you mean \"").append(nearest).append("\"?");
        }
        return text.toString();
    }
}
