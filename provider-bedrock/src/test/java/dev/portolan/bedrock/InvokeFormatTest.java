package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
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
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.schema.JsonSchema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What models take by InvokeModel, each in its own form. */
class InvokeFormatTest {

    private static final Family CLAUDE = new Family(Map.of("family", "claude", "effort", "budget", "top-k", "top_k"));
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}";
    private static final ToolCall CALL = new ToolCall("call_1", "ping", "{\"n\":1}");

    @Test
    void claudeIsAskedInAnthropicsForm() {
        ChatRequest request = ChatRequest.builder()
                .system("Be short.")
                .add(Message.user(
                        new TextPart("What is it?"), new ImagePart(Media.of(new byte[] {1, 2, 3}, "image/png"))))
                .add(new AssistantMessage(List.of(CALL)))
                .add(Message.toolResults(ToolResult.of(CALL, "pong")))
                .tools(List.of(new Tool("ping", "Pings", JsonSchema.of(SCHEMA), true)))
                .toolChoice(ToolChoice.named("ping"))
                .temperature(0.5)
                .topK(7)
                .maxOutputTokens(100)
                .stop(List.of("END"))
                .build();
        JsonNode body = body(InvokeFormat.MESSAGES, CLAUDE, request);
        assertThat(body.path("anthropic_version").asText()).isEqualTo("bedrock-2023-05-31");
        assertThat(body.path("max_tokens").asInt()).isEqualTo(100);
        assertThat(body.path("temperature").asDouble()).isEqualTo(0.5);
        assertThat(body.path("top_k").asInt()).isEqualTo(7);
        assertThat(body.path("stop_sequences")).hasToString("[\"END\"]");
        assertThat(body.path("system")).hasToString("[{\"type\":\"text\",\"text\":\"Be short.\"}]");
        assertThat(body.at("/messages/0/content/1/source"))
                .hasToString("{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"AQID\"}");
        assertThat(body.at("/messages/1/content/0"))
                .hasToString("{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"ping\",\"input\":{\"n\":1}}");
        assertThat(body.at("/messages/2/content/0"))
                .hasToString("{\"type\":\"tool_result\",\"tool_use_id\":\"call_1\","
                        + "\"content\":[{\"type\":\"text\",\"text\":\"pong\"}]}");
        assertThat(body.path("tools"))
                .hasToString("[{\"name\":\"ping\",\"description\":\"Pings\",\"input_schema\":" + SCHEMA
                        + ",\"strict\":true}]");
        assertThat(body.path("tool_choice")).hasToString("{\"type\":\"tool\",\"name\":\"ping\"}");
    }

    @Test
    void claudeGetsItsThinkingOnTopOfTheLimitItDemands() {
        JsonNode body = body(
                InvokeFormat.MESSAGES,
                CLAUDE,
                ChatRequest.of("Hi").toBuilder()
                        .reasoningEffort(ReasoningEffort.LOW)
                        .build());
        assertThat(body.path("thinking")).hasToString("{\"type\":\"enabled\",\"budget_tokens\":4096}");
        assertThat(body.path("max_tokens").asInt()).isEqualTo(8_192);
    }

    @Test
    void aSchemaAndAWordForEffortTravelInAnthropicsForm() {
        Family newer = new Family(Map.of("family", "claude", "effort", "output"));
        JsonNode body = body(
                InvokeFormat.MESSAGES,
                newer,
                ChatRequest.of("Hi").toBuilder()
                        .reasoningEffort(ReasoningEffort.HIGH)
                        .outputFormat(OutputFormat.schema("answer", JsonSchema.of(SCHEMA)))
                        .build());
        assertThat(body.path("output_config"))
                .hasToString("{\"effort\":\"high\",\"format\":{\"type\":\"json_schema\",\"schema\":" + SCHEMA + "}}");
    }

    @Test
    void novaTakesConverseSOwnForm() {
        JsonNode body = body(InvokeFormat.NOVA, new Family(Map.of("family", "nova")), plain());
        assertThat(body.path("schemaVersion").asText()).isEqualTo("messages-v1");
        assertThat(body.at("/messages/0/content/0/text").asText()).isEqualTo("Hi");
        assertThat(body.at("/inferenceConfig/maxTokens").asInt()).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OPENAI|/messages/1/content|/max_tokens",
                "COHERE_CHAT|/message|/max_tokens",
                "TITAN|/inputText|/textGenerationConfig/maxTokenCount",
                "LLAMA|/prompt|/max_gen_len",
                "MISTRAL|/prompt|/max_tokens",
                "AI21|/prompt|/maxTokens",
                "COHERE|/prompt|/max_tokens"
            })
    void theOthersHaveTheirOwnNames(InvokeFormat format, String text, String limit) {
        JsonNode body = body(format, new Family(Map.of("family", "other")), plain());
        assertThat(body.at(text).asText()).contains("Hi");
        assertThat(body.toString()).contains("Be short.");
        assertThat(body.at(limit).asInt()).isEqualTo(50);
    }

    @Test
    void whatStandsBesideTheBodyBecomesHeaders() {
        CallOptions options = CallOptions.of(new OwnSettings(Map.of(
                "guardrail", "gr-1",
                "guardrail-version", "3",
                "guardrail-trace", "enabled_full",
                "service-tier", "priority",
                "latency", "optimized")));
        var converse = new RequestMapper(CLAUDE, options)
                .encode(ChatRequest.of("Hi"), Map.of(), false)
                .body();
        assertThat(InvokeFormat.headers(converse))
                .hasToString("{\"X-Amzn-Bedrock-GuardrailIdentifier\":\"gr-1\","
                        + "\"X-Amzn-Bedrock-GuardrailVersion\":\"3\",\"X-Amzn-Bedrock-Trace\":\"ENABLED_FULL\","
                        + "\"X-Amzn-Bedrock-Service-Tier\":\"priority\","
                        + "\"X-Amzn-Bedrock-PerformanceConfig-Latency\":\"optimized\"}");
    }

    @Test
    void toolsAndSchemasAreRefusedWhereAFormatIsWrittenWithoutThem() {
        Family other = new Family(Map.of("family", "other"));
        ChatRequest tools =
                plain().toBuilder().tools(List.of(Tool.of("ping", "", SCHEMA))).build();
        ChatRequest schema = plain().toBuilder()
                .outputFormat(OutputFormat.schema("answer", JsonSchema.of(SCHEMA)))
                .build();
        assertThatThrownBy(() -> body(InvokeFormat.OPENAI, other, tools))
                .isInstanceOfSatisfying(
                        LlmException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED_FEATURE))
                .hasMessageContaining("tools");
        assertThatThrownBy(() -> body(InvokeFormat.LLAMA, other, schema))
                .isInstanceOfSatisfying(
                        LlmException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED_FEATURE))
                .hasMessageContaining("outputFormat");
    }

    @Test
    void aModelWithoutAKnownFormatIsToldToUseConverse() {
        assertThatThrownBy(() -> InvokeFormat.of(new Family(Map.of()), "arn:aws:bedrock:x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base-model");
    }

    private static ChatRequest plain() {
        return ChatRequest.builder()
                .system("Be short.")
                .user("Hi")
                .maxOutputTokens(50)
                .build();
    }

    private static JsonNode body(InvokeFormat format, Family family, ChatRequest request) {
        return format.body(
                new RequestMapper(family, CallOptions.NONE)
                        .encode(request, Map.of(), false)
                        .body(),
                false);
    }
}
