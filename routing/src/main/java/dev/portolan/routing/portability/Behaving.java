package dev.portolan.routing.portability;

import dev.portolan.routing.catalog.Behaviour;
import dev.portolan.routing.catalog.CatalogModel;
import dev.portolan.routing.catalog.Offer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the catalog says a target does otherwise. */
final class Behaving {

    private Behaving() {}

    /** The behaviour of a key, of the offer or else of its model. */
    static @Nullable Behaviour find(PortabilityTarget target, String key) {
        Offer offer = target.offer();
        if (offer == null) {
            return null;
        }
        Behaviour own = find(offer.behaviours(), key);
        CatalogModel model = target.described(offer);
        return own != null || model == null ? own : find(model.behaviours(), key);
    }

    private static @Nullable Behaviour find(List<Behaviour> behaviours, String key) {
        for (Behaviour behaviour : behaviours) {
            if (behaviour.key().equals(key)) {
                return behaviour;
            }
        }
        return null;
    }
}
