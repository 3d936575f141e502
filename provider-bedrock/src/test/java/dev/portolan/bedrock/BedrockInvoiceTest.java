package dev.portolan.bedrock;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.OutputMode;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.bedrock.BedrockSimulator;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import dev.portolan.testkit.contract.InvoiceContract;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The invoice over families of Bedrock. Its map cannot be enforced, so that Claude is given a tool. */
class BedrockInvoiceTest extends InvoiceContract {

    private final BedrockSimulator simulator = BedrockSimulator.start(Responder.echo());

    @Override
    protected Map<String, OutputMode> modes() {
        return Map.of(
                "us.anthropic.claude-sonnet-4-5-20250929-v1:0", OutputMode.TOOL,
                "amazon.nova-lite-v1:0", OutputMode.TOOL,
                "meta.llama3-3-70b-instruct-v1:0", OutputMode.PROMPTED);
    }

    @Override
    protected ChatModel model(String id, Responder mind) {
        simulator.respond(mind);
        return BedrockConnection.builder()
                .region("us-east-1")
                .apiKey(Secret.of("key"))
                .endpoint(simulator.baseUrl())
                .build()
                .chatModel(ModelSettings.builder("assistant", id).build());
    }

    @AfterEach
    void stop() {
        simulator.close();
    }
}
