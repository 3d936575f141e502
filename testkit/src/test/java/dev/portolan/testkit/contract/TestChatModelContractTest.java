package dev.portolan.testkit.contract;

import dev.portolan.simulator.Simulator;
import dev.portolan.spi.ProviderConnection;
import java.util.Set;

/** A double keeps the contract of a provider. */
class TestChatModelContractTest extends ChatModelContract {

    private final TestSimulator simulator = new TestSimulator();

    @Override
    protected String name() {
        return "test";
    }

    @Override
    protected String model() {
        return "test-model";
    }

    @Override
    protected ProviderConnection connect(String apiKey) {
        return simulator.connect();
    }

    @Override
    protected Simulator simulator() {
        return simulator;
    }

    @Override
    protected Set<WireFeature> wireLacks() {
        return Set.of(WireFeature.REQUEST_IDS, WireFeature.RATE_LIMITS, WireFeature.PLAIN_KEYS, WireFeature.LISTENING);
    }
}
