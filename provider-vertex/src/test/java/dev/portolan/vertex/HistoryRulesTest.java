package dev.portolan.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.WireJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What becomes of tools and of a history on the wire of Gemini, by the codes of the guide on conversations.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1/Content">Google: Content</a>
 */
class HistoryRulesTest {

    private static final Family FAMILY = new Family(Map.of());
    private static final ToolCall CALL = new ToolCall("c1", "get_weather", "{\"town\":\"Ulm\"}");

    /** Ids do not travel: one that occurs twice harms nobody, and order pairs calls and results. */
    @Test
    void T4_anIdThatOccursTwiceIsNotSentAtAll() {
        ToolCall again = new ToolCall("c1", "get_weather", "{\"town\":\"Bonn\"}");
        JsonNode contents = contents(ChatRequest.builder()
                .user("Weather?")
                .add(new AssistantMessage(List.of(CALL)))
                .add(Message.toolResults(ToolResult.of(CALL, "Rain")))
                .add(new AssistantMessage(List.of(again)))
                .add(Message.toolResults(ToolResult.of(again, "Sun")))
                .build());
        assertThat(contents.at("/2/parts/0/functionResponse/response")).hasToString("{\"output\":\"Rain\"}");
        assertThat(contents.at("/4/parts/0/functionResponse/response")).hasToString("{\"output\":\"Sun\"}");
        assertThat(contents.findValues("id")).isEmpty();
    }

    @Test
    void T5_argumentsAreAStructWhoseNumbersKeepTheirValue() {
        String arguments = "{\"n\":3,\"price\":1.5,\"of\":[1,null,true]}";
        RequestMapper.Encoded encoded = encode(turn(new ToolCall("c1", "pay", arguments)));
        assertThat(ProtoJson.tree(encoded.body()
                        .getContents(1)
                        .getParts(0)
                        .getFunctionCall()
                        .getArgs()))
                .hasToString(arguments);
    }

    @Test
    void T6_noArgumentsAreAnEmptyObject() {
        for (String none : new String[] {"", " ", "null", "{}"}) {
            RequestMapper.Encoded encoded = encode(turn(new ToolCall("c1", "now", none)));
            assertThat(encoded.body()
                            .getContents(1)
                            .getParts(0)
                            .getFunctionCall()
                            .getArgs()
                            .getFieldsCount())
                    .isZero();
            assertThat(encoded.warnings()).isEmpty();
        }
    }

    @Test
    void T7_argumentsThatAreNoObjectGoBackInsideOne() {
        RequestMapper.Encoded encoded = encode(turn(new ToolCall("c1", "now", "{\"tz")));
        assertThat(ProtoJson.print(encoded.body()
                        .getContents(1)
                        .getParts(0)
                        .getFunctionCall()
                        .getArgs()))
                .isEqualTo("{\"invalid_arguments\":\"{\\\"tz\"}");
        assertThat(encoded.warnings()).extracting(Warning::code).containsExactly("rewritten");
    }

    @Test
    void T10_aBlankDescriptionIsNoDescription() {
        RequestMapper.Encoded encoded = encode(ChatRequest.builder()
                .user("Time?")
                .tools(List.of(Tool.of("now", "", "{\"type\":\"object\",\"properties\":{}}")))
                .build());
        assertThat(encoded.body().getTools(0).getFunctionDeclarations(0).getDescription())
                .isEmpty();
    }

    @Test
    void T15_callsOfTheHistoryNeedNoToolsInTheRequest() {
        RequestMapper.Encoded encoded = encode(turn(CALL));
        assertThat(encoded.body().getToolsCount()).isZero();
        assertThat(encoded.body().hasToolConfig()).isFalse();
        assertThat(encoded.body().getContents(1).getParts(0).hasFunctionCall()).isTrue();
    }

