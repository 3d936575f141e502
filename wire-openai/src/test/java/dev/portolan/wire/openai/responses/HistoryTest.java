package dev.portolan.wire.openai.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.spi.support.WireJson;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.wire.openai.WireProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules T1 to T28 of tools and history, as far as the Responses API has them. */
class HistoryTest {

    private static final String REASONING =
            "{\"id\": \"rs_1\", \"type\": \"reasoning\", \"summary\": [], \"encrypted_content\": \"gAAAAABo+/=\"}";
    private static final String COMMENTARY =
            "{\"id\": \"msg_1\", \"type\": \"message\", \"status\": \"completed\", \"phase\": \"commentary\","
                    + " \"role\": \"assistant\", \"content\": [{\"type\": \"output_text\", \"annotations\": [],"
                    + " \"text\": \"I will look it up.\"}]}";
    private static final String CALL_ITEM = "{\"id\": \"fc_1\", \"type\": \"function_call\", \"status\": \"completed\","
            + " \"arguments\": \"{}\", \"call_id\": \"call_1\", \"name\": \"look\"}";
    private static final String ANSWER =
            "{\"id\": \"msg_2\", \"type\": \"message\", \"status\": \"completed\", \"phase\": \"final_answer\","
                    + " \"role\": \"assistant\", \"content\": [{\"type\": \"output_text\", \"annotations\": [],"
                    + " \"text\": \"12 m\"}]}";
    private static final ToolCall CALL = new ToolCall("call_1", "look", "{\"a\":1}");
    private static final ToolCall OTHER_CALL = new ToolCall("call_2", "look", "{\"a\":2}");

    private final ResponsesWire wire = new ResponsesWire(WireProfile.OPENAI);

    @Test
    void T1_aCallWithoutIdGetsOneThatIsShortEnoughToGoBack() {
        ToolCall call = decode(
                        CALL_ITEM.replace("\"call_id\": \"call_1\", ", "").replace("\"id\": \"fc_1\", ", ""))
                .toolCalls()
                .get(0);

        assertThat(call.syntheticId()).isTrue();
        assertThat(call.id()).hasSizeLessThanOrEqualTo(40);
    }

    @Test
    void T3_anIdOfMoreThan64CharactersIsShortenedForCallAndResultAlike() {
        ToolCall call = new ToolCall("x".repeat(65), "look", "{}");

        JsonNode input = input(
                Message.user("Look"),
                new AssistantMessage(List.of(call)),
                Message.toolResults(ToolResult.of(call, "seen")));

        assertThat(input.at("/1/call_id").asText()).hasSizeLessThanOrEqualTo(64);
        assertThat(input.at("/2/call_id")).isEqualTo(input.at("/1/call_id"));
    }

    @Test
    void T4_anIdThatOccursTwiceInTheHistoryIsSentOnce() {
        JsonNode input = input(
                Message.user("Look"),
                new AssistantMessage(List.of(CALL)),
                Message.toolResults(ToolResult.of(CALL, "seen")),
                new AssistantMessage(List.of(CALL)),
                Message.toolResults(ToolResult.of(CALL, "seen again")));

        assertThat(input.at("/1/call_id")).isEqualTo(input.at("/2/call_id"));
        assertThat(input.at("/3/call_id")).isEqualTo(input.at("/4/call_id")).isNotEqualTo(input.at("/1/call_id"));
    }

    @Test
    void T5_argumentsGoBackByteForByte() {
        ToolCall call = new ToolCall("c", "look", "{ \"a\" : 1.50,\n\"b\":\"\\u00e9\" }");

        assertThat(input(Message.user("Look"), new AssistantMessage(List.of(call)))
                        .at("/1/arguments")
                        .asText())
                .isEqualTo(call.arguments());
    }

    @Test
    void T6_noArgumentsAreAnEmptyObject() {
        assertThat(input(Message.user("Look"), new AssistantMessage(List.of(new ToolCall("c", "look", "null"))))
                        .at("/1/arguments")
                        .asText())
                .isEqualTo("{}");
    }

    @Test
    void T7_argumentsThatAreNoJsonGoBackAsTheModelWroteThem() {
        assertThat(input(Message.user("Look"), new AssistantMessage(List.of(new ToolCall("c", "look", "{\"a\": oops"))))
                        .at("/1/arguments")
                        .asText())
                .isEqualTo("{\"a\": oops");
    }

