package dev.portolan.azure;

import dev.portolan.simulator.Responder;
import dev.portolan.simulator.Simulator;
import dev.portolan.simulator.azure.AzureSimulator;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.testkit.contract.EmbeddingModelContract;

/** Embeddings of a deployment keep the contract. */
class AzureEmbeddingsContractTest extends EmbeddingModelContract {

    private final AzureSimulator simulator = AzureSimulator.start(Responder.echo());

    @Override
    protected String name() {
        return "azure-embeddings";
    }

    @Override
    protected String model() {
        return "text-embedding-3-small";
    }

    @Override
    protected Simulator simulator() {
        return simulator;
    }

    @Override
    protected ProviderConnection connect(String apiKey) {
        return AzureConnection.builder(simulator.baseUrl())
                .apiKey(Secret.of(apiKey))
                .build();
    }
}
