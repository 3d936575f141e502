package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.recorded.OwnSettings;
import dev.portolan.spi.support.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;

class RequestMapperTest {

    private static final Family CLAUDE = new Family(
            Map.of("family", "claude", "top-k", "top_k", "first-role", "any", "not-beside-results", "documents"));
    private static final Family NOVA = new Family(
            Map.of("family", "nova", "top-k", "inferenceConfig.topK", "effort", "nova", "result-media", "image"));
    private static final Family MISTRAL = new Family(
            Map.of("family", "mistral", "tool-ids", "short", "not-beside-results", "anything", "result-shape", "json"));
    private static final Tool WEATHER = Tool.of("weather", "", "{\"type\":\"object\",\"properties\":{}}");
    private static final ToolCall CALL = new ToolCall("call_1", "weather", "{\"n\":12345678901234567890.10}");

    @Test
    void samplingGoesWhereConverseAndTheFamilyHaveIt() {
        JsonNode body = body(
                NOVA,
                ChatRequest.builder()
                        .add(Message.user("Hi"))
                        .temperature(0.5)
                        .topK(20)
                        .maxOutputTokens(100)
                        .stop(List.of("X"))
                        .reasoningEffort(ReasoningEffort.LOW)
                        .build());
        assertThat(body.path("inferenceConfig"))
                .hasToString("{\"maxTokens\":100,\"temperature\":0.5,\"stopSequences\":[\"X\"]}");
        assertThat(body.path("additionalModelRequestFields"))
                .hasToString("{\"inferenceConfig\":{\"topK\":20},\"reasoningConfig\":{\"type\":\"enabled\","
                        + "\"maxReasoningEffort\":\"low\"}}");
    }

    @Test
    void resultsOfATurnStandTogetherBeforeTheUsersNextWords() {
        JsonNode messages = body(CLAUDE, withResult(Message.user("And now?"))).path("messages");
        assertThat(messages).hasSize(3);
        assertThat(messages.get(2).path("content").get(0).has("toolResult")).isTrue();
        assertThat(messages.get(2).path("content").get(1).path("text").asText()).isEqualTo("And now?");
    }

    @Test
    void whatMayNotStandBesideResultsFollowsInATurnOfItsOwn() {
        JsonNode messages = body(MISTRAL, withResult(Message.user("And now?"))).path("messages");
        assertThat(messages)
                .extracting(turn -> turn.path("role").asText())
                .containsExactly("user", "assistant", "user", "assistant", "user");
        JsonNode result = messages.get(2).path("content").get(0).path("toolResult");
        assertThat(result.path("content").get(0)).hasToString("{\"json\":{\"result\":\"rain\"}}");
        assertThat(result.path("toolUseId").asText()).matches("[a-zA-Z0-9]{9}");
    }

    @Test
    void aRequestThatWantsNoToolsTellsOldCallsAsText() {
        ChatRequest request = withResult(Message.user("And now?")).toBuilder()
                .toolChoice(ToolChoice.NONE)
                .build();
        RequestMapper.Encoded encoded = new RequestMapper(CLAUDE, CallOptions.NONE).encode(request, Map.of(), false);
        assertThat(encoded.body().has("toolConfig")).isFalse();
        assertThat(encoded.body().toString()).doesNotContain("toolUse").contains("Output of tool weather: rain");
        assertThat(encoded.warnings()).extracting(warning -> warning.code()).contains("rewritten");
    }

    @Test
    void argumentsKeepEveryDigitOnTheirWayToTheSdk() {
        JsonNode body = body(CLAUDE, withResult(Message.user("?")));
        ConverseRequest request =
                SdkJson.fill(ConverseRequest.builder(), body).modelId("m").build();
        assertThat(SdkJson.of(request).path("messages").toString()).contains("{\"n\":12345678901234567890.10}");
    }

    @Test
    void theUserBeginsWhereTheFamilyDemandsIt() {
        ChatRequest request = ChatRequest.builder()
                .add(Message.assistant("Hello"))
                .add(Message.user("Hi"))
                .build();
        assertThat(body(NOVA, request).path("messages").get(0).path("role").asText())
                .isEqualTo("user");
        assertThat(body(CLAUDE, request).path("messages").get(0).path("role").asText())
                .isEqualTo("assistant");
    }

    @Test
    void signedReasoningGoesBackUnchangedAndOnlyToItsFamily() {
        VendorState state = new VendorState(
                Origin.CONVERSE,
                "{\"reasoningContent\":{\"reasoningText\":{\"text\":\"Hm\",\"signature\":\"s==\"}},\"family\":\"claude\"}");
        ChatRequest request = ChatRequest.builder()
                .add(Message.user("Hi"))
                .add(new AssistantMessage(List.of(new ReasoningPart("Hm", state), new TextPart("Yes"))))
                .add(Message.user("Why?"))
                .build();
        assertThat(body(CLAUDE, request).path("messages").get(1).path("content").get(0))
                .hasToString("{\"reasoningContent\":{\"reasoningText\":{\"text\":\"Hm\",\"signature\":\"s==\"}}}");
        assertThat(body(NOVA, request).toString()).doesNotContain("s==");
    }

