package dev.portolan.openai;

import dev.portolan.simulator.Responder;
import dev.portolan.simulator.Simulator;
import dev.portolan.simulator.openai.OpenAiSimulator;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.testkit.contract.EmbeddingModelContract;

/** OpenAI's embeddings keep the contract. */
class OpenAiEmbeddingsContractTest extends EmbeddingModelContract {

    private final OpenAiSimulator simulator = OpenAiSimulator.start(Responder.echo());

    @Override
    protected String name() {
        return "openai-embeddings";
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
        return OpenAiConnection.builder()
                .baseUrl(simulator.baseUrl())
                .server("openai")
                .apiKey(Secret.of(apiKey))
                .build();
    }
}
