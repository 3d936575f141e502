package dev.portolan.routing.catalog.internal.ids;

import org.jspecify.annotations.Nullable;

/**
 * How one cloud writes its ids. A rule takes away only what is exactly a prefix or suffix of that cloud, and only when the rest is an id
 * that the catalog holds; a name that merely begins like a known one is another name. Thread-safe.
 */
interface IdRules {

    /**
     * Reads an id that the catalog does not hold.
     *
     * @param id as it was asked for
     * @return what it means, or {@code null} when no rule fits
     */
    @Nullable
    Reading read(String id);

    /**
     * Adds what every id of this cloud has to be flagged with.
     *
     * @param id as it was asked for
     * @param reading what it means
     * @return the same with flags
     */
    default Reading marked(String id, Reading reading) {
        return reading;
    }
}
