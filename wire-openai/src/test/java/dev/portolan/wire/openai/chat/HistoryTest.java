package dev.portolan.wire.openai.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.WireJson;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.wire.openai.Quirk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules T1 to T28 of tools and history, as far as Chat Completions has them. */
class HistoryTest {

    private static final String OWN = "acme/chat-completions";
    private static final Media PNG = Media.of(new byte[] {1, 2, 3}, "image/png");
    private static final String LONG_ID = "toolu_bdrk_" + "0123456789".repeat(4);
    private static final ToolCall CALL = new ToolCall("call_1", "look", "{\"a\":1}");
    private static final ToolCall OTHER_CALL = new ToolCall("call_2", "look", "{\"a\":2}");

    @Test
    void T1_aCallWithoutIdGetsOneThatGoesBackWithItsResult() {
        ChatResponse response = Answers.completed(Answers.stream(
                Answers.delta(
                        "{'tool_calls':[{'index':0,'function':{'name':'look','arguments':'{}'}},{'index':1,'id':'','function':{'name':'look','arguments':'{}'}}]}"),
                Answers.finish("tool_calls")));

        List<ToolCall> calls = response.toolCalls();
        assertThat(calls)
                .hasSize(2)
                .allMatch(ToolCall::syntheticId)
                .allMatch(call -> call.id().length() <= 40);
        assertThat(calls.get(0).id()).isNotEqualTo(calls.get(1).id());
        JsonNode messages = messages(
                Message.user("Look"),
                response.message(),
                Message.toolResults(ToolResult.of(calls.get(0), "a"), ToolResult.of(calls.get(1), "b")));
        assertPaired(messages);
    }

    @Test
    void T3_anIdThatOpenAiFindsTooLongIsShortenedForCallAndResultAlike() {
        ToolCall call = new ToolCall(LONG_ID, "look", "{}");

        JsonNode messages = messages(
                Message.user("Look"),
                new AssistantMessage(List.of(call)),
                Message.toolResults(ToolResult.of(call, "seen")));

        assertPaired(messages);
        assertThat(messages.findValue("tool_call_id").asText()).hasSizeLessThanOrEqualTo(40);
    }

    @Test
    void T3_mistralGetsNineLettersAndDigits() {
        JsonNode messages = tree(encode(
                        List.of(
                                Message.user("Look"),
                                new AssistantMessage(List.of(CALL, new ToolCall("aB3dE6gH9", "look", "{}"))),
                                Message.toolResults(ToolResult.of(CALL, "seen"))),
                        Quirk.SHORT_TOOL_IDS))
                .path("messages");

        assertThat(messages.at("/1/tool_calls/0/id").asText()).matches("[a-zA-Z0-9]{9}");
        assertThat(messages.at("/1/tool_calls/1/id").asText()).isEqualTo("aB3dE6gH9");
        assertThat(messages.at("/2/tool_call_id")).isEqualTo(messages.at("/1/tool_calls/0/id"));
    }

    @Test
    void T4_anIdThatOccursTwiceInTheHistoryIsSentOnce() {
        JsonNode messages = messages(
                Message.user("Look"),
                new AssistantMessage(List.of(CALL)),
                Message.toolResults(ToolResult.of(CALL, "seen")),
                new AssistantMessage(List.of(CALL)),
                Message.toolResults(ToolResult.of(CALL, "seen again")));

        assertPaired(messages);
        assertThat(messages.at("/1/tool_calls/0/id")).isNotEqualTo(messages.at("/3/tool_calls/0/id"));
    }

    @Test
    void T5_argumentsGoBackByteForByte() {
        ToolCall call = new ToolCall("c", "look", "{ \"a\" : 1.50,\n\"b\":\"\\u00e9\" }");

        assertThat(messages(Message.user("Look"), new AssistantMessage(List.of(call)))
                        .at("/1/tool_calls/0/function/arguments")
                        .asText())
                .isEqualTo(call.arguments());
    }

    @Test
    void T6_noArgumentsAreAnEmptyObject() {
        assertThat(messages(Message.user("Look"), new AssistantMessage(List.of(new ToolCall("c", "look", ""))))
                        .at("/1/tool_calls/0/function/arguments")
                        .asText())
                .isEqualTo("{}");
    }

    @Test
    void T7_argumentsThatAreNoJsonGoBackAsTheModelWroteThem() {
        ToolCall call = new ToolCall("c", "look", "{\"a\": oops");

        assertThat(messages(Message.user("Look"), new AssistantMessage(List.of(call)))
                        .at("/1/tool_calls/0/function/arguments")
                        .asText())
                .isEqualTo("{\"a\": oops");
    }

