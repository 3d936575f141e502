package dev.portolan.routing.catalog.internal.ids;

import dev.portolan.routing.catalog.IdMatch.Flag;
import dev.portolan.routing.catalog.IdMatch.How;
import dev.portolan.routing.catalog.Offer;
import org.jspecify.annotations.Nullable;

/** States of a model that the catalog does not hold one by one. */
final class Snapshots {

    private Snapshots() {}

    /**
     * A state of a held name.
     *
     * @param name what the id means without the stamp
     * @param stamp what was taken away
     * @return the snapshot; {@code null} when there is no such name, or it is itself pinned to a state by its own id
     */
    static @Nullable Reading of(@Nullable Reading name, String stamp) {
        Offer offer = name == null ? null : name.offer();
        if (name == null || offer == null || (name.how() == How.EXACT && offer.snapshot() != null)) {
            return null;
        }
        return name.by(How.SNAPSHOT, "snapshot " + stamp)
                .pinnedTo(stamp)
                .without(Flag.MOVING)
                .with(Flag.UNLISTED_VERSION);
    }
}