    @Test
    void T16_allResultsOfATurnAreOneContentAndT17_whatFollowsIsAnother() {
        ToolCall other = new ToolCall("c2", "now", "{}");
        JsonNode contents = contents(ChatRequest.builder()
                .user("Weather and time?")
                .add(new AssistantMessage(List.of(CALL, other)))
                .add(Message.toolResults(ToolResult.of(CALL, "Rain")))
                .add(Message.toolResults(ToolResult.of(other, "Noon")))
                .user("Well?")
                .build());
        assertThat(contents).hasSize(4);
        assertThat(contents.at("/2/parts")).hasSize(2);
        assertThat(contents.at("/3/parts")).hasSize(1);
        assertThat(contents.at("/3/parts/0/text").asText()).isEqualTo("Well?");
    }

    @Test
    void T17_resultsStandAlone() {
        JsonNode contents =
                contents(turn(CALL).toBuilder().user("In Fahrenheit, please.").build());
        assertThat(contents.at("/2/parts")).hasSize(1);
        assertThat(contents.at("/2/parts/0").has("functionResponse")).isTrue();
    }

    @Test
    void T19_aFailureIsAnObjectOfAnError() {
        JsonNode contents = contents(ChatRequest.builder()
                .user("Weather?")
                .add(new AssistantMessage(List.of(CALL)))
                .add(Message.toolResults(ToolResult.error(CALL, "No such town")))
                .build());
        assertThat(contents.at("/2/parts/0/functionResponse/response")).hasToString("{\"error\":\"No such town\"}");
    }

    /** The service says STOP beside its calls. */
    @Test
    void T23_callsMakeTheReasonWhateverTheServiceSays() {
        GenerateContentResponse said = ProtoJson.parse(
                        "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"now\","
                                + "\"args\":{}}}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":9,"
                                + "\"candidatesTokenCount\":3,\"totalTokenCount\":12}}",
                        GenerateContentResponse.newBuilder())
                .build();
        assertThat(ResponseMapper.read(said, new ToolNames(ChatRequest.of("Time?")))
                        .build()
                        .finishReason())
                .isEqualTo(new FinishReason(FinishReason.Kind.TOOL_CALLS, "STOP"));
    }

    @Test
    void T24_whatAnotherProviderRanItselfIsLeftOutAndTold() {
        ToolCall ran = new ToolCall("s1", "search", "{}", false, true, new VendorState("openai/responses", "{}"));
        RequestMapper.Encoded encoded = encode(ChatRequest.builder()
                .user("News?")
                .add(new AssistantMessage(List.of(ran, new TextPart("None."))))
                .add(Message.toolResults(new ToolResult("s1", "search", List.of(new TextPart("x")), false, null)))
                .user("Sure?")
                .build());
        assertThat(ProtoJson.print(encoded.body())).doesNotContain("search", "functionCall", "functionResponse");
        assertThat(encoded.warnings()).isNotEmpty().extracting(Warning::code).containsOnly("left-out");
    }

    /** The service refuses a part without data. */
    @Test
    void T28_emptyTextStaysBehind() {
        JsonNode contents = contents(ChatRequest.builder()
                .user("Weather?")
                .add(new AssistantMessage(List.of(new TextPart(""), CALL)))
                .add(Message.toolResults(ToolResult.of(CALL, "Rain")))
                .add(new AssistantMessage(List.of(new TextPart(""))))
                .user("Well?")
                .build());
        assertThat(contents.at("/1/parts")).hasSize(1);
        assertThat(contents.at("/1/parts/0").has("functionCall")).isTrue();
        contents.forEach(content -> assertThat(content.path("parts")).isNotEmpty());
    }

    private static ChatRequest turn(ToolCall call) {
        return ChatRequest.builder()
                .user("Go.")
                .add(new AssistantMessage(List.of(call)))
                .add(Message.toolResults(ToolResult.of(call, "done")))
                .build();
    }

    private static RequestMapper.Encoded encode(ChatRequest request) {
        return new RequestMapper("projects/p/locations/l/publishers/google/models/m", FAMILY, CallOptions.NONE)
                .encode(request, Map.of());
    }

    private static JsonNode contents(ChatRequest request) {
        return WireJson.tree(ProtoJson.print(encode(request).body())).path("contents");
    }
}
