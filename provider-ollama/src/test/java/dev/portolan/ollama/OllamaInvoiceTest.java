package dev.portolan.ollama;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.OutputMode;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.ollama.OllamaSimulator;
import dev.portolan.spi.ModelSettings;
import dev.portolan.testkit.contract.InvoiceContract;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The invoice over a grammar, and over a hosted model that has none. */
class OllamaInvoiceTest extends InvoiceContract {

    private final OllamaSimulator simulator = OllamaSimulator.builder()
            .model("qwen3-vl:8b", "completion", "tools")
            .model("gpt-oss:120b-cloud", "completion", "tools")
            .responder(Responder.echo())
            .start();

    @Override
    protected Map<String, OutputMode> modes() {
        return Map.of("qwen3-vl:8b", OutputMode.NATIVE_STRICT, "gpt-oss:120b-cloud", OutputMode.PROMPTED);
    }

    @Override
    protected ChatModel model(String id, Responder mind) {
        // A grammar leaves no room for a fence.
        simulator.respond(
                id.endsWith("cloud")
                        ? mind
                        : prompt -> Reply.text(mind.reply(prompt)
                                .text()
                                .replace("```json\n", "")
                                .replace("\n```", "")));
        return OllamaConnection.builder()
                .baseUrl(simulator.baseUrl())
                .build()
                .chatModel(ModelSettings.builder("assistant", id).build());
    }

    @AfterEach
    void stop() {
        simulator.close();
    }
}
