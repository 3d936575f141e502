package dev.portolan.routing.catalog;

import java.util.Objects;

/**
 * A version of an offer under the same id, as Azure has them.
 *
 * @param version the vendor's name of it, such as {@code 2024-07-18}; empty where the source names none
 * @param lifecycle its own states and dates
 */
public record OfferVersion(String version, Lifecycle lifecycle) {

    /**
     * Checks the components.
     *
     * @param version as above
     * @param lifecycle as above
     */
    public OfferVersion {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(lifecycle, "lifecycle");
    }
}
