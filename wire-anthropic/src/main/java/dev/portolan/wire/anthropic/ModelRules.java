package dev.portolan.wire.anthropic;

import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.EffortRules;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What sets a model apart on this wire: the quirks of a file of capabilities, with what holds when nothing is known. Immutable.
 */
public final class ModelRules {

    /**
     * How effort is said: {@code output} ({@code output_config.effort}) or {@code budget} (a number of thinking tokens). Without
     * it {@code output}.
     */
    public static final String EFFORT = "effort";

    /** The levels of effort that the model has, separated by commas. Without it any is sent. */
    public static final String EFFORTS = EffortRules.EFFORTS;

    /**
     * Whether effort makes the model think: {@code adaptive}, the default: it is told to think as it sees fit; {@code always}: it
     * does by itself and cannot be told not to; {@code apart}: effort says nothing about thinking.
     */
    public static final String THINKING = "thinking";

    /** {@code one}: temperature or topP, not both. */
    public static final String SAMPLING = EffortRules.SAMPLING;

    /** {@code anywhere}: system messages may stand behind a turn of the user; else they are all moved to the start. */
    public static final String SYSTEM = "system";

    /** The names of all quirks that a file of capabilities may hold for models of this wire. */
    public static final Set<String> QUIRKS = Set.of(EFFORT, EFFORTS, THINKING, SAMPLING, SYSTEM);

    /** Nothing is known. */
    public static final ModelRules UNKNOWN = new ModelRules(Map.of(), null);

    /** What an answer may have when neither the request nor the data say; every model takes it. */
    private static final int FALLBACK_TOKENS = 4_096;

    private final Map<String, String> quirks;
    private final @Nullable Integer maxTokens;

    private ModelRules(Map<String, String> quirks, @Nullable Integer maxTokens) {
        this.quirks = Map.copyOf(quirks);
        this.maxTokens = maxTokens;
    }

    /**
     * The rules of a model.
     *
     * @param profile what is known of it
     * @return its rules
     */
    public static ModelRules of(CapabilityProfiles.Profile profile) {
        return new ModelRules(profile.quirks(), profile.info().limits().maxOutputTokens());
    }

    boolean is(String quirk, String value) {
        return value.equals(quirks.get(quirk));
    }

    Map<String, String> quirks() {
        return quirks;
    }

    /** The limit on output that is sent when none is asked for, since the wire demands one: as much as the model has. */
    int unaskedMaxTokens() {
        return maxTokens == null ? FALLBACK_TOKENS : maxTokens;
    }

    /** The largest limit on output that may be sent, or {@code null} when it is not known. */
    @Nullable
    Integer largestMaxTokens() {
        return maxTokens;
    }
}
