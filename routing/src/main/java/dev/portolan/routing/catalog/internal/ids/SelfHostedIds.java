package dev.portolan.routing.catalog.internal.ids;

import dev.portolan.routing.catalog.IdMatch.Flag;

/**
 * Names on a server of one's own: whoever starts it chooses them, as vLLM's {@code --served-model-name} (vLLM, "OpenAI-compatible server").
 * One that the catalog holds is read so, and flagged.
 */
final class SelfHostedIds implements IdRules {

    @Override
    public Reading read(String id) {
        return Reading.opaque(
                "name on a server of one's own",
                "whoever runs the server chose this name; state the model behind it as base-model");
    }

    @Override
    public Reading marked(String id, Reading reading) {
        return reading.offer() == null ? reading : reading.with(Flag.CHOSEN_NAME);
    }
}