    @Test
    void T9_aNameThatNoToolHasIsCleanedInTheHistory() {
        ToolCall invented = new ToolCall("c", "functions.look up", "{}");

        assertThat(messages(Message.user("Look"), new AssistantMessage(List.of(invented)))
                        .at("/1/tool_calls/0/function/name")
                        .asText())
                .matches("functions_look_up_[0-9a-f]{8}");
    }

    @Test
    void T9_aToolKeepsTheNameItIsOfferedBy() {
        ChatRequest request = ChatRequest.builder()
                .user("Look")
                .add(new AssistantMessage(List.of(new ToolCall("c", "charts.look", "{}"))))
                .tools(List.of(Tool.of("charts.look", "Looks", "{\"type\":\"object\"}")))
                .build();

        JsonNode body = tree(new ChatCompletionsWire(Answers.profile()).encode(request, "m", false));

        assertThat(body.at("/messages/1/tool_calls/0/function/name")).isEqualTo(body.at("/tools/0/function/name"));
    }

    @Test
    void T14_noToolsAreNoMember() {
        JsonNode body = tree(encode(List.of(Message.user("Hi"))));

        assertThat(body.has("tools")).isFalse();
        assertThat(body.has("parallel_tool_calls")).isFalse();
    }

    @Test
    void T15_callsOfTheHistoryNeedNoTools() {
        JsonNode body = tree(encode(List.of(
                Message.user("Look"),
                new AssistantMessage(List.of(CALL)),
                Message.toolResults(ToolResult.of(CALL, "seen")))));

        assertThat(body.at("/messages/1/tool_calls")).hasSize(1);
        assertThat(body.has("tools")).isFalse();
    }

    @Test
    void T16_eachResultIsAMessageOfItsOwn() {
        JsonNode messages = messages(
                Message.user("Look"),
                new AssistantMessage(List.of(CALL, OTHER_CALL)),
                Message.toolResults(ToolResult.of(OTHER_CALL, "b"), ToolResult.of(CALL, "a")));

        assertThat(messages).hasSize(4);
        assertThat(messages.at("/2/tool_call_id").asText()).isEqualTo("call_2");
        assertThat(messages.at("/3/tool_call_id").asText()).isEqualTo("call_1");
    }

    @Test
    void T19_aFailureIsToldInWords() {
        assertThat(messages(
                                Message.user("Look"),
                                new AssistantMessage(List.of(CALL)),
                                Message.toolResults(ToolResult.error(CALL, "too dark")))
                        .at("/2/content")
                        .asText())
                .isEqualTo("Error: too dark");
    }

    /** As after a pause, when results of one turn came at different times. */
    @Test
    void T20_mediaOfResultsWaitForTheLastResultOfTheTurn() {
        EncodedRequest encoded = encode(List.of(
                Message.user("Look"),
                new AssistantMessage(List.of(CALL, OTHER_CALL)),
                new ToolMessage(List.of(
                        new ToolResult("call_1", "look", List.of(new ImagePart(PNG, null, null)), false, null))),
                Message.toolResults(ToolResult.of(OTHER_CALL, "nothing")),
                Message.user("And?")));

        JsonNode messages = tree(encoded).path("messages");
        assertThat(messages)
                .extracting(message -> message.path("role").asText())
                .containsExactly("user", "assistant", "tool", "tool", "user", "user");
        assertThat(messages.at("/4/content/1/type").asText()).isEqualTo("image_url");
        assertThat(encoded.warnings()).extracting(Warning::code).containsExactly("rewritten");
    }

    @Test
    void T21_aThoughtSignatureReturnsOnItsCall() {
        ToolCall signed = new ToolCall(
                "c",
                "look",
                "{}",
                false,
                false,
                new VendorState(OWN, "{\"extra_content\":{\"google\":{\"thought_signature\":\"c2lnbmVk\"}}}"));

        EncodedRequest encoded = encode(
                List.of(Message.user("Look"), new AssistantMessage(List.of(signed, CALL))), Quirk.THOUGHT_SIGNATURES);

        JsonNode calls = tree(encoded).at("/messages/1/tool_calls");
        assertThat(calls.at("/0/extra_content/google/thought_signature").asText())
                .isEqualTo("c2lnbmVk");
        assertThat(calls.get(1).has("extra_content")).isFalse();
        assertThat(encoded.warnings()).isEmpty();
    }

