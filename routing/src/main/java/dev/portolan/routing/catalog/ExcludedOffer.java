package dev.portolan.routing.catalog;

import java.util.List;
import java.util.Objects;

/**
 * An offer of the cloud that is no candidate.
 *
 * @param offer the offer
 * @param model the model behind it
 * @param exclusions every reason, at least one
 */
public record ExcludedOffer(Offer offer, CatalogModel model, List<Exclusion> exclusions) {

    /**
     * Checks the components.
     *
     * @param offer as above
     * @param model as above
     * @param exclusions as above; copied
     */
    public ExcludedOffer {
        Objects.requireNonNull(offer, "offer");
        Objects.requireNonNull(model, "model");
        exclusions = List.copyOf(exclusions);
        if (exclusions.isEmpty()) {
            throw new IllegalArgumentException("exclusions: must not be empty");
        }
    }

    /**
     * Whether something excludes it.
     *
     * @param code what
     * @return true when it is among the reasons
     */
    public boolean isFor(Exclusion.Code code) {
        for (Exclusion exclusion : exclusions) {
            if (exclusion.code() == code) {
                return true;
            }
        }
        return false;
    }
}
