package dev.portolan.ollama;

import dev.portolan.simulator.Simulator;
import dev.portolan.simulator.ollama.OllamaSimulator;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.testkit.contract.EmbeddingModelContract;
import dev.portolan.testkit.contract.WireFeature;
import java.util.Set;

/** Embeddings keep the contract. */
class OllamaEmbeddingsContractTest extends EmbeddingModelContract {

    private final OllamaSimulator simulator =
            OllamaSimulator.builder().model("nomic-embed-text", "embedding").start();

    @Override
    protected String name() {
        return "ollama-embeddings";
    }

    @Override
    protected String model() {
        return "nomic-embed-text";
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
        return Set.of(WireFeature.REQUEST_IDS, WireFeature.RATE_LIMITS);
    }
}
