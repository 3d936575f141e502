package dev.portolan.vertex;

import dev.portolan.simulator.Responder;
import dev.portolan.simulator.Simulator;
import dev.portolan.simulator.vertex.VertexSimulator;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.testkit.contract.ChatModelContract;
import dev.portolan.testkit.contract.WireFeature;
import java.util.Set;

/** The contract over Gemini's wire. */
class VertexContractTest extends ChatModelContract {

    private final VertexSimulator simulator = VertexSimulator.start(Responder.echo());

    @Override
    protected String name() {
        return "vertex-gemini";
    }

    @Override
    protected String model() {
        return "gemini-3.5-flash";
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

    /** gRPC tells no ids of requests and no limits; calls have no ids and objects for arguments; documents and schemas have no names. */
    @Override
    protected Set<WireFeature> wireLacks() {
        return Set.of(
                WireFeature.REQUEST_IDS,
                WireFeature.RATE_LIMITS,
                WireFeature.TOOL_CALL_IDS,
                WireFeature.TEXT_ARGUMENTS,
                WireFeature.REFUSALS,
                WireFeature.DOCUMENT_NAMES,
                WireFeature.SCHEMA_NAMES,
                WireFeature.LOSS_DETECTION);
    }
}
