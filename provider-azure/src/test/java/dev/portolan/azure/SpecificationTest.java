package dev.portolan.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolResult;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.error.LlmException;
import dev.portolan.recorded.OpenApi;
import dev.portolan.recorded.Specifications;
import dev.portolan.schema.JsonSchema;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.Secret;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds what is sent against Azure's own description of its v1 API. Its folder is named with {@code -Dportolan.specs}; without
 * it {@code ../shared/data/specs} beside the checkout is taken, and without that the tests are skipped.
 */
@Timeout(120)
class SpecificationTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"order\":{\"type\":\"string\"}},\"required\":[\"order\"],"
                    + "\"additionalProperties\":false}";
    private static final ToolCall CALL = new ToolCall("call_1", "refund", "{\"order\":\"7\"}");

    private static OpenApi specification;

    @BeforeAll
    static void readSpecification() throws Exception {
        specification = new OpenApi(Specifications.read("azure/foundry-openai-v1.json.gz", MAPPER));
    }

    @ParameterizedTest
    @CsvSource({"chat, AzureCreateChatCompletionRequest", "responses, AzureCreateResponse"})
    void everyKindOfRequestIsAsAzureDescribesIt(String api, String schema) throws Exception {
        List<String> bodies = new ArrayList<>();
        try (ScriptedServer server = new ScriptedServer(Wire.json(500, "{}"))) {
            ChatModel model = AzureConnection.builder(Wire.url(server))
                    .apiKey(Secret.of("k3y"))
                    .api(api)
                    .build()
                    .chatModel(ModelSettings.builder("a", "gpt-4o").build());
            ChatModel reasoning = AzureConnection.builder(Wire.url(server))
                    .apiKey(Secret.of("k3y"))
                    .api(api)
                    .build()
                    .chatModel(ModelSettings.builder("a", "o3").build());
            requests().forEach(request -> send(model, request));
            send(
                    reasoning,
                    ChatRequest.builder()
                            .user("Think.")
                            .reasoningEffort(ReasoningEffort.LOW)
                            .maxOutputTokens(1_000)
                            .build());
            server.requests().forEach(sent -> bodies.add(sent.body()));
        }
        assertThat(bodies).hasSize(2 * (requests().size() + 1));
        for (String body : bodies) {
            assertThat(specification.mistakes(schema, body)).as(body).isEmpty();
        }
    }

    @Test
    void aRequestForEmbeddingsIsAsAzureDescribesIt() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Wire.json(500, "{}"))) {
            try {
                Wire.connection(server)
                        .embeddingModel(ModelSettings.builder("a", "text-embedding-3-small")
                                .build())
                        .embed(EmbeddingRequest.of("one", "two"));
            } catch (LlmException e) {
                assertThat(e.status()).isEqualTo(500);
            }
            String body = server.requests().get(0).body();
            assertThat(specification.mistakes("AzureCreateEmbeddingRequest", body))
                    .as(body)
                    .isEmpty();
        }
    }

    @Test
    void theCheckFindsAMistake() throws Exception {
        assertThat(
                        specification.mistakes(
                                "AzureCreateChatCompletionRequest",
                                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"temperature\":\"hot\"}"))
                .isNotEmpty();
    }

    private static List<ChatRequest> requests() {
        Tool tool = Tool.of("refund", "Pays an order back", SCHEMA);
        return List.of(
                ChatRequest.of("Hello"),
                ChatRequest.builder()
                        .system("Be short.")
                        .user("Hello")
                        .temperature(0.2)
                        .topP(0.9)
                        .maxOutputTokens(100)
                        .build(),
                ChatRequest.builder()
                        .user("Order 7 came broken.")
                        .tools(List.of(tool))
                        .toolChoice(ToolChoice.named("refund"))
                        .parallelToolCalls(false)
                        .build(),
                ChatRequest.builder()
                        .user("Order 7 came broken.")
                        .add(new AssistantMessage(List.of(new TextPart("One moment."), CALL)))
                        .add(Message.toolResults(ToolResult.of(CALL, "done")))
                        .tools(List.of(tool))
                        .build(),
                ChatRequest.builder()
                        .user("Which order?")
                        .outputFormat(OutputFormat.schema("order", JsonSchema.of(SCHEMA)))
                        .build(),
                ChatRequest.builder()
                        .add(Message.user(
                                new TextPart("What is this?"),
                                new ImagePart(Media.of(new byte[] {1, 2, 3}, "image/png"))))
                        .build());
    }

    private static void send(ChatModel model, ChatRequest request) {
        try {
            model.chat(request);
        } catch (LlmException e) {
            assertThat(e.status()).isEqualTo(500);
        }
        try (ChatStream stream = model.stream(request)) {
            stream.response();
        } catch (LlmException e) {
            assertThat(e.status()).isEqualTo(500);
        }
    }
}
