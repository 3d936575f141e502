package dev.portolan.routing.catalog;

import java.util.Objects;

/**
 * What comes nearest where nothing fits: a written pairing that this cloud does not have, or no candidate at all. Not a candidate; somebody
 * has to decide.
 *
 * @param wanted the canonical name that is missing: the model of a pairing, or the source
 * @param offer what comes nearest
 * @param model the model behind it
 * @param why why the wanted one is missing and this one is nearest, for people
 */
public record NearestOffer(String wanted, Offer offer, CatalogModel model, String why) {

    /**
     * Checks the components.
     *
     * @param wanted as above
     * @param offer as above
     * @param model as above
     * @param why as above
     */
    public NearestOffer {
        Objects.requireNonNull(wanted, "wanted");
        Objects.requireNonNull(offer, "offer");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(why, "why");
    }
}