    @Test
    void T9_aNameThatNoToolHasIsCleanedInTheHistory() {
        assertThat(input(Message.user("Look"), new AssistantMessage(List.of(new ToolCall("c", "web.run", "{}"))))
                        .at("/1/name")
                        .asText())
                .matches("web_run_[0-9a-f]{8}");
    }

    @Test
    void T16_eachResultIsAnItem() {
        JsonNode input = input(
                Message.user("Look"),
                new AssistantMessage(List.of(CALL, OTHER_CALL)),
                Message.toolResults(ToolResult.of(OTHER_CALL, "b")),
                Message.toolResults(ToolResult.of(CALL, "a")));

        assertThat(input)
                .extracting(item -> item.path("type").asText(item.path("role").asText()))
                .containsExactly(
                        "user", "function_call", "function_call", "function_call_output", "function_call_output");
    }

    @Test
    void T19_aFailureIsToldInWords() {
        assertThat(input(
                                Message.user("Look"),
                                new AssistantMessage(List.of(CALL)),
                                Message.toolResults(ToolResult.error(CALL, "too dark")))
                        .at("/2/output")
                        .asText())
                .isEqualTo("Error: too dark");
    }

    @Test
    void T20_mediaStayInTheirResult() {
        ImagePart image = new ImagePart(Media.of(new byte[] {1, 2, 3}, "image/png"), null, null);

        assertThat(input(
                                Message.user("Look"),
                                new AssistantMessage(List.of(CALL)),
                                new ToolMessage(List.of(new ToolResult("call_1", "look", List.of(image), false, null))))
                        .at("/2/output/0/type")
                        .asText())
                .isEqualTo("input_image");
    }

    @Test
    void T22_reasoningReturnsByteForByteBeforeTheItemThatFollowsIt() {
        ChatResponse response = decode(REASONING + ", " + CALL_ITEM);

        String body = body(
                Message.user("Look"),
                response.message(),
                Message.toolResults(ToolResult.of(response.toolCalls().get(0), "seen")));

        assertThat(body).contains(REASONING + ",{\"type\":\"function_call\"");
    }

    @Test
    void T22_reasoningOfAnotherOriginIsLeftOutAndTold() {
        AssistantMessage foreign = new AssistantMessage(List.of(
                new ReasoningPart("psst", new VendorState("azure/responses", REASONING)), new TextPart("12 m")));

        EncodedRequest encoded = encode(Message.user("How deep?"), foreign, Message.user("Sure?"));

        assertThat(text(encoded)).doesNotContain("psst").doesNotContain("rs_1").contains("12 m");
        assertThat(encoded.warnings())
                .singleElement()
                .satisfies(warning ->
                        assertThat(warning.message()).contains("reasoning").contains("state of azure/responses"));
    }

    @Test
    void T23_callsMakeTheFinishReasonThoughTheStatusTellsNothing() {
        assertThat(decode(CALL_ITEM).finishReason().kind()).isEqualTo(FinishReason.Kind.TOOL_CALLS);
    }

    @Test
    void T24_whatAnotherProviderRanItselfIsLeftOutWithItsResult() {
        ToolCall ran = new ToolCall("srv_1", "web_search", "{}", false, true, null);

        EncodedRequest encoded = encode(
                Message.user("Look"),
                new AssistantMessage(List.of(ran, new TextPart("Found."))),
                Message.toolResults(ToolResult.of(ran, "pages")));

        assertThat(WireJson.tree(text(encoded)).path("input")).hasSize(2);
        assertThat(encoded.warnings()).extracting(Warning::code).containsExactly("left-out", "left-out");
    }

    @Test
    void T27_rolesMayComeInAnyOrder() {
        assertThat(input(Message.assistant("Ahoy"), Message.user("a"), Message.user("b"), Message.system("Be brief")))
                .extracting(item -> item.path("role").asText())
                .containsExactly("assistant", "user", "user", "system");
    }

    @Test
    void T28_aMessageWithoutContentIsNotSent() {
        assertThat(input(Message.user("a"), new AssistantMessage(List.of()), Message.user("b")))
                .hasSize(2);
    }

