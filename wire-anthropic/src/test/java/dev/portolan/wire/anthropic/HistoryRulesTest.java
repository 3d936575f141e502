package dev.portolan.wire.anthropic;

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
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What becomes of tools and of a history on the wire of Claude, by the codes of the guide on conversations.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/messages">Anthropic: Messages</a>
 */
class HistoryRulesTest {

    private static final AnthropicWire WIRE = new AnthropicWire(WireProfile.direct("anthropic"), Families.rules("any"));
    private static final ToolCall CALL = new ToolCall("toolu_1", "get_weather", "{\"town\":\"Ulm\"}");

    @Test
    void T2_idsPairCallsAndResults() {
        JsonNode messages = messages(turn(CALL, ToolResult.of(CALL, "Rain")));
        assertThat(messages.at("/1/content/0/id").asText()).isEqualTo("toolu_1");
        assertThat(messages.at("/2/content/0/tool_use_id").asText()).isEqualTo("toolu_1");
    }

    @Test
    void T4_anIdThatOccursTwiceIsSentOnce() {
        ToolCall again = new ToolCall("toolu_1", "get_weather", "{\"town\":\"Bonn\"}");
        JsonNode messages = messages(ChatRequest.builder()
                .user("Weather?")
                .add(new AssistantMessage(List.of(CALL)))
                .add(Message.toolResults(ToolResult.of(CALL, "Rain")))
                .add(new AssistantMessage(List.of(again)))
                .add(Message.toolResults(ToolResult.of(again, "Sun")))
                .build());
        String first = messages.at("/1/content/0/id").asText();
        String second = messages.at("/3/content/0/id").asText();
        assertThat(second).isNotEqualTo(first).matches("[a-zA-Z0-9_-]+");
        assertThat(messages.at("/2/content/0/tool_use_id").asText()).isEqualTo(first);
        assertThat(messages.at("/4/content/0/tool_use_id").asText()).isEqualTo(second);
    }

    @Test
    void T5_argumentsAreAnObjectDigitForDigit() {
        String arguments = "{\"big\":12345678901234567890,\"price\":1.50,\"tiny\":1e-7}";
        EncodedRequest encoded = encode(turn(new ToolCall("toolu_1", "pay", arguments), null));
        assertThat(new String(encoded.body(), StandardCharsets.UTF_8)).contains("\"input\":" + arguments);
        assertThat(encoded.warnings()).isEmpty();
    }

    @Test
    void T6_noArgumentsAreAnEmptyObject() {
        for (String none : new String[] {"", " ", "null", "{}"}) {
            assertThat(messages(turn(new ToolCall("toolu_1", "now", none), null))
                            .at("/1/content/0/input"))
                    .hasToString("{}");
        }
    }

    @Test
    void T7_argumentsThatAreNoObjectGoBackInsideOne() {
        EncodedRequest encoded = encode(turn(new ToolCall("toolu_1", "now", "{\"tz"), null));
        assertThat(tree(encoded).at("/messages/1/content/0/input")).hasToString("{\"invalid_arguments\":\"{\\\"tz\"}");
        assertThat(encoded.warnings()).extracting(Warning::code).containsExactly("rewritten");
    }

    @Test
    void T9_aNameThatNoToolHasIsCleanedInTheHistoryAndAToolKeepsTheNameItIsOfferedBy() {
        ToolCall invented = new ToolCall("toolu_1", "functions.look up", "{}");
        assertThat(messages(turn(invented, null)).at("/1/content/0/name").asText())
                .matches("functions_look_up_[0-9a-f]{8}");
        Tool tool = Tool.of("look-up", "Looks", "{\"type\":\"object\",\"properties\":{}}");
        JsonNode body = tree(encode(turn(new ToolCall("toolu_1", tool.name(), "{}"), null).toBuilder()
                .tools(List.of(tool))
                .build()));
        assertThat(body.at("/messages/1/content/0/name")).isEqualTo(body.at("/tools/0/name"));
    }

    @Test
    void T10_aBlankDescriptionIsLeftOut() {
        JsonNode body = tree(encode(ChatRequest.builder()
                .user("Time?")
                .tools(List.of(Tool.of("now", " ", "{\"type\":\"object\",\"properties\":{}}")))
                .build()));
        assertThat(body.at("/tools/0").has("description")).isFalse();
    }

