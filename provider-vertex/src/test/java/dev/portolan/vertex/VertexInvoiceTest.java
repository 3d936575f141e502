package dev.portolan.vertex;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.OutputMode;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.vertex.VertexSimulator;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import dev.portolan.testkit.contract.InvoiceContract;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The invoice over both of Gemini's ways to say a schema, of which the older knows no recursion, and over Claude. */
class VertexInvoiceTest extends InvoiceContract {

    private final VertexSimulator simulator = VertexSimulator.start(Responder.echo());

    @Override
    protected Map<String, OutputMode> modes() {
        return Map.of(
                "gemini-3.5-flash", OutputMode.NATIVE_STRICT,
                "gemini-2.0-flash", OutputMode.JSON_MODE,
                "claude-opus-4-6", OutputMode.TOOL);
    }

    @Override
    protected ChatModel model(String id, Responder mind) {
        simulator.respond(mind);
        return VertexConnection.builder()
                .project("acme")
                .location("us-central1")
                .accessToken(Secret.of("key"))
                .endpoint(simulator.baseUrl())
                .build()
                .chatModel(ModelSettings.builder("assistant", id).build());
    }

    @AfterEach
    void stop() {
        simulator.close();
    }
}