    @Test
    void documentsHaveLegalNamesOfTheirOwnAndTextBesideThem() {
        Media text = Media.of("a".getBytes(StandardCharsets.UTF_8), "text/plain");
        JsonNode content = body(
                        CLAUDE,
                        ChatRequest.builder()
                                .add(Message.user(
                                        new DocumentPart(text, "Bilanz_2025.final.txt"),
                                        new DocumentPart(text, "Bilanz_2025.final.txt")))
                                .build())
                .path("messages")
                .get(0)
                .path("content");
        assertThat(content.get(0).has("text")).isTrue();
        assertThat(content.get(1).path("document").path("name").asText()).isEqualTo("Bilanz-2025-final-txt");
        assertThat(content.get(2).path("document").path("name").asText()).isEqualTo("Bilanz-2025-final-txt 2");
    }

    @Test
    void aTraceThatTheUserSpeaksOfIsLeftAsItIs() {
        CallOptions options =
                CallOptions.of(new OwnSettings(Map.of("guardrail", "gr-1", "guardrail-trace", "disabled")));
        RequestMapper.Encoded encoded =
                new RequestMapper(CLAUDE, options).encode(ChatRequest.of("Hi"), Map.of(), false);

        assertThat(encoded.body().at("/guardrailConfig/trace").asText()).isEqualTo("disabled");
        assertThat(encoded.quotes()).isTrue();
    }

    @Test
    void optionsOfTheConfigurationAndCachePointsAreSent() {
        CallOptions options = CallOptions.of(new OwnSettings(Map.of(
                "guardrail", "gr-1",
                "guardrail-stream", "async",
                "service-tier", "flex",
                "latency", "optimized",
                "request-metadata.team", "billing",
                "cache-points", "system,messages",
                "cache-ttl", "1h")));
        ChatRequest request = ChatRequest.builder()
                .add(Message.system("Be brief"))
                .add(Message.user("Hi"))
                .build();
        RequestMapper.Encoded encoded = new RequestMapper(CLAUDE, options).encode(request, Map.of(), true);
        JsonNode body = encoded.body();
        assertThat(encoded.quotes()).isFalse();
        assertThat(body.path("guardrailConfig"))
                .hasToString("{\"guardrailIdentifier\":\"gr-1\",\"guardrailVersion\":\"DRAFT\","
                        + "\"streamProcessingMode\":\"async\",\"trace\":\"enabled\"}");
        assertThat(body.path("serviceTier").path("type").asText()).isEqualTo("flex");
        assertThat(body.path("performanceConfig").path("latency").asText()).isEqualTo("optimized");
        assertThat(body.path("requestMetadata").path("team").asText()).isEqualTo("billing");
        assertThat(body.path("system").get(1)).hasToString("{\"cachePoint\":{\"type\":\"default\",\"ttl\":\"1h\"}}");
        assertThat(body.path("messages").get(0).path("content").get(1).has("cachePoint"))
                .isTrue();
    }

    @Test
    void aBlockWithoutACommonNameIsSentAsItIs() {
        ChatRequest request = ChatRequest.builder()
                .add(Message.user(
                        new TextPart("Hi"),
                        new OtherPart(
                                "cachePoint",
                                new VendorState(Origin.CONVERSE, "{\"cachePoint\":{\"type\":\"default\"}}"))))
                .build();
        assertThat(body(CLAUDE, request).toString()).contains("{\"cachePoint\":{\"type\":\"default\"}}");
    }

    @Test
    void anOptionThatTheSdkDoesNotKnowIsRefusedAndNotDropped() {
        JsonNode body = WireJson.tree("{\"messages\":[],\"tomorrow\":{\"x\":1}}");
        assertThatThrownBy(() -> SdkJson.fill(ConverseRequest.builder(), body))
                .isInstanceOfSatisfying(
                        LlmException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED_FEATURE))
                .hasMessageContaining("tomorrow");
    }

    private static ChatRequest withResult(Message after) {
        return ChatRequest.builder()
                .add(Message.user("Weather?"))
                .add(new AssistantMessage(List.of(CALL)))
                .add(Message.toolResults(ToolResult.of(CALL, "rain")))
                .add(after)
                .tools(List.of(WEATHER))
                .build();
    }

    private static JsonNode body(Family family, ChatRequest request) {
        return new RequestMapper(family, CallOptions.NONE)
                .encode(request, Map.of(), false)
                .body();
    }
}
