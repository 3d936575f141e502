package dev.portolan.routing.catalog;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where facts come from and how far to believe them.
 *
 * @param asOf the day of the newest source, or {@code null} when it is not known
 * @param sources the names of the sources, as the catalog's header lists them
 * @param priceSources how many independent sources have the price
 * @param disputed the fields on which sources disagree; sorted and unmodifiable
 * @param overlay the overlay that these facts were changed by, or {@code null} for the catalog's own
 */
public record Provenance(
        @Nullable LocalDate asOf,
        List<String> sources,
        int priceSources,
        Set<String> disputed,
        @Nullable String overlay) {

    /** Nothing is known. */
    public static final Provenance UNKNOWN = new Provenance(null, List.of(), 0, Set.of(), null);

    /**
     * Checks the components.
     *
     * @param asOf as above
     * @param sources as above; copied
     * @param priceSources as above
     * @param disputed as above; copied
     * @param overlay as above
     */
    public Provenance {
        sources = List.copyOf(sources);
        disputed = Collections.unmodifiableSet(new TreeSet<>(disputed));
        if (priceSources < 0) {
            throw new IllegalArgumentException("priceSources: must not be negative");
        }
    }

    /**
     * The same, changed by an overlay.
     *
     * @param name the overlay's name
     * @return these facts' provenance from now on
     */
    public Provenance changedBy(String name) {
        return new Provenance(asOf, sources, priceSources, disputed, Objects.requireNonNull(name, "name"));
    }
}