    @Test
    void T11_aChoiceIsAnObjectAndNoneKeepsTheTools() {
        ChatRequest.Builder request = ChatRequest.builder()
                .user("Time?")
                .tools(List.of(Tool.of("now", "Tells the time", "{\"type\":\"object\",\"properties\":{}}")));
        JsonNode body = tree(encode(request.toolChoice(ToolChoice.NONE).build()));
        assertThat(body.path("tool_choice")).hasToString("{\"type\":\"none\"}");
        assertThat(body.path("tools")).hasSize(1);
    }

    @Test
    void T14_noToolsAreNoMember() {
        JsonNode body = tree(encode(ChatRequest.of("Hello.").toBuilder()
                .tools(List.of())
                .parallelToolCalls(false)
                .build()));
        assertThat(body.has("tools")).isFalse();
        assertThat(body.has("tool_choice")).isFalse();
    }

    @Test
    void T18_aResultIsTextOrBlocks() {
        JsonNode result =
                messages(turn(CALL, ToolResult.error(CALL, "No such town"))).at("/2/content/0");
        assertThat(result)
                .hasToString("{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_1\",\"content\":\"No such town\","
                        + "\"is_error\":true}");
        ToolResult two = new ToolResult(
                "toolu_1", "get_weather", List.of(new TextPart("Rain"), new TextPart("Wind")), false, null);
        assertThat(messages(turn(CALL, two)).at("/2/content/0/content"))
                .hasToString("[{\"type\":\"text\",\"text\":\"Rain\"},{\"type\":\"text\",\"text\":\"Wind\"}]");
    }

    @Test
    void T19_aFailureIsAMarkBesideItsWords() {
        JsonNode result =
                messages(turn(CALL, ToolResult.error(CALL, "Not now"))).at("/2/content/0");
        assertThat(result.path("is_error").asBoolean()).isTrue();
        assertThat(result.path("content").asText()).isEqualTo("Not now");
        assertThat(messages(turn(CALL, ToolResult.of(CALL, "Rain")))
                        .at("/2/content/0")
                        .has("is_error"))
                .isFalse();
    }

    /** As the service answered a question with a prefilled end: the reason says one thing, the content another. */
    @Test
    void T23_callsMakeTheReasonWhateverTheServiceSays() {
        String body =
                "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-x\",\"content\":["
                        + "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"now\",\"input\":{}}],\"stop_reason\":\"end_turn\","
                        + "\"usage\":{\"input_tokens\":3,\"output_tokens\":5}}";
        ChatResponse response =
                WIRE.decode(body.getBytes(StandardCharsets.UTF_8)).build();
        assertThat(response.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.TOOL_CALLS, "end_turn"));
    }

    @Test
    void T27_whatOneRoleSaysInARowIsOneMessage() {
        JsonNode messages = messages(ChatRequest.builder()
                .user("One.")
                .user("Two.")
                .add(Message.assistant("Well."))
                .add(Message.assistant("Yes."))
                .user("Three.")
                .build());
        assertThat(messages.findValuesAsText("role")).containsExactly("user", "assistant", "user");
        assertThat(messages.at("/0/content")).hasSize(2);
    }

    /** The service refuses text that is empty or blank. */
    @Test
    void T28_blankTextStaysBehind() {
        JsonNode messages = messages(ChatRequest.builder()
                .user("Weather?")
                .add(new AssistantMessage(List.of(new TextPart("\n\n"), CALL)))
                .add(Message.toolResults(ToolResult.of(CALL, "Rain")))
                .build());
        assertThat(messages.at("/1/content")).hasSize(1);
        assertThat(messages.at("/1/content/0/type").asText()).isEqualTo("tool_use");
    }

    private static ChatRequest turn(ToolCall call, @Nullable ToolResult result) {
        ChatRequest.Builder request = ChatRequest.builder().user("Go.").add(new AssistantMessage(List.of(call)));
        return request.add(Message.toolResults(result == null ? ToolResult.of(call, "done") : result))
                .build();
    }

    private static EncodedRequest encode(ChatRequest request) {
        return WIRE.encode(request, "m", false);
    }

    private static JsonNode messages(ChatRequest request) {
        return tree(encode(request)).path("messages");
    }

    private static JsonNode tree(EncodedRequest encoded) {
        return WireJson.tree(new String(encoded.body(), StandardCharsets.UTF_8));
    }
}
