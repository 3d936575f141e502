package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolResult;
import dev.portolan.error.StreamInterrupted;
import dev.portolan.error.Unavailable;
import dev.portolan.error.UnsupportedFeature;
import dev.portolan.recorded.OwnSettings;
import dev.portolan.schema.JsonSchema;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.WireJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Claude by InvokeModel: what it is asked and how its answers are read. */
class MessagesFormatTest {

    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}";
    private static final ToolCall CALL = new ToolCall("call_1", "ping", "{\"n\":1}");

    private static final Media S3 = Media.of(URI.create("s3://bucket/a.png"));

    private final MessagesStreamDecoder decoder =
            format("budget", CallOptions.NONE).decoder(true);
    private final List<ChatEvent> events = new ArrayList<>();

    static MessagesFormat format(String effort, CallOptions options) {
        ModelInfo info = ModelInfo.builder("bedrock", "anthropic.claude").build();
        return new MessagesFormat(
                MessagesFormat.known(
                        new CapabilityProfiles.Profile(info, Map.of("family", "claude", "effort", effort)),
                        ModelSettings.builder("a", "anthropic.claude").build()),
                options,
                "anthropic.claude");
    }

    private static JsonNode body(String effort, ChatRequest request) {
        return json(format(effort, CallOptions.NONE).encode(request, false));
    }

    private static JsonNode json(MessagesFormat.Encoded encoded) {
        return WireJson.tree(new String(encoded.message().body(), StandardCharsets.UTF_8));
    }

    private ChatResponse read(String... chunks) {
        for (String chunk : chunks) {
            decoder.chunk(chunk.replace('\'', '"').getBytes(StandardCharsets.UTF_8), events::add);
        }
        decoder.end(events::add);
        return ((ChatEvent.Completed) events.get(events.size() - 1)).response();
    }

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
        JsonNode body = body("budget", request);
        assertThat(body.path("anthropic_version").asText()).isEqualTo("bedrock-2023-05-31");
        assertThat(body.path("max_tokens").asInt()).isEqualTo(100);
        assertThat(body.path("temperature").asDouble()).isEqualTo(0.5);
        assertThat(body.path("top_k").asInt()).isEqualTo(7);
        assertThat(body.path("stop_sequences")).hasToString("[\"END\"]");
        assertThat(body.path("system")).hasToString("\"Be short.\"");
        assertThat(body.at("/messages/0/content/1/source"))
                .hasToString("{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"AQID\"}");
        assertThat(body.at("/messages/1/content/0"))
                .hasToString("{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"ping\",\"input\":{\"n\":1}}");
        assertThat(body.at("/messages/2/content/0"))
                .hasToString("{\"type\":\"tool_result\",\"tool_use_id\":\"call_1\",\"content\":\"pong\"}");
        assertThat(body.path("tools"))
                .hasToString("[{\"name\":\"ping\",\"description\":\"Pings\",\"input_schema\":" + SCHEMA
                        + ",\"strict\":true}]");
        assertThat(body.path("tool_choice")).hasToString("{\"type\":\"tool\",\"name\":\"ping\"}");
    }

    @Test
    void claudeGetsItsThinkingOnTopOfTheLimitItDemands() {
        JsonNode body = body(
                "budget",
                ChatRequest.of("Hi").toBuilder()
                        .reasoningEffort(ReasoningEffort.LOW)
                        .build());
        assertThat(body.path("thinking")).hasToString("{\"type\":\"enabled\",\"budget_tokens\":4096}");
        assertThat(body.path("max_tokens").asInt()).isEqualTo(8_192);
    }

    @Test
    void aSchemaAndAWordForEffortTravelInAnthropicsForm() {
        JsonNode body = body(
                "output",
                ChatRequest.of("Hi").toBuilder()
                        .reasoningEffort(ReasoningEffort.HIGH)
                        .outputFormat(OutputFormat.schema("answer", JsonSchema.of(SCHEMA)))
                        .build());
        assertThat(body.path("output_config"))
                .hasToString("{\"effort\":\"high\",\"format\":{\"type\":\"json_schema\",\"schema\":" + SCHEMA + "}}");
    }

    @Test
    void vendorOptionsAreMembersOfTheBodyOrHeadersBesideIt() {
        CallOptions options = CallOptions.of(
                new OwnSettings(Map.of("guardrail", "gr-1", "cache-points", "tools,system", "cache-ttl", "1h")));
        ChatRequest request = ChatRequest.builder()
                .system("Be short.")
                .user("Hi")
                .tools(List.of(new Tool("ping", "Pings", JsonSchema.of(SCHEMA), null)))
                .toolChoice(ToolChoice.NONE)
                .vendorOptions(
                        "bedrock",
                        "{\"anthropic_beta\":[\"context-1m-2025-08-07\"],\"additionalModelRequestFields\":{\"top_k\":3},"
                                + "\"serviceTier\":{\"type\":\"flex\"},\"guardrailConfig\":{\"guardrailVersion\":\"7\"}}")
                .build();
        MessagesFormat.Encoded encoded = format("budget", options).encode(request, true);
        JsonNode body = json(encoded);

        assertThat(body.path("anthropic_beta")).hasToString("[\"context-1m-2025-08-07\"]");
        assertThat(body.path("top_k").asInt()).isEqualTo(3);
        assertThat(body.has("stream") || body.has("model") || body.has("serviceTier"))
                .isFalse();
        assertThat(body.path("tool_choice")).hasToString("{\"type\":\"none\"}");
        assertThat(body.at("/tools/0/cache_control")).hasToString("{\"type\":\"ephemeral\",\"ttl\":\"1h\"}");
        assertThat(body.at("/system/0/cache_control/ttl").asText()).isEqualTo("1h");
        assertThat(body.at("/messages/0").toString()).doesNotContain("cache_control");
        assertThat(InvokeFormat.headers(encoded.beside()))
                .hasToString("{\"X-Amzn-Bedrock-GuardrailIdentifier\":\"gr-1\","
                        + "\"X-Amzn-Bedrock-GuardrailVersion\":\"7\",\"X-Amzn-Bedrock-Trace\":\"ENABLED\","
                        + "\"X-Amzn-Bedrock-Service-Tier\":\"flex\"}");
        assertThat(encoded.quotes()).isFalse();
    }

    @Test
    void mediaTravelAsBytesOnly() {
        for (Message message : List.of(
                Message.user(new ImagePart(S3)),
                Message.toolResults(new ToolResult("call_1", "ping", List.of(new ImagePart(S3)), false, null)))) {
            ChatRequest request = ChatRequest.builder().add(message).build();
            assertThatThrownBy(() -> body("budget", request)).isInstanceOf(UnsupportedFeature.class);
        }
    }

    @Test
    void thoughtsOfVertexAndFoundryGoBackAsTheyCame() {
        ChatResponse response = read(
                "{'type':'message_start','message':{'id':'msg_1','model':'claude','usage':{'input_tokens':5}}}",
                "{'type':'content_block_start','index':0,'content_block':{'type':'thinking','thinking':'Hm.','signature':'c2ln'}}",
                "{'type':'content_block_stop','index':0}",
                "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{'output_tokens':2}}",
                "{'type':'message_stop'}");
        ReasoningPart thought = (ReasoningPart) response.message().parts().get(0);

        assertThat(thought.vendorState()).isNotNull();
        assertThat(thought.vendorState().origin()).isEqualTo("anthropic/messages");
        JsonNode sent = body(
                "output",
                ChatRequest.builder()
                        .user("Hi")
                        .add(response.message())
                        .user("Go on")
                        .build());
        assertThat(sent.at("/messages/1/content/0"))
                .isEqualTo(WireJson.tree("{\"type\":\"thinking\",\"thinking\":\"Hm.\",\"signature\":\"c2ln\"}"));
    }

    @Test
    void claudeThinksAndCallsATool() {
        ChatResponse response = read(
                "{'type':'message_start','message':{'id':'msg_1','model':'claude','usage':{'input_tokens':5,'output_tokens':1}}}",
                "{'type':'content_block_start','index':0,'content_block':{'type':'thinking','thinking':'','signature':''}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'Weather.'}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta','signature':'c2ln'}}",
                "{'type':'content_block_stop','index':0}",
                "{'type':'content_block_start','index':1,'content_block':{'type':'redacted_thinking','data':'ZW5j'}}",
                "{'type':'content_block_stop','index':1}",
                "{'type':'content_block_start','index':2,'content_block':{'type':'tool_use','id':'toolu_1','name':'get_weather','input':{}}}",
                "{'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta','partial_json':'{}'}}",
                "{'type':'content_block_stop','index':2}",
                "{'type':'ping'}",
                "{'type':'message_delta','delta':{'stop_reason':'tool_use'},'usage':{'output_tokens':20}}",
                "{'type':'message_stop','amazon-bedrock-invocationMetrics':{'inputTokenCount':5,'outputTokenCount':20}}");

        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.TOOL_CALLS);
        assertThat(response.toolCalls())
                .extracting(ToolCall::id, ToolCall::name)
                .containsExactly(tuple("toolu_1", "get_weather"));
        assertThat(response.message().parts()).hasAtLeastOneElementOfType(ReasoningPart.class);
        assertThat(response.usage().inputTokens()).isEqualTo(5);
        assertThat(response.usage().outputTokens()).isEqualTo(20);
        assertThat(WireJson.tree(response.vendorMetadata())
                        .at("/metrics/outputTokenCount")
                        .asInt())
                .isEqualTo(20);
    }

    @Test
    void anErrorEventOfClaudeIsAFailureWithThePartialAnswer() {
        assertThatThrownBy(() -> read(
                        "{'type':'message_start','message':{'id':'msg_1','model':'claude'}}",
                        "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Half'}}",
                        "{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}"))
                .isInstanceOf(Unavailable.class);
        assertThat(decoder.partial()).isNotNull();
    }

    @Test
    void aGuardrailEndsAStreamInTheModelSPlace() {
        ChatResponse response =
                read("{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Sorry.'},"
                        + "'amazon-bedrock-guardrailAction':'INTERVENED',"
                        + "'amazon-bedrock-invocationMetrics':{'inputTokenCount':5,'outputTokenCount':2}}");

        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.CONTENT_FILTER);
        assertThat(response.text()).isEqualTo("Sorry.");
        assertThat(response.model()).isEqualTo("anthropic.claude");
        assertThat(response.usage().inputTokens()).isEqualTo(5);
        assertThat(response.usage().outputTokens()).isEqualTo(2);
    }

    @Test
    void anEndWithoutAReasonIsAnInterruption() {
        assertThatThrownBy(() ->
                        read("{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Half'}}"))
                .isInstanceOf(StreamInterrupted.class);
    }
}
