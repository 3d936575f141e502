package dev.portolan.ollama;

import dev.portolan.simulator.Simulator;
import dev.portolan.simulator.ollama.OllamaSimulator;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.testkit.contract.ChatModelContract;
import dev.portolan.testkit.contract.WireFeature;
import java.util.Set;

/** The contract over Ollama's native API, for a model that can do certain things. */
abstract class OllamaContract extends ChatModelContract {

    private final OllamaSimulator simulator;
    private final String name;
    private final String model;

    OllamaContract(String name, String model, String... can) {
        this.name = name;
        this.model = model;
        this.simulator = OllamaSimulator.builder().model(model, can).start();
    }

    @Override
    protected String name() {
        return name;
    }

    @Override
    protected String model() {
        return model;
    }

    @Override
    protected Simulator simulator() {
        return simulator;
    }

    @Override
    protected ProviderConnection connect(String apiKey) {
        return OllamaConnection.builder()
                .baseUrl(simulator.baseUrl())
                .apiKey(Secret.of(apiKey))
                .build();
    }

    @Override
    protected Set<WireFeature> wireLacks() {
        return Set.of(
                WireFeature.REQUEST_IDS,
                WireFeature.RESPONSE_IDS,
                WireFeature.RATE_LIMITS,
                WireFeature.TEXT_ARGUMENTS,
                WireFeature.REASONING_TOKENS,
                WireFeature.CACHED_TOKENS,
                WireFeature.REFUSALS,
                WireFeature.OUTPUT_FILTER,
                WireFeature.DOCUMENT_NAMES,
                WireFeature.MEDIA_ORDER,
                WireFeature.SCHEMA_NAMES,
                WireFeature.LOSS_DETECTION);
    }
}
