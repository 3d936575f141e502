package dev.portolan.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What becomes of tools and of a history on Ollama's own wire, by the codes of the guide on conversations.
 *
 * @see <a href="https://docs.ollama.com/api/chat">Ollama: chat</a>
 */
class HistoryRulesTest {

    private static final RequestMapper MAPPER = new RequestMapper(CallOptions.NONE, Map.of());
    private static final ToolCall CALL = new ToolCall("call_1", "get_weather", "{\"town\":\"Ulm\"}");

    /** As servers before 0.12 answer: no ids. */
    private static final String TWO_CALLS =
            "{\"model\":\"qwen3:8b\",\"created_at\":\"2026-01-05T10:00:00Z\",\"message\":{\"role\":\"assistant\","
                    + "\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"now\",\"arguments\":{}}},"
                    + "{\"function\":{\"name\":\"now\",\"arguments\":{\"zone\":\"UTC\"}}}]},\"done\":true,"
                    + "\"done_reason\":\"stop\",\"prompt_eval_count\":20,\"eval_count\":9}\n";

    @Test
    void T1_callsWithoutIdsGetDifferentOnes() {
        List<ToolCall> calls = read(TWO_CALLS).toolCalls();
        assertThat(calls).hasSize(2).allMatch(ToolCall::syntheticId);
        assertThat(calls.get(0).id()).isNotBlank().isNotEqualTo(calls.get(1).id());
    }

    @Test
    void T2_idsPairCallsAndResults() {
        JsonNode messages = messages(turn(CALL, ToolResult.of(CALL, "Rain")));
        assertThat(messages.at("/1/tool_calls/0/id").asText()).isEqualTo("call_1");
        assertThat(messages.at("/2/tool_call_id").asText()).isEqualTo("call_1");
    }

    @Test
    void T6_noArgumentsAreAnEmptyObject() {
        for (String none : new String[] {"", " ", "null", "{}"}) {
            assertThat(messages(turn(new ToolCall("c", "now", none), null)).at("/1/tool_calls/0/function/arguments"))
                    .hasToString("{}");
        }
        assertThat(read(TWO_CALLS).toolCalls().get(0).arguments()).isEqualTo("{}");
    }

    @Test
    void T7_argumentsThatAreNoObjectGoBackInsideOne() {
        EncodedRequest encoded = encode(turn(new ToolCall("c", "now", "{\"tz"), null));
        assertThat(tree(encoded).at("/messages/1/tool_calls/0/function/arguments"))
                .hasToString("{\"invalid_arguments\":\"{\\\"tz\"}");
        assertThat(encoded.warnings()).extracting(Warning::code).containsExactly("rewritten");
    }

    @Test
    void T10_aBlankDescriptionIsLeftOut() {
        JsonNode body = tree(encode(ChatRequest.builder()
                .user("Time?")
                .tools(List.of(Tool.of("now", "", "{\"type\":\"object\",\"properties\":{}}")))
                .build()));
        assertThat(body.at("/tools/0/function").has("description")).isFalse();
    }

    @Test
    void T14_noToolsAreNoMember() {
        assertThat(tree(encode(ChatRequest.of("Hello.").toBuilder()
                                .tools(List.of())
                                .build()))
                        .has("tools"))
                .isFalse();
    }

    @Test
    void T15_callsOfTheHistoryNeedNoToolsInTheRequest() {
        JsonNode body = tree(encode(turn(CALL, null)));
        assertThat(body.has("tools")).isFalse();
        assertThat(body.at("/messages/1/tool_calls")).hasSize(1);
    }

    @Test
    void T16_eachResultIsAMessage() {
        ToolCall other = new ToolCall("call_2", "now", "{}");
        JsonNode messages = messages(ChatRequest.builder()
                .user("Weather and time?")
                .add(new AssistantMessage(List.of(CALL, other)))
                .add(Message.toolResults(ToolResult.of(CALL, "Rain"), ToolResult.of(other, "Noon")))
                .build());
        assertThat(messages.findValuesAsText("role")).containsExactly("user", "assistant", "tool", "tool");
        assertThat(messages.at("/3/tool_name").asText()).isEqualTo("now");
    }

    @Test
    void T18_aResultIsTextWithTheNameOfItsTool() {
        ToolResult two = new ToolResult(
                "call_1", "get_weather", List.of(new TextPart("Rain."), new TextPart("Wind.")), false, null);
        JsonNode result = messages(turn(CALL, two)).get(2);
        assertThat(result.path("content").isTextual()).isTrue();
        assertThat(result.path("content").asText()).contains("Rain.", "Wind.");
        assertThat(result.path("tool_name").asText()).isEqualTo("get_weather");
    }

    @Test
    void T19_aFailureIsToldInWords() {
        assertThat(messages(turn(CALL, ToolResult.error(CALL, "No such town")))
                        .at("/2/content")
                        .asText())
                .isEqualTo("Error: No such town");
    }

    @Test
    void T23_callsMakeTheReasonWhateverTheServerSays() {
        assertThat(read(TWO_CALLS).finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.TOOL_CALLS, "stop"));
    }

    private static ChatResponse read(String body) {
        return ResponseMapper.read(body.getBytes(StandardCharsets.UTF_8), new ErrorMapper(Wire.MODEL))
                .build();
    }

    private static ChatRequest turn(ToolCall call, @Nullable ToolResult result) {
        return ChatRequest.builder()
                .user("Go.")
                .add(new AssistantMessage(List.of(call)))
                .add(Message.toolResults(result == null ? ToolResult.of(call, "done") : result))
                .build();
    }

    private static EncodedRequest encode(ChatRequest request) {
        return MAPPER.encode(request, "m", false, false);
    }

    private static JsonNode messages(ChatRequest request) {
        return tree(encode(request)).path("messages");
    }

    private static JsonNode tree(EncodedRequest encoded) {
        return WireJson.tree(new String(encoded.body(), StandardCharsets.UTF_8));
    }
}
