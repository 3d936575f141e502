package dev.portolan.routing.catalog.internal.ids;

import dev.portolan.routing.catalog.Cloud;
import dev.portolan.routing.catalog.IdMatch.How;
import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.Offer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ids that the catalog holds of one cloud. Thread-safe. */
final class Held {

    private final ModelCatalog catalog;
    private final Cloud cloud;

    Held(ModelCatalog catalog, Cloud cloud) {
        this.catalog = catalog;
        this.cloud = cloud;
    }

    /** What exactly this id means, as the offer's own or a declared alias; {@code null} when the catalog does not hold it. */
    @Nullable
    Reading of(String id) {
        Offer offer = catalog.offer(cloud, id);
        return offer == null ? null : Reading.of(offer.id().equals(id) ? How.EXACT : How.ALIAS, offer);
    }

    /** The ids and aliases, each with its offer. */
    Map<String, Offer> all() {
        Map<String, Offer> all = new LinkedHashMap<>();
        for (Offer offer : catalog.offers(cloud)) {
            all.put(offer.id(), offer);
        }
        for (Offer offer : catalog.offers(cloud)) {
            offer.aliases().forEach(alias -> all.putIfAbsent(alias, offer));
        }
        return all;
    }
}
