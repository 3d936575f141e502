package dev.portolan.azure;

import dev.portolan.chat.ChatModel;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.Simulator;
import dev.portolan.simulator.azure.AzureSimulator;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.ProviderConnection;
import dev.portolan.spi.Secret;
import dev.portolan.testkit.contract.ChatModelContract;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The contract over one of Azure's APIs, in one of its two forms of addresses. */
abstract class AzureContract extends ChatModelContract {

    private final AzureSimulator simulator = AzureSimulator.start(Responder.echo());
    private final String api;
    private final String version;
    private final @Nullable String vendorOptions;

    AzureContract(String api, String version) {
        this(api, version, null);
    }

    AzureContract(String api, String version, @Nullable String vendorOptions) {
        this.api = api;
        this.version = version;
        this.vendorOptions = vendorOptions;
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
        return new Collected(
                AzureConnection.builder(simulator.baseUrl())
                        .apiKey(Secret.of(apiKey))
                        .apiVersion(version)
                        .api(api)
                        .vendorOptions(vendorOptions)
                        .build(),
                simulator);
    }

    /**
     * The SDK gives no way to close idle connections: the JDK's client does it when it is collected. A thread that just ended a call
     * may still hold it, so once is not always enough.
     */
    private record Collected(AzureConnection connection, Simulator simulator) implements ProviderConnection {

        private static final int TIMES = 10;
        private static final long PATIENCE = Duration.ofMillis(200).toNanos();

        @Override
        public ChatModel chatModel(ModelSettings settings) {
            return connection.chatModel(settings);
        }

        @Override
        public EmbeddingModel embeddingModel(ModelSettings settings) {
            return connection.embeddingModel(settings);
        }

        @Override
        public void close() {
            connection.close();
            int open = simulator.openConnections();
            for (int i = 0; i < TIMES && open > 0 && simulator.openConnections() >= open; i++) {
                System.gc();
                long end = System.nanoTime() + PATIENCE;
                while (simulator.openConnections() >= open && System.nanoTime() < end) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
        }
    }
}
