package dev.portolan.routing.catalog.generator;

import dev.portolan.chat.Capability;
import dev.portolan.routing.catalog.Cloud;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What services promise for all their models: certifications and support. What no document states is not known. */
final class ServiceFacts {

    /**
     * What vLLM's server takes of OpenAI's protocol whatever the model is, as its pages "OpenAI-Compatible Server" and "Structured
     * Outputs" have it (https://docs.vllm.ai).
     */
    static final List<Capability> OWN_SERVER = List.of(
            Capability.STREAMING,
            Capability.SYSTEM_MESSAGES,
            Capability.JSON_OUTPUT,
            Capability.JSON_SCHEMA_OUTPUT,
            Capability.TEMPERATURE,
            Capability.TOP_P,
            Capability.MAX_OUTPUT_TOKENS,
            Capability.STOP,
            Capability.SEED,
            Capability.FREQUENCY_PENALTY,
            Capability.PRESENCE_PENALTY,
            Capability.LOGPROBS);

    private ServiceFacts() {}

    static Set<String> certifications(Cloud cloud, Fact fact) {
        return Set.of();
    }

    static @Nullable String support(Cloud cloud, Fact fact) {
        return null;
    }
}
