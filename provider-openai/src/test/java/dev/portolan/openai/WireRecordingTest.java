package dev.portolan.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.Portolan;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import dev.portolan.error.Unavailable;
import dev.portolan.evidence.recording.OnMiss;
import dev.portolan.evidence.recording.Recordings;
import dev.portolan.evidence.recording.ReplayChatModel;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.simulator.openai.OpenAiSimulator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code record.wire=true} with this provider, from the properties to the file. */
@Timeout(60)
class WireRecordingTest {

    private static final String KEY = "sk-planted-0123456789abcdef";

    @TempDir
    Path folder;

    private Portolan portolan(URI baseUrl, boolean wire) {
        Portolan.Builder builder = Portolan.builder().isolated();
        builder.property("portolan.models.assistant.provider", "openai")
                .property("portolan.models.assistant.model", "gpt-4o")
                .property("portolan.models.assistant.retry.max-attempts", "2")
                .property("portolan.models.assistant.record", "record")
                .property(
                        "portolan.models.assistant.record.file",
                        file("calls.jsonl").toString())
                .property("portolan.models.assistant.record.wire", String.valueOf(wire))
                .property("portolan.providers.openai.base-url", baseUrl.toString())
                .property("portolan.providers.openai.api-key", KEY);
        return builder.build();
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private List<JsonNode> lines(String name) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file(name))) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    @Test
    void eachAttemptIsALineAndNoneHoldsTheKeyOrAnAddress() throws Exception {
        try (ScriptedServer server = new ScriptedServer(exchange -> exchange.number() == 1
                        ? Wire.answer(
                                        503,
                                        "application/json",
                                        "Retry-After: 0\r\n",
                                        "{\"error\":{\"message\":\"Busy\"}}")
                                .answer(exchange)
                        : Wire.CHAT.hello().answer(exchange));
                Portolan portolan = portolan(server.baseUrl(), true)) {
            ChatModel model = portolan.chatModel("assistant");
            try (ChatStream stream = model.stream(ChatRequest.of("Write to joe@example.com"))) {
                assertThat(stream.response().text()).isEqualTo("Hello");
            }
        }
        List<JsonNode> wire = lines("calls.wire.jsonl");
        JsonNode call = lines("calls.jsonl").get(0);
        assertThat(wire).hasSize(2);
        assertThat(wire).allSatisfy(line -> {
            assertThat(line.at("/call")).isEqualTo(call.at("/at"));
            assertThat(line.at("/name").asText()).isEqualTo("assistant");
            assertThat(line.at("/request/text").asText()).contains("Write to [e-mail]");
        });
        assertThat(wire.get(0).at("/answer/status").asInt()).isEqualTo(503);
        assertThat(wire.get(0).at("/attempt").asInt()).isEqualTo(1);
        assertThat(wire.get(1).at("/attempt").asInt()).isEqualTo(2);
        StringBuilder body = new StringBuilder();
        wire.get(1)
                .at("/answer/pieces")
                .forEach(piece -> body.append(piece.at("/text").asText()));
        assertThat(body)
                .hasToString(Wire.CHAT.begin() + Wire.CHAT.text("Hel") + Wire.CHAT.text("lo") + Wire.CHAT.end());
        assertThat(Files.readString(file("calls.wire.jsonl")))
                .doesNotContain(KEY)
                .doesNotContain("joe@")
                .contains("[\"Authorization\",\"[removed]\"]");
    }

    @Test
    void aBrokenStreamIsRecordedAsFarAsItCame() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Wire.stream(Wire.CHAT.begin() + Wire.CHAT.text("Hel")));
                Portolan portolan = portolan(server.baseUrl(), true)) {
            assertThatThrownBy(() -> portolan.chatModel("assistant").stream(ChatRequest.of("Hi"))
                            .response())
                    .isInstanceOf(LlmException.class);
        }
        JsonNode line = lines("calls.wire.jsonl").get(0);
        assertThat(line.at("/end").asText()).isEqualTo("complete");
        assertThat(line.at("/answer/bytes").asInt()).isEqualTo((Wire.CHAT.begin() + Wire.CHAT.text("Hel")).length());
    }

    @Test
    void nothingIsRecordedOnTheWireUnlessItIsAskedFor() {
        try (ScriptedServer server = new ScriptedServer(Wire.CHAT.hello());
                Portolan portolan = portolan(server.baseUrl(), false)) {
            portolan.chatModel("assistant").stream(ChatRequest.of("Hi")).response();
        }
        assertThat(file("calls.jsonl")).exists();
        assertThat(file("calls.wire.jsonl")).doesNotExist();
    }

    @Test
    void aSimulatorAnswersFromARecording() throws IOException {
        String said;
        try (OpenAiSimulator vendor = OpenAiSimulator.start(Responder.text("Seven degrees."));
                Portolan portolan = portolan(vendor.baseUrl(), false)) {
            said = portolan.chatModel("assistant")
                    .chat(ChatRequest.of("How warm is Oslo?"))
                    .text();
        }
        ChatModel recorded = ReplayChatModel.builder(Recordings.read(file("calls.jsonl")))
                .onMiss(OnMiss.STRICT)
                .build();
        try (OpenAiSimulator replayed = OpenAiSimulator.start(Responder.of(recorded));
                Portolan portolan = portolan(replayed.baseUrl(), false)) {
            ChatModel model = portolan.chatModel("assistant");
            assertThat(model.chat(ChatRequest.of("How warm is Oslo?")).text()).isEqualTo(said);
            assertThatThrownBy(() -> model.chat(ChatRequest.of("And Bergen?"))).isInstanceOf(Unavailable.class);
        }
    }
}
