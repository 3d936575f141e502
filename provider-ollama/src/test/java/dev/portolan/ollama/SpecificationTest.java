package dev.portolan.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.error.LlmException;
import dev.portolan.schema.JsonSchema;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.spi.ModelSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Holds what is sent against Ollama's own description of its API. Its folder is named with {@code -Dportolan.specs}; without it
 * {@code ../shared/data/specs} beside the checkout is taken, and without that the tests are skipped.
 */
@Timeout(120)
class SpecificationTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"order\":{\"type\":\"string\"}},\"required\":[\"order\"]}";
    private static final ToolCall CALL = new ToolCall("call_1", "refund", "{\"order\":\"7\"}");

    private static JsonNode specification;

    @BeforeAll
    static void readSpecification() throws Exception {
        String given = System.getProperty("portolan.specs");
        Path folder = given != null ? Path.of(given) : Path.of("..", "..", "shared", "data", "specs");
        Path file = folder.resolve("ollama").resolve("openapi.yaml");
        assumeTrue(Files.isRegularFile(file), "No specification: name its folder with -Dportolan.specs=DIR");
        specification = new YAMLMapper().readTree(file.toFile());
        // What a request names must be in the description: a name that the server passes over would be lost in silence.
        for (String closed : List.of("ChatRequest", "EmbedRequest", "ShowRequest", "PullRequest")) {
            ((ObjectNode) specification.path("components").path("schemas").path(closed))
                    .put("additionalProperties", false);
        }
    }

    @Test
    void everyKindOfChatIsAsOllamaDescribesIt() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Wire.json(500, "{}"))) {
            OllamaConnection connection = OllamaConnection.builder()
                    .baseUrl(Wire.url(server))
                    .numCtx(8_192)
                    .modelKeepAlive("10m")
                    .askServer(false)
                    .build();
            ChatModel model =
                    connection.chatModel(ModelSettings.builder("a", "llama3.2").build());
            ChatModel levels = connection.chatModel(
                    ModelSettings.builder("a", "gpt-oss:20b").build());
            requests().forEach(request -> {
                send(model, request);
                send(levels, request);
            });
            assertThat(server.requests()).hasSize(4 * requests().size());
            for (var sent : server.requests()) {
                assertThat(mistakes("ChatRequest", sent.body())).as(sent.body()).isEmpty();
            }
        }
    }

    @Test
    void whatElseIsAskedIsAsOllamaDescribesIt() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Wire.json(404, "{\"error\":\"model 'a' not found\"}"))) {
            OllamaConnection connection = OllamaConnection.builder()
                    .baseUrl(Wire.url(server))
                    .numCtx(512)
                    .modelKeepAlive("-1")
                    .pullMissing(progress -> {})
                    .build();
            fails(() -> connection
                    .embeddingModel(ModelSettings.builder("a", "bge-m3").build())
                    .embed(new EmbeddingRequest(List.of("one", "two"), 256, null, java.util.Map.of())));
            fails(() -> connection
                    .chatModel(ModelSettings.builder("a", "llama3.2").build())
                    .chat(requests().get(2)));
            assertThat(server.requests()).hasSize(4);
            for (var sent : server.requests()) {
                String path = sent.head().split(" ")[1];
                String schema = switch (path) {
                    case "/api/embed" -> "EmbedRequest";
                    case "/api/show" -> "ShowRequest";
                    default -> "PullRequest";
                };
                assertThat(mistakes(schema, sent.body()))
                        .as(path + " " + sent.body())
                        .isEmpty();
            }
        }
    }

    @Test
    void theCheckFindsAMistake() throws Exception {
        assertThat(mistakes("ChatRequest", "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":7}]}"))
                .isNotEmpty();
        assertThat(mistakes("ChatRequest", "{\"model\":\"m\",\"messages\":[],\"tool_choice\":\"auto\"}"))
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
                        .topK(40)
                        .seed(7L)
                        .stop(List.of("END"))
                        .maxOutputTokens(100)
                        .logprobs(2)
                        .reasoningEffort(ReasoningEffort.LOW)
                        .build(),
                ChatRequest.builder()
                        .user("Order 7 came broken.")
                        .tools(List.of(tool))
                        .reasoningEffort(ReasoningEffort.NONE)
                        .build(),
                ChatRequest.builder()
                        .user("Order 7 came broken.")
                        .add(new AssistantMessage(List.of(
                                new ReasoningPart("Pay it back.", Origin.THINKING), new TextPart("One moment."), CALL)))
                        .add(Message.toolResults(ToolResult.of(CALL, "done")))
                        .tools(List.of(tool))
                        .build(),
                ChatRequest.builder()
                        .user("Which order?")
                        .outputFormat(OutputFormat.schema("order", JsonSchema.of(SCHEMA)))
                        .build(),
                ChatRequest.builder()
                        .user("Which order?")
                        .outputFormat(OutputFormat.JSON)
                        .build(),
                ChatRequest.builder()
                        .add(Message.user(
                                new TextPart("What is this?"),
                                new ImagePart(Media.of(new byte[] {1, 2, 3}, "image/png"))))
                        .build());
    }

    private static void send(ChatModel model, ChatRequest request) {
        fails(() -> model.chat(request));
        fails(() -> {
            try (ChatStream stream = model.stream(request, CallContext.EMPTY)) {
                stream.response();
            }
        });
    }

    private static void fails(Runnable call) {
        try {
            call.run();
        } catch (LlmException e) {
            assertThat(e.status()).isIn(404, 500);
            return;
        }
        throw new AssertionError("The server answers with an error");
    }

    private static List<String> mistakes(String schema, String body) throws Exception {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("$ref", "#/components/schemas/" + schema);
        root.set("components", specification.path("components"));
        Validator.Result result = new ValidatorFactory()
                .withJsonNodeFactory(new JacksonNode.Factory())
                .validate(root.toString(), body);
        return result.getErrors().stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .distinct()
                .toList();
    }
}
