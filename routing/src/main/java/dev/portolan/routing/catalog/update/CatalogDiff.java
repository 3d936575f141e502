package dev.portolan.routing.catalog.update;

import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.update.CatalogChange.Kind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What differs between two states of the catalog, as far as it decides about choice, cost or time: models and offers that came and went,
 * prices, ends, limits, capabilities. Immutable and thread-safe.
 */
public final class CatalogDiff {

    private final ModelCatalog before;
    private final ModelCatalog after;
    private final List<CatalogChange> changes;

    private CatalogDiff(ModelCatalog before, ModelCatalog after) {
        this.before = before;
        this.after = after;
        this.changes = Stream.concat(
                        new ModelComparison(before, after).changes().stream(),
                        new OfferComparison(before, after).changes().stream())
                .sorted(Comparator.comparing(CatalogChange::kind).thenComparing(CatalogChange::entry))
                .toList();
    }

    /**
     * Compares two states.
     *
     * @param before the earlier one
     * @param after the later one
     * @return what differs
     */
    public static CatalogDiff between(ModelCatalog before, ModelCatalog after) {
        return new CatalogDiff(Objects.requireNonNull(before, "before"), Objects.requireNonNull(after, "after"));
    }

    /**
     * The earlier state.
     *
     * @return the catalog
     */
    public ModelCatalog before() {
        return before;
    }

    /**
     * The later state.
     *
     * @return the catalog
     */
    public ModelCatalog after() {
        return after;
    }

    /**
     * All changes.
     *
     * @return by kind, then by entry; unmodifiable
     */
    public List<CatalogChange> changes() {
        return changes;
    }

    /**
     * The changes of some kinds.
     *
     * @param kinds which
     * @return by kind, then by entry
     */
    public List<CatalogChange> changes(Kind... kinds) {
        List<Kind> wanted = Arrays.asList(kinds);
        return changes.stream().filter(change -> wanted.contains(change.kind())).toList();
    }

    /**
     * Whether nothing differs that is compared. The versions may differ still.
     *
     * @return true when there is no change
     */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /**
     * The changes for people, under headings, in lines.
     *
     * @return plain text that ends with a line break
     */
    public String text() {
        return DiffReport.text(this);
    }

    /**
     * The changes as Markdown tables.
     *
     * @return Markdown
     */
    public String markdown() {
        return DiffReport.markdown(this);
    }

    /**
     * The changes for programs: an object with {@code before}, {@code after} (version and day) and {@code changes}, each with {@code kind},
     * {@code entry}, {@code what}, {@code from}, {@code to} and {@code percent}; what is not known is left out.
     *
     * @return JSON
     */
    public String json() {
        return DiffReport.json(this);
    }

    @Override
    public String toString() {
        return "CatalogDiff[" + before.version() + " -> " + after.version() + ", " + changes.size() + " changes]";
    }
}
