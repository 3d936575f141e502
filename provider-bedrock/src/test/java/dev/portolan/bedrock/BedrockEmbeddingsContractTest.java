package dev.portolan.bedrock;

import dev.portolan.simulator.Responder;
import dev.portolan.simulator.Simulator;
import dev.portolan.simulator.bedrock.BedrockSimulator;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.testkit.contract.EmbeddingModelContract;

/** Embeddings by InvokeModel keep the contract. */
class BedrockEmbeddingsContractTest extends EmbeddingModelContract {

    private final BedrockSimulator simulator = BedrockSimulator.start(Responder.echo());

    @Override
    protected String name() {
        return "bedrock-embeddings";
    }

    @Override
    protected String model() {
        return "cohere.embed-v4:0";
    }

    @Override
    protected Simulator simulator() {
        return simulator;
    }

    @Override
    protected ProviderConnection connect(String apiKey) {
        return BedrockConnection.builder()
                .region("us-east-1")
                .apiKey(Secret.of(apiKey))
                .endpoint(simulator.baseUrl())
                .build();
    }
}
