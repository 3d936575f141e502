package dev.portolan.openai;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.OutputMode;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.openai.OpenAiSimulator;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import dev.portolan.testkit.contract.InvoiceContract;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The invoice over both APIs, and over a model of before schemas. */
class OpenAiInvoiceTest extends InvoiceContract {

    private final OpenAiSimulator simulator = OpenAiSimulator.start(Responder.echo());

    @Override
    protected Map<String, OutputMode> modes() {
        return Map.of(
                "chat gpt-4.1", OutputMode.NATIVE_STRICT,
                "responses gpt-4.1", OutputMode.NATIVE_STRICT,
                "chat gpt-3.5-turbo", OutputMode.TOOL);
    }

    @Override
    protected ChatModel model(String id, Responder mind) {
        simulator.respond(mind);
        String[] words = id.split(" ", 2);
        return OpenAiConnection.builder()
                .baseUrl(simulator.baseUrl())
                .server("openai")
                .apiKey(Secret.of("sk-test"))
                .api(words[0])
                .build()
                .chatModel(ModelSettings.builder("assistant", words[1]).build());
    }

    @AfterEach
    void stop() {
        simulator.close();
    }
}
