package dev.portolan.azure;

import dev.portolan.simulator.Responder;
import dev.portolan.simulator.Simulator;
import dev.portolan.simulator.azure.AzureSimulator;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.testkit.contract.ChatModelContract;

/** The contract over one of Azure's APIs, in one of its two forms of addresses. */
abstract class AzureContract extends ChatModelContract {

    private final AzureSimulator simulator = AzureSimulator.start(Responder.echo());
    private final String api;
    private final String version;

    AzureContract(String api, String version) {
        this.api = api;
        this.version = version;
    }

    @Override
    protected String name() {
        return "azure-" + api;
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
        return AzureConnection.builder(simulator.baseUrl())
                .apiKey(Secret.of(apiKey))
                .apiVersion(version)
                .api(api)
                .build();
    }
}
