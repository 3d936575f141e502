package dev.portolan.example.echo;

import dev.portolan.spi.ProviderConnection;
import dev.portolan.testkit.contract.ChatModelContract;

/**
 * Step 7: prove it. The contract holds all that an application may count on, whoever answers; a provider extends it and says how to
 * connect. This one talks to nobody, so there is no simulator, and what needs a wire is skipped; a real one returns a simulator of its
 * vendor from {@code simulator()}, and takes its address and the key in {@code connect}.
 */
class EchoContractTest extends ChatModelContract {

    @Override
    protected String name() {
        return "echo";
    }

    @Override
    protected String model() {
        return "loud";
    }

    @Override
    protected ProviderConnection connect(String apiKey) {
        return new EchoProvider.EchoConnection("echo:");
    }
}
