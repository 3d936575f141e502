package dev.portolan.vertex;

import dev.portolan.simulator.Responder;
import dev.portolan.simulator.Simulator;
import dev.portolan.simulator.vertex.VertexSimulator;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.testkit.contract.ChatModelContract;
import dev.portolan.testkit.contract.WireFeature;
import java.util.Set;

/** The contract over Anthropic's wire through RawPredict and StreamRawPredict. */
class VertexClaudeContractTest extends ChatModelContract {

    private final VertexSimulator simulator = VertexSimulator.start(Responder.echo());

    @Override
    protected String name() {
        return "vertex-claude";
    }

    @Override
    protected String model() {
        return "claude-opus-4-6";
    }

    @Override
    protected Simulator simulator() {
        return simulator;
    }

    @Override
    protected ProviderConnection connect(String apiKey) {
        return VertexConnection.builder()
                .project("acme")
                .location("us-east5")
                .accessToken(Secret.of(apiKey))
                .endpoint(simulator.baseUrl())
                .build();
    }

    /**
     * gRPC tells no ids of requests and no limits; Anthropic's wire has objects for arguments, no names of schemas, one word for what
     * was refused and what was filtered, and no count of thoughts, which come only when they are asked for; the simulator of
     * Claude caches nothing.
     */
    @Override
    protected Set<WireFeature> wireLacks() {
        return Set.of(
                WireFeature.REQUEST_IDS,
                WireFeature.RATE_LIMITS,
                WireFeature.TEXT_ARGUMENTS,
                WireFeature.SCHEMA_NAMES,
                WireFeature.REFUSALS,
                WireFeature.OUTPUT_FILTER,
                WireFeature.REASONING_TEXT,
                WireFeature.REASONING_TOKENS,
                WireFeature.CACHED_TOKENS);
    }
}
