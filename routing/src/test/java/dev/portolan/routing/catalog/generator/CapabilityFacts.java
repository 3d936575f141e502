package dev.portolan.routing.catalog.generator;

import dev.portolan.chat.Capability;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an offer can be asked for. */
final class CapabilityFacts {

    private final ProviderFiles files = new ProviderFiles();
    private final Map<String, Integer> disagreements = new TreeMap<>();

    /**
     * What is known of an offer.
     *
     * @param denied what a page on this very model says it cannot do; that is believed over a pattern of names
     */
    Map<Capability, Boolean> of(Fact fact, Set<Capability> denied) {
        Map<Capability, Boolean> known = new EnumMap<>(Capability.class);
        if (!"chat".equals(fact.text("kind"))) {
            return known;
        }
        put(known, Capability.TOOLS, fact.flag("tools"));
        put(known, Capability.PARALLEL_TOOL_CALLS, fact.flag("parallel_tools"));
        put(known, Capability.JSON_SCHEMA_OUTPUT, fact.flag("structured_output"));
        put(known, Capability.PROMPT_CACHING, fact.flag("prompt_caching"));
        put(known, Capability.STREAMING, fact.flag("streaming"));
        put(known, Capability.TEMPERATURE, fact.flag("sampling_params"));
        put(known, Capability.TOP_P, fact.flag("sampling_params"));
        if (fact.texts("reasoning_efforts").size() > 1) {
            known.put(Capability.REASONING_EFFORT, true);
        }
        media(known, fact.texts("modalities_in"));
        Map<Capability, Boolean> all = files.over(
                known,
                fact.cloud(),
                fact.id(),
                (capability, how) ->
                        disagreements.merge(fact.cloud() + " " + capability + ": " + how, 1, Integer::sum));
        for (Capability capability : denied) {
            if (Boolean.TRUE.equals(all.put(capability, false))) {
                disagreements.merge(
                        fact.cloud() + " " + capability + ": a page on " + fact.canonical() + " won over a yes",
                        1,
                        Integer::sum);
            }
        }
        return all;
    }

    /** Media that a list of inputs has are taken; pictures, sound and film that it lacks are not. Lists are vague about documents. */
    static void media(Map<Capability, Boolean> known, List<String> inputs) {
        if (inputs.isEmpty()) {
            return;
        }
        known.put(Capability.IMAGE_INPUT, inputs.contains("image"));
        known.put(Capability.AUDIO_INPUT, inputs.contains("audio"));
        known.put(Capability.VIDEO_INPUT, inputs.contains("video"));
        if (inputs.contains("pdf")) {
            known.put(Capability.DOCUMENT_INPUT, true);
        }
    }

    private static void put(Map<Capability, Boolean> known, Capability capability, @Nullable Boolean value) {
        if (value != null) {
            known.put(capability, value);
        }
    }

    /** Where facts and files disagreed, and how often. */
    Map<String, Integer> disagreements() {
        return disagreements;
    }
}
