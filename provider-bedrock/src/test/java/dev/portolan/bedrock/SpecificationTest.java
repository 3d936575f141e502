package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.TokenCounter;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolResult;
import dev.portolan.error.LlmException;
import dev.portolan.recorded.OwnSettings;
import dev.portolan.recorded.ServiceModel;
import dev.portolan.recorded.Specifications;
import dev.portolan.schema.JsonSchema;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.spi.ModelSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds what is sent against AWS's own model of Bedrock Runtime. Its folder is named with {@code -Dportolan.specs}; without it
 * {@code ../shared/data/specs} beside the checkout is taken, and without that the tests are skipped.
 */
@Timeout(120)
class SpecificationTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"order\":{\"type\":\"string\"}},\"required\":[\"order\"],"
                    + "\"additionalProperties\":false}";
    private static final ToolCall CALL = new ToolCall("call_1", "refund", "{\"order\":\"7\"}");

    private static ServiceModel service;

    @BeforeAll
    static void readServiceModel() throws Exception {
        service = new ServiceModel(Specifications.read("bedrock/service-2.json", MAPPER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "us.anthropic.claude-opus-4-6-v1",
                "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "amazon.nova-pro-v1:0",
                "us.amazon.nova-2-lite-v1:0",
                "mistral.mistral-large-2407-v1:0",
                "openai.gpt-oss-120b-1:0"
            })
    void everyKindOfRequestIsAsAwsDescribesIt(String model) throws Exception {
        List<ScriptedServer.Exchange> sent = new ArrayList<>();
        try (ScriptedServer server = new ScriptedServer(refusal());
                BedrockConnection connection = connection(server)) {
            ChatModel bedrock =
                    connection.chatModel(ModelSettings.builder("a", model).build());
            requests().forEach(request -> send(bedrock, request));
            sent.addAll(server.requests());
        }
        assertThat(sent).hasSizeGreaterThanOrEqualTo(2 * requests().size() - 6);
        for (ScriptedServer.Exchange each : sent) {
            String shape = each.head().contains("/converse-stream ") ? "ConverseStreamRequest" : "ConverseRequest";
            assertThat(service.mistakes(shape, MAPPER.readTree(each.body())))
                    .as(each.body())
                    .isEmpty();
        }
    }

    @Test
    void countingTokensIsAskedForAsAwsDescribesIt() throws Exception {
        try (ScriptedServer server = new ScriptedServer(refusal());
                BedrockConnection connection = connection(server)) {
            ChatModel model = connection.chatModel(ModelSettings.builder("a", "us.anthropic.claude-opus-4-6-v1")
                    .build());
            TokenCounter counter = model.tokenCounter();
            assertThat(counter).isNotNull();
            for (ChatRequest request : requests()) {
                try {
                    counter.count(request, CallContext.EMPTY);
                } catch (LlmException e) {
                    assertThat(e.status()).isEqualTo(500);
                }
            }
            assertThat(server.requests()).hasSize(requests().size());
            for (ScriptedServer.Exchange each : server.requests()) {
                assertThat(service.mistakes("CountTokensRequest", MAPPER.readTree(each.body())))
                        .as(each.body())
                        .isEmpty();
            }
        }
    }

    @Test
    void theCheckFindsMistakes() throws Exception {
        JsonNode body = MAPPER.readTree("{\"messages\":[{\"role\":\"robot\",\"content\":[{\"text\":1},{\"text\":\"a\","
                + "\"image\":{\"format\":\"png\",\"source\":{}}}],\"extra\":1}],\"inferenceConfig\":{\"topP\":2},"
                + "\"toolConfig\":{\"tools\":[]}}");
        assertThat(service.mistakes("ConverseRequest", body))
                .containsExactlyInAnyOrder(
                        "/messages/0/role: not one of [\"user\",\"assistant\",\"system\"]",
                        "/messages/0/content/0/text: no string",
                        "/messages/0/content/1: 2 members of a union",
                        "/messages/0/content/1/image/source: 0 members of a union",
                        "/messages/0/extra: unknown",
                        "/inferenceConfig/topP: above 1",
                        "/toolConfig/tools: below 1");
    }

    private static BedrockConnection connection(ScriptedServer server) {
        Map<String, String> settings = new HashMap<>();
        settings.put("region", "us-east-1");
        settings.put("api-key", "k");
        settings.put("http2", "false");
        settings.put("endpoint", "http://localhost:" + server.port());
        settings.put("guardrail", "gr1example");
        settings.put("guardrail-trace", "enabled_full");
        settings.put("guardrail-stream", "async");
        settings.put("service-tier", "flex");
        settings.put("latency", "optimized");
        settings.put("request-metadata.team", "billing");
        settings.put("cache-points", "system,tools,messages");
        settings.put("cache-ttl", "1h");
        return BedrockConnection.builder().settings(new OwnSettings(settings)).build();
    }

    private static ScriptedServer.Step refusal() {
        return exchange -> {
            exchange.write("HTTP/1.1 500 No\r\nx-amzn-ErrorType: InternalServerException\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
            return true;
        };
    }

    private static List<ChatRequest> requests() {
        Tool tool = new Tool("refund", "Pays an order back", JsonSchema.of(SCHEMA), true);
        Media text = Media.of("a,b".getBytes(StandardCharsets.UTF_8), "text/csv");
        return List.of(
                ChatRequest.of("Hello"),
                ChatRequest.builder()
                        .system("Be short.")
                        .user("Hello")
                        .temperature(0.2)
                        .topP(0.9)
                        .topK(5)
                        .maxOutputTokens(100)
                        .stop(List.of("END"))
                        .build(),
                ChatRequest.builder()
                        .user("Think.")
                        .reasoningEffort(ReasoningEffort.LOW)
                        .maxOutputTokens(5_000)
                        .build(),
                ChatRequest.builder()
                        .user("Order 7 came broken.")
                        .tools(List.of(tool))
                        .toolChoice(ToolChoice.named("refund"))
                        .build(),
                ChatRequest.builder()
                        .user("Order 7 came broken.")
                        .add(new AssistantMessage(List.of(new TextPart("One moment."), CALL)))
                        .add(Message.toolResults(ToolResult.of(CALL, "done")))
                        .add(Message.user("Thanks."))
                        .tools(List.of(tool))
                        .build(),
                ChatRequest.builder()
                        .user("Which order?")
                        .outputFormat(OutputFormat.schema("order", JsonSchema.of(SCHEMA)))
                        .build(),
                ChatRequest.builder()
                        .add(Message.user(
                                new TextPart("What is this?"),
                                new ImagePart(Media.of(new byte[] {1, 2, 3}, "image/png")),
                                new DocumentPart(text, "orders_2026.csv")))
                        .build());
    }

    /** Twice; what a model cannot do at all is refused before it is sent. */
    private static void send(ChatModel model, ChatRequest request) {
        try {
            model.chat(request);
        } catch (LlmException e) {
            assertThat(e.status()).isIn(500, null);
        }
        try (ChatStream stream = model.stream(request)) {
            stream.response();
        } catch (LlmException e) {
            assertThat(e.status()).isIn(500, null);
        }
    }
}
