package dev.portolan.routing.catalog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One mistake in an overlay, with where it is.
 *
 * @param source the file's path, or what else the overlay was read from
 * @param line the line, counted from 1, or {@code null} when it is about the whole
 * @param path where in the overlay, such as {@code offers.azure.gpt-4o-mini.lifecycle.state}; empty for the whole
 * @param message what is wrong and what to do
 * @param nearest the valid word that is spelled most alike, or {@code null} when none is close
 */
public record OverlayMistake(
        String source,
        @Nullable Integer line,
        String path,
        String message,
        @Nullable String nearest) {

    /**
     * Checks the components.
     *
     * @param source as above
     * @param line as above
     * @param path as above
     * @param message as above
     * @param nearest as above
     */
    public OverlayMistake {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(message, "message");
    }

    /** The mistake in one line: {@code file:line: path: message; did you mean "word"?} */
    @Override
    public String toString() {
        return source
                + (line == null ? "" : ":" + line)
                + ": "
                + (path.isEmpty() ? "" : path + ": ")
                + message
                + (nearest == null ? "" : "; did you mean \"" + nearest + "\"?");
    }
}
