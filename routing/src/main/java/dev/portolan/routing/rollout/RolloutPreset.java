package dev.portolan.routing.rollout;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Usual steps. */
public enum RolloutPreset {
    /** 5, 25 and 100 %. */
    CANARY(0.1, "5,25,100"),
    /** 10, 50 and 100 %. */
    GRADUAL(0.1, "10,50,100"),
    /** Everything at once. Only where both cannot run side by side. */
    BIG_BANG(0.1, "100"),
    /** No traffic moves; a tenth of it is copied to the target. */
    SHADOW_ONLY(0.1, ""),
    /** No traffic moves; all of it is copied to the target. */
    PARALLEL_RUN(1, "");

    private final double shadowSample;
    private final String steps;

    RolloutPreset(double shadowSample, String steps) {
        this.shadowSample = shadowSample;
        this.steps = steps;
    }

    /**
     * Its steps.
     *
     * @return unmodifiable; empty when no traffic moves
     */
    public List<RolloutStep> steps() {
        return Arrays.stream(steps.split(","))
                .filter(percent -> !percent.isEmpty())
                .map(percent -> RolloutStep.of(Double.parseDouble(percent)))
                .toList();
    }

    /**
     * Which share of the calls the shadow in {@link RolloutStage#SHADOW} should sample: what to set on it.
     *
     * @return from 0 to 1
     */
    public double shadowSample() {
        return shadowSample;
    }

    /**
     * Its name in settings.
     *
     * @return such as {@code big-bang}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The preset of a name.
     *
     * @param id as in settings
     * @return the preset
     * @throws IllegalArgumentException when there is none
     */
    public static RolloutPreset of(String id) {
        return Arrays.stream(values())
                .filter(preset -> preset.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("preset: there is no " + id + "; there is "
                        + Arrays.stream(values()).map(RolloutPreset::id).toList()));
    }
}
