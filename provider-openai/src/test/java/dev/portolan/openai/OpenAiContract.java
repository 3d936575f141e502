package dev.portolan.openai;

import dev.portolan.simulator.Responder;
import dev.portolan.simulator.Simulator;
import dev.portolan.simulator.openai.OpenAiSimulator;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.testkit.contract.ChatModelContract;

/** The contract over one of OpenAI's two APIs. */
abstract class OpenAiContract extends ChatModelContract {

    private final OpenAiSimulator simulator = OpenAiSimulator.start(Responder.echo());
    private final String api;

    OpenAiContract(String api) {
        this.api = api;
    }

    @Override
    protected String name() {
        return "openai-" + api;
    }

    @Override
    protected String model() {
        return "gpt-4.1";
    }

    @Override
    protected Simulator simulator() {
        return simulator;
    }

    @Override
    protected ProviderConnection connect(String apiKey) {
        return connection(apiKey).build();
    }

    OpenAiConnection.Builder connection(String apiKey) {
        return OpenAiConnection.builder()
                .baseUrl(simulator.baseUrl())
                .server("openai")
                .apiKey(Secret.of(apiKey))
                .api(api);
    }
}
