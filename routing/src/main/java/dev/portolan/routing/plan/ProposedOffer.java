package dev.portolan.routing.plan;

import dev.portolan.routing.catalog.Offer;
import java.util.List;
import java.util.Objects;

/**
 * An offer that may take over, and what speaks for and against it.
 *
 * @param offer the offer
 * @param reasons why it is among the candidates
 * @param warnings what is different with it
 */
public record ProposedOffer(Offer offer, List<String> reasons, List<String> warnings) {

    /**
     * Checks the components.
     *
     * @param offer as above
     * @param reasons as above; copied
     * @param warnings as above; copied
     */
    public ProposedOffer {
        Objects.requireNonNull(offer, "offer");
        reasons = List.copyOf(reasons);
        warnings = List.copyOf(warnings);
    }
}
