package dev.portolan.routing.catalog;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What people mean by a model's name when they do not say on which cloud.
 *
 * @param name as it was asked for
 * @param model the one model that it can mean, or {@code null} when there is none or there are several
 * @param candidates canonical names of all models that it can mean: one, several, or none
 * @param nearest known names spelled most alike, when it can mean none
 */
public record NameMatch(String name, @Nullable CatalogModel model, List<String> candidates, List<String> nearest) {

    /**
     * Checks the components.
     *
     * @param name as above
     * @param model as above
     * @param candidates as above; copied
     * @param nearest as above; copied
     */
    public NameMatch {
        Objects.requireNonNull(name, "name");
        candidates = List.copyOf(candidates);
        nearest = List.copyOf(nearest);
    }

    /**
     * The model.
     *
     * @return the one that it means
     * @throws IllegalArgumentException when it means none or several; the message says which it may be
     */
    public CatalogModel orThrow() {
        if (model != null) {
            return model;
        }
        throw new IllegalArgumentException(problem());
    }

    /**
     * Why there is no model.
     *
     * @return a sentence that names the candidates or the nearest names; of use only without a {@link #model()}
     */
    public String problem() {
        if (!candidates.isEmpty()) {
            return "\"" + name + "\" may mean " + String.join(" or ", candidates) + "; give the canonical name";
        }
        return "No model \"" + name + "\" is known"
                + (nearest.isEmpty() ? "" : "; the nearest names are " + String.join(", ", nearest));
    }
}
