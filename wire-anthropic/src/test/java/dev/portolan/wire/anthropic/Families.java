package dev.portolan.wire.anthropic;

import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CapabilityProfiles;
import java.util.Map;

/** Models for tests. */
final class Families {

    private Families() {}

    /** What is known of a model. */
    static CapabilityProfiles.Profile profile(String model) {
        return ModelFamilies.PROFILES.find(
                "anthropic", null, ModelSettings.builder("assistant", model).build());
    }

    /** The rules of a model; {@code any} is one that takes whatever the wire can say. */
    static ModelRules rules(String model) {
        return model.equals("any")
                ? ModelRules.of(new CapabilityProfiles.Profile(
                        profile("claude-opus-4-8").info(), Map.of(ModelRules.SYSTEM, "anywhere")))
                : ModelRules.of(profile(model));
    }
}
