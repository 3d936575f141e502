package dev.portolan.wire.anthropic;

import dev.portolan.spi.support.CapabilityProfiles;

/**
 * What is known of the families of Claude, wherever they are served through this wire; in {@code families.json} beside this
 * class. Providers lay what they know of hosts and models over it.
 */
public final class ModelFamilies {

    /** The families. */
    public static final CapabilityProfiles PROFILES =
            CapabilityProfiles.load(ModelFamilies.class, "families.json", ModelRules.QUIRKS);

    private ModelFamilies() {}
}
