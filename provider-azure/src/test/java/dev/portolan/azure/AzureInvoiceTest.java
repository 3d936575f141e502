package dev.portolan.azure;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.OutputMode;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.azure.AzureSimulator;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import dev.portolan.testkit.contract.InvoiceContract;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The invoice over both APIs, and over families that Foundry hosts, Claude among them. */
class AzureInvoiceTest extends InvoiceContract {

    private final AzureSimulator simulator = AzureSimulator.start(Responder.echo());

    @Override
    protected Map<String, OutputMode> modes() {
        return Map.of(
                "chat gpt-4.1", OutputMode.NATIVE_STRICT,
                "responses gpt-4.1", OutputMode.NATIVE_STRICT,
                "chat Llama-3.3-70B-Instruct", OutputMode.TOOL,
                "chat DeepSeek-R1", OutputMode.JSON_MODE,
                "chat Mistral-Large-3", OutputMode.NATIVE_LOOSE,
                "anthropic claude-sonnet-4-6", OutputMode.TOOL);
    }

    @Override
    protected ChatModel model(String id, Responder mind) {
        simulator.respond(mind);
        String[] words = id.split(" ", 2);
        return AzureConnection.builder(simulator.baseUrl())
                .apiKey(Secret.of("key"))
                .api(words[0])
                .build()
                .chatModel(ModelSettings.builder("assistant", words[1]).build());
    }

    @AfterEach
    void stop() {
        simulator.close();
    }
}
