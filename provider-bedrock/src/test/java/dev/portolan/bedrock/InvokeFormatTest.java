package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Tool;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.recorded.OwnSettings;
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
