package dev.portolan.evidence.parity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who answered for a side.
 *
 * @param name what the application calls the model
 * @param provider who serves it
 * @param model what was asked for
 * @param answered the models that answered, as responses name them: dated snapshots where the vendor tells them
 * @param promptHash a hash of all that was asked, prompts of the side's variant included
 * @param parameters what was set for the side, by name; no secrets
 * @param calls how many were made or replayed
 * @param failed how many of them failed on the way
 * @param rejected how many of them the model could not take
 * @param replayed how many were answered from a cache or a recording
 */
public record SideFacts(
        String name,
        String provider,
        String model,
        SortedSet<String> answered,
        String promptHash,
        Map<String, String> parameters,
        int calls,
        int failed,
        int rejected,
        int replayed) {

    /**
     * Checks the components.
     *
     * @param name as above
     * @param provider as above
     * @param model as above
     * @param answered as above; copied
     * @param promptHash as above
     * @param parameters as above; copied
     * @param calls as above
     * @param failed as above
     * @param rejected as above
     * @param replayed as above
     */
    public SideFacts {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(promptHash, "promptHash");
        answered = Collections.unmodifiableSortedSet(new TreeSet<>(answered));
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
