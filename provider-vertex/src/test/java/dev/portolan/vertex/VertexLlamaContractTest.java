package dev.portolan.vertex;

import dev.portolan.recorded.OwnSettings;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.Simulator;
import dev.portolan.simulator.vertex.VertexOpenAiSimulator;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.testkit.contract.ChatModelContract;
import dev.portolan.testkit.contract.WireFeature;
import java.util.Map;
import java.util.Set;

/** The contract over the OpenAI-compatible endpoint. */
class VertexLlamaContractTest extends ChatModelContract {

    private final VertexOpenAiSimulator simulator = VertexOpenAiSimulator.start(Responder.echo());

    @Override
    protected String name() {
        return "vertex-llama";
    }

    @Override
    protected String model() {
        return "meta/llama-4-maverick-17b-128e-instruct-maas";
    }

    @Override
    protected Simulator simulator() {
        return simulator;
    }

    @Override
    protected ProviderConnection connect(String apiKey) {
        return VertexConnection.builder()
                .settings(new OwnSettings(Map.of(
                        "project",
                        "acme",
                        "location",
                        "us-central1",
                        "access-token",
                        apiKey,
                        "openai-base-url",
                        simulator.baseUrl().toString())))
                .build();
    }

    /** The endpoint tells no ids of requests and no limits; a Llama does not think, and a lost piece of a stream is not noticed. */
    @Override
    protected Set<WireFeature> wireLacks() {
        return Set.of(
                WireFeature.REQUEST_IDS,
                WireFeature.RATE_LIMITS,
                WireFeature.REASONING_TEXT,
                WireFeature.LOSS_DETECTION);
    }
}
