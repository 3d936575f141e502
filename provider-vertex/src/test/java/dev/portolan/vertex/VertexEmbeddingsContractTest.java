package dev.portolan.vertex;

import dev.portolan.simulator.Responder;
import dev.portolan.simulator.Simulator;
import dev.portolan.simulator.vertex.VertexSimulator;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.testkit.contract.EmbeddingModelContract;
import dev.portolan.testkit.contract.WireFeature;
import java.util.Set;

/** Embeddings by Predict keep the contract. */
class VertexEmbeddingsContractTest extends EmbeddingModelContract {

    private final VertexSimulator simulator = VertexSimulator.start(Responder.echo());

    @Override
    protected String name() {
        return "vertex-embeddings";
    }

    @Override
    protected String model() {
        return "text-embedding-005";
    }

    @Override
    protected Simulator simulator() {
        return simulator;
    }

    @Override
    protected ProviderConnection connect(String apiKey) {
        return VertexConnection.builder()
                .project("acme")
                .location("us-central1")
                .accessToken(Secret.of(apiKey))
                .endpoint(simulator.baseUrl())
                .build();
    }

    /** gRPC tells no ids of requests. */
    @Override
    protected Set<WireFeature> wireLacks() {
        return Set.of(WireFeature.REQUEST_IDS);
    }
}
