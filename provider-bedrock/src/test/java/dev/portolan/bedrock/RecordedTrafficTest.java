package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatResponse;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.error.LlmException;
import dev.portolan.recorded.OwnSettings;
import dev.portolan.recorded.RecordedSchemas;
import dev.portolan.recorded.RecordedTraffic;
import dev.portolan.recorded.Recording;
import dev.portolan.recorded.RecordingServer;
import dev.portolan.recorded.Verdicts;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Reads traffic that others recorded against the real service, through the SDK and a socket, so that what the SDK makes of it is
 * judged too, and compares it with what an independent reading of the same bodies found.
 */
class RecordedTrafficTest {

    private static final Map<String, String> APIS = Map.of(
            "converse", "converse",
            "converse_stream", "converse",
            "invoke_model", "invoke",
            "invoke_model_stream", "invoke",
            "chat_completions", "openai",
            "responses", "openai-responses");

    @Test
    void everyRecordedAnswerIsReadAsItMustBe() {
        RecordedTraffic traffic = RecordedTraffic.of("bedrock");
        Verdicts verdicts = new Verdicts(traffic);
        try (RecordingServer server = new RecordingServer();
                BedrockConnection connection = Connections.to(server.url(), false)) {
            traffic.each(Set.of("converse", "converse_stream", "chat_completions", "responses"), recording -> {
                if (recording.body() != null) {
                    verdicts.add(recording, server.ask(model(connection, recording), recording));
                }
            });
        }
        verdicts.check();
        verdicts.checkThatExceptionsAreFew();
    }

    @Test
    void everyRecordedAnswerOfInvokeModelIsReadAsWhatItSays() {
        RecordedTraffic traffic = RecordedTraffic.of("bedrock");
        List<String> failures = new ArrayList<>();
        int[] read = {0};
        try (RecordingServer server = new RecordingServer();
                BedrockConnection connection = Connections.to(server.url(), false)) {
            traffic.each(Set.of("invoke_model", "invoke_model_stream"), recording -> {
                if (recording.body() == null || isNoChat(recording)) {
                    return;
                }
                read[0]++;
                String why = invokeDifference(server, connection, recording);
                if (why != null && !traffic.exceptions().containsKey(recording.id())) {
                    failures.add(recording.id() + ": " + why);
                }
            });
        }
        System.out.println("Recorded traffic of InvokeModel: " + read[0] + " read, " + failures.size() + " failed");
        assertThat(failures).isEmpty();
    }

    @Test
    void everyRecordedAnswerOfASchemaIsReadAsItsJson() {
        RecordedTraffic traffic = RecordedTraffic.of("bedrock");
        RecordedSchemas schemas = new RecordedSchemas();
        try (RecordingServer server = new RecordingServer();
                BedrockConnection connection = Connections.to(server.url(), false)) {
            traffic.each(
                    Set.of("converse", "converse_stream"), one -> schemas.read(server, model(connection, one), one));
        }
        schemas.check();
    }

    @Test
    void everyRecordedEmbeddingIsReadAsItMustBe() {
        RecordedTraffic traffic = RecordedTraffic.of("bedrock");
        List<String> failures = new ArrayList<>();
        int[] read = {0};
        try (RecordingServer server = new RecordingServer();
                BedrockConnection connection = Connections.to(server.url(), false)) {
            traffic.each(Set.of("invoke_model"), recording -> {
                List<float[]> expected = BodiesOfInvoke.vectors(recording);
                if (!expected.isEmpty()) {
                    read[0]++;
                    EmbeddingModel model = connection.embeddingModel(
                            ModelSettings.builder("recorded", BodiesOfInvoke.embeddingModel(recording))
                                    .build());
                    String why = server.difference(model, recording, expected);
                    if (why != null) {
                        failures.add(recording.id() + ": " + why);
                    }
                }
            });
        }
        assertThat(failures).isEmpty();
        assertThat(read[0]).isPositive();
    }

    private static boolean isNoChat(Recording recording) {
        String model = recording.json().path("model").asText();
        return model.contains("rerank") || !BodiesOfInvoke.vectors(recording).isEmpty();
    }

    private static @Nullable String invokeDifference(
            RecordingServer server, BedrockConnection connection, Recording recording) {
        try {
            ChatResponse response = server.answer(model(connection, recording), recording);
            BodiesOfInvoke.Said said = BodiesOfInvoke.said(recording);
            if (!said.text().equals(response.text())) {
                return "text: expected " + said.text().length() + " characters, found "
                        + response.text().length();
            }
            List<String> calls =
                    response.toolCalls().stream().map(call -> call.name()).toList();
            if (!said.calls().equals(calls)) {
                return "calls: expected " + said.calls() + ", found " + calls;
            }
            return said.input() != null && !said.input().equals(response.usage().inputTokens())
                    ? "input: expected " + said.input() + ", found "
                            + response.usage().inputTokens()
                    : null;
        } catch (LlmException e) {
            Integer status = e.status();
            return status != null && status == recording.status() && status >= 400 ? null : "failed: " + e.kind();
        }
    }

    private static ChatModel model(BedrockConnection connection, Recording recording) {
        return connection.chatModel(ModelSettings.builder("recorded", asked(recording))
                .own(api(APIS.get(recording.api())))
                .build());
    }

    /** By InvokeModel Claude's messages have a reader of their own; all other formats are told apart by their shape. */
    private static String asked(Recording recording) {
        return APIS.get(recording.api()).equals("invoke") && !BodiesOfInvoke.isMessages(recording)
                ? "amazon.titan-text-recorded"
                : "anthropic.claude-recorded";
    }

    private static Settings api(String api) {
        return new OwnSettings(Map.of("api", api));
    }
}
