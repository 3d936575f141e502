package dev.portolan.wire.openai;

import dev.portolan.spi.support.CapabilityProfiles;

/**
 * What is known of the families of OpenAI's models, wherever they are served; in {@code families.json} beside this class.
 * Providers lay what they know of hosts and models over it.
 */
public final class ModelFamilies {

    /** The families. */
    public static final CapabilityProfiles PROFILES =
            CapabilityProfiles.load(ModelFamilies.class, "families.json", WireChatModel.QUIRKS);

    private ModelFamilies() {}
}
