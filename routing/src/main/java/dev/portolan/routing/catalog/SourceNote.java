package dev.portolan.routing.catalog;

import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A source of the catalog.
 *
 * @param name as provenances name it
 * @param asOf the day of its state that was read, or {@code null} when it is several
 * @param licence under which it may be used, such as {@code CC BY 4.0}, or {@code null} where none is stated and only facts were taken
 * @param credit what to say when its facts are shown, or {@code null} when nothing is asked for
 */
public record SourceNote(
        String name,
        @Nullable LocalDate asOf,
        @Nullable String licence,
        @Nullable String credit) {

    /**
     * Checks the components.
     *
     * @param name as above
     * @param asOf as above
     * @param licence as above
     * @param credit as above
     */
    public SourceNote {
        Objects.requireNonNull(name, "name");
    }
}
