package dev.portolan.bedrock;

import dev.portolan.simulator.Responder;
import dev.portolan.simulator.Simulator;
import dev.portolan.simulator.bedrock.BedrockSimulator;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.testkit.contract.ChatModelContract;
import dev.portolan.testkit.contract.WireFeature;
import java.util.Set;

/** The contract over Converse, on one of the two versions of HTTP. */
abstract class BedrockContract extends ChatModelContract {

    private final BedrockSimulator simulator = BedrockSimulator.start(Responder.echo());
    private final boolean http2;
    private final String model;

    BedrockContract(boolean http2, String model) {
        this.http2 = http2;
        this.model = model;
    }

    @Override
    protected String name() {
        return "bedrock-" + (http2 ? "http2" : "http1");
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
        return BedrockConnection.builder()
                .region("us-east-1")
                .apiKey(Secret.of(apiKey))
                .endpoint(simulator.baseUrl())
                .http2(http2)
                .build();
    }

    /** Converse tells no limits, no id of an answer, no reasoning tokens and no refusal; arguments are objects. */
    @Override
    protected Set<WireFeature> wireLacks() {
        return Set.of(
                WireFeature.RATE_LIMITS,
                WireFeature.RESPONSE_IDS,
                WireFeature.REASONING_TOKENS,
                WireFeature.REFUSALS,
                WireFeature.TEXT_ARGUMENTS);
    }
}