    @Test
    void T21_callsOfOthersSkipTheCheckOfSignatures() {
        EncodedRequest encoded = encode(
                List.of(Message.user("Look"), new AssistantMessage(List.of(CALL, OTHER_CALL))),
                Quirk.THOUGHT_SIGNATURES);

        JsonNode calls = tree(encoded).at("/messages/1/tool_calls");
        assertThat(calls.at("/0/extra_content/google/thought_signature").asText())
                .isEqualTo("skip_thought_signature_validator");
        assertThat(calls.get(1).has("extra_content")).isFalse();
        assertThat(encoded.warnings()).extracting(Warning::code).containsExactly("rewritten");
        assertThat(tree(encode(List.of(Message.user("Look"), new AssistantMessage(List.of(CALL)))))
                        .findValue("extra_content"))
                .isNull();
    }

    @Test
    void T22_reasoningReturnsToItsFieldAndNowhereElse() {
        ReasoningPart own = new ReasoningPart("hm", new VendorState(OWN, "{\"fields\":[\"reasoning_content\"]}"));
        ReasoningPart foreign =
                new ReasoningPart("psst", new VendorState("bedrock/converse", "{\"reasoningContent\":{}}"));

        EncodedRequest encoded = encode(List.of(
                Message.user("Look"),
                new AssistantMessage(List.of(own, CALL)),
                Message.toolResults(ToolResult.of(CALL, "seen")),
                new AssistantMessage(List.of(foreign, new TextPart("Seen.")))));

        assertThat(tree(encoded).at("/messages/1/reasoning_content").asText()).isEqualTo("hm");
        assertThat(new String(encoded.body(), StandardCharsets.UTF_8)).doesNotContain("psst");
        assertThat(encoded.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("bedrock/converse"));
    }

    @Test
    void T23_callsMakeTheFinishReasonWhateverTheVendorSays() {
        ChatResponse response = Answers.completed(Answers.stream(
                Answers.delta("{'tool_calls':[{'index':0,'id':'c','function':{'name':'look','arguments':'{}'}}]}"),
                Answers.finish("stop")));

        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.TOOL_CALLS);
    }

    @Test
    void T24_whatAnotherProviderRanItselfIsLeftOutWithItsResult() {
        ToolCall ran = new ToolCall("srv_1", "web_search", "{}", false, true, null);

        EncodedRequest encoded = encode(List.of(
                Message.user("Look"),
                new AssistantMessage(List.of(ran, new TextPart("Found."))),
                Message.toolResults(ToolResult.of(ran, "pages"))));

        assertThat(tree(encoded).path("messages")).hasSize(2);
        assertThat(encoded.warnings()).extracting(Warning::code).containsExactly("left-out", "left-out");
    }

    @Test
    void T27_rolesMayComeInAnyOrder() {
        JsonNode messages =
                messages(Message.assistant("Ahoy"), Message.system("Be brief"), Message.user("a"), Message.user("b"));

        assertThat(messages)
                .extracting(message -> message.path("role").asText())
                .containsExactly("assistant", "system", "user", "user");
    }

    @Test
    void T28_blankTextIsTakenAsItIs() {
        JsonNode messages = messages(Message.user("a"), Message.assistant(""), Message.user("b"));

        assertThat(messages.at("/1/content").asText()).isEmpty();
        assertThat(messages).hasSize(3);
    }

    private static void assertPaired(JsonNode messages) {
        String open = "";
        for (JsonNode message : messages) {
            for (JsonNode call : message.path("tool_calls")) {
                assertThat(open).doesNotContain("<" + call.path("id").asText() + ">");
                open += "<" + call.path("id").asText() + ">";
            }
            if (message.path("role").asText().equals("tool")) {
                String id = "<" + message.path("tool_call_id").asText() + ">";
                assertThat(open).contains(id);
                open = open.replace(id, "");
            }
        }
        assertThat(open).isEmpty();
    }

    private static JsonNode messages(Message... messages) {
        return tree(encode(List.of(messages))).path("messages");
    }

    private static EncodedRequest encode(List<Message> messages, Quirk... quirks) {
        return new ChatCompletionsWire(Answers.profile(quirks))
                .encode(ChatRequest.builder().messages(messages).build(), "m", false);
    }

    private static JsonNode tree(EncodedRequest request) {
        return WireJson.tree(new String(request.body(), StandardCharsets.UTF_8));
    }
}
