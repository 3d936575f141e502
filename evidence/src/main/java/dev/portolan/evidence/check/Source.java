package dev.portolan.evidence.check;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A document that the model was given to answer from.
 *
 * @param id what citations call it, such as {@code doc-3}
 * @param title its title or file name, or {@code null}
 * @param url its address, or {@code null}
 * @param text what it says, or {@code null} when only the prompt holds it
 */
public record Source(
        String id,
        @Nullable String title,
        @Nullable String url,
        @Nullable String text) {

    /**
     * Checks the components.
     *
     * @param id as above
     * @param title as above
     * @param url as above
     * @param text as above
     */
    public Source {
        Objects.requireNonNull(id, "id");
        if (id.isBlank()) {
            throw new IllegalArgumentException("id: must not be blank");
        }
    }

    @Override
    public String toString() {
        return "Source[" + id + "]";
    }
}