    @Test
    void aCommentaryIsNoPartOfTheAnswer() {
        ChatResponse response = decode(COMMENTARY + ", " + ANSWER);

        assertThat(response.text()).isEqualTo("12 m");
        assertThat(response.message().parts().get(0))
                .isInstanceOfSatisfying(
                        OtherPart.class, part -> assertThat(part.type()).isEqualTo("commentary"));
    }

    @Test
    void aCommentaryGoesBackAsItCameAndToNobodyElse() {
        ChatResponse response = decode(COMMENTARY + ", " + CALL_ITEM);
        Message[] history = {
            Message.user("Look"),
            response.message(),
            Message.toolResults(ToolResult.of(response.toolCalls().get(0), "seen"))
        };

        assertThat(body(history)).contains("," + COMMENTARY + ",{\"type\":\"function_call\"");
        EncodedRequest elsewhere = new ResponsesWire(WireProfile.forServer("azure", "azure"))
                .encode(ChatRequest.builder().messages(List.of(history)).build(), "m", false);
        assertThat(text(elsewhere)).doesNotContain("look it up");
        assertThat(elsewhere.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("commentary"));
    }

    @Test
    void aStreamedCommentaryIsOneEventAndNoText() {
        String stream = event(
                        "output_item.added",
                        0,
                        "\"item\":{\"id\":\"msg_1\",\"type\":\"message\",\"content\":[],"
                                + "\"phase\":\"commentary\",\"role\":\"assistant\"}")
                + event("output_text.delta", 0, "\"content_index\":0,\"delta\":\"I will look it up.\"")
                + event("output_text.done", 0, "\"content_index\":0,\"text\":\"I will look it up.\"")
                + event("output_item.done", 0, "\"item\":" + COMMENTARY)
                + event(
                        "output_item.added",
                        1,
                        "\"item\":{\"id\":\"msg_2\",\"type\":\"message\",\"content\":[],"
                                + "\"phase\":\"final_answer\",\"role\":\"assistant\"}")
                + event("output_text.delta", 1, "\"content_index\":0,\"delta\":\"12 m\"")
                + event("output_item.done", 1, "\"item\":" + ANSWER)
                + "data: {\"type\":\"response.completed\",\"response\":" + response(COMMENTARY + "," + ANSWER)
                + "}\n\n";
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        List<ChatEvent> events = new ArrayList<>();
        StreamDecoder decoder = wire.streamDecoder();

        decoder.feed(bytes, 0, bytes.length, events::add);
        decoder.end(events::add);

        assertThat(events)
                .filteredOn(event -> event instanceof ChatEvent.TextDelta)
                .singleElement()
                .isEqualTo(new ChatEvent.TextDelta("12 m", 1));
        assertThat(events)
                .filteredOn(event -> event instanceof ChatEvent.Other)
                .singleElement()
                .isEqualTo(new ChatEvent.Other("commentary", COMMENTARY));
        assertThat(((ChatEvent.Completed) events.get(events.size() - 1)).response())
                .isEqualTo(decode(COMMENTARY + "," + ANSWER));
    }

    @Test
    void aCommentaryThatBreaksOffIsNoTextEither() {
        byte[] bytes = (event("output_item.added", 0, "\"item\":{\"type\":\"message\",\"phase\":\"commentary\"}")
                        + event("output_text.delta", 0, "\"content_index\":0,\"delta\":\"I will\""))
                .getBytes(StandardCharsets.UTF_8);
        StreamDecoder decoder = wire.streamDecoder();

        decoder.feed(bytes, 0, bytes.length, event -> {});

        ChatResponse partial = decoder.partial();
        assertThat(partial == null ? "" : partial.text()).isEmpty();
    }

    private static String event(String type, int output, String rest) {
        return "data: {\"type\":\"response." + type + "\",\"output_index\":" + output + "," + rest + "}\n\n";
    }

    private static String response(String items) {
        return "{\"id\":\"resp_1\",\"status\":\"completed\",\"model\":\"m\",\"output\":[" + items + "]}";
    }

    private ChatResponse decode(String items) {
        return wire.decode(response(items).getBytes(StandardCharsets.UTF_8)).build();
    }

    private EncodedRequest encode(Message... messages) {
        return wire.encode(ChatRequest.builder().messages(List.of(messages)).build(), "m", false);
    }

    private String body(Message... messages) {
        return text(encode(messages));
    }

    private JsonNode input(Message... messages) {
        return WireJson.tree(body(messages)).path("input");
    }

    private static String text(EncodedRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }
}
