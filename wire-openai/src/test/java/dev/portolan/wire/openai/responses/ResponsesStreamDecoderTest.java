package dev.portolan.wire.openai.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.StreamInterrupted;
import dev.portolan.spi.support.StreamDecoder;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.WireProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesStreamDecoderTest {

    private static final String CREATED = """
            {"type":"response.created","sequence_number":0,"response":{"object":"response","instructions":{"id":"no"},"id":"resp_1","model":"gpt-5","status":"in_progress","output":[]}}""";

    private final ResponsesWire wire = new ResponsesWire(WireProfile.OPENAI);
    private final List<ChatEvent> events = new ArrayList<>();
    private StreamDecoder decoder = wire.streamDecoder();

    /** Events as OpenAI frames them. */
    private static String sse(String... data) {
        StringBuilder stream = new StringBuilder();
        for (String one : data) {
            String line = one.strip().replace("\n", "");
            String type = WireJson.tree(line).path("type").asText();
            stream.append("event: ")
                    .append(type)
                    .append("\ndata: ")
                    .append(line)
                    .append("\n\n");
        }
        return stream.toString();
    }

    private void feed(String stream) {
        byte[] bytes = stream.getBytes(UTF_8);
        decoder.feed(bytes, 0, bytes.length, events::add);
    }

    private ChatResponse run(String... data) {
        feed(sse(data));
        decoder.end(events::add);
        return ((ChatEvent.Completed) events.get(events.size() - 1)).response();
    }

    private List<Class<?>> kinds() {
        return events.stream().<Class<?>>map(Object::getClass).toList();
    }

    private static final String FULL = sse(
            CREATED,
            "{\"type\":\"response.in_progress\",\"sequence_number\":1,\"response\":{\"id\":\"resp_1\"}}",
            """
            {"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}}""",
            """
            {"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"Thinking"}""",
            """
            {"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":1,"delta":"Done"}""",
            """
            {"type":"response.output_item.done","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Thinking"},{"type":"summary_text","text":"Done"}]}}""",
            """
            {"type":"response.output_item.added","output_index":1,"item":{"id":"msg_1","type":"message","role":"assistant","content":[]}}""",
            """
            {"type":"response.content_part.added","item_id":"msg_1","output_index":1,"content_index":0,"part":{"type":"output_text","text":""}}""",
            """
            {"type":"response.output_text.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":"Gr\\u00fc\\u00dfe ","logprobs":[],"obfuscation":"a"}""",
            """
            {"type":"response.output_text.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":"aus Köln 🚢"}""",
            """
            {"type":"response.output_text.done","item_id":"msg_1","output_index":1,"content_index":0,"text":"Grüße aus Köln 🚢"}""",
            """
            {"type":"response.output_item.done","output_index":1,"item":{"id":"msg_1","type":"message","role":"assistant","content":[{"type":"output_text","text":"Grüße aus Köln 🚢"}]}}""",
            """
            {"type":"response.output_item.added","output_index":2,"item":{"id":"fc_1","type":"function_call","call_id":"call_1","name":"tide","arguments":""}}""",
            """
            {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":2,"delta":"{\\"port\\":"}""",
            """
            {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":2,"delta":"\\"Genoa\\"}"}""",
            """
            {"type":"response.function_call_arguments.done","item_id":"fc_1","output_index":2,"arguments":"{\\"port\\":\\"Genoa\\"}"}""",
            """
            {"type":"response.output_item.done","output_index":2,"item":{"id":"fc_1","type":"function_call","call_id":"call_1","name":"tide","arguments":"{\\"port\\":\\"Genoa\\"}","status":"completed"}}""",
            """
            {"type":"response.completed","sequence_number":17,"response":{"id":"resp_1","model":"gpt-5","status":"completed","service_tier":"flex","output":[
            {"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Thinking"},{"type":"summary_text","text":"Done"}]},
            {"id":"msg_1","type":"message","role":"assistant","content":[{"type":"output_text","text":"Grüße aus Köln 🚢"}]},
            {"id":"fc_1","type":"function_call","call_id":"call_1","name":"tide","arguments":"{\\"port\\":\\"Genoa\\"}","status":"completed"}],
            "usage":{"input_tokens":9,"output_tokens":21}}}""");

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096, 0})
    void aStreamIsTheSameHoweverItsBytesAreCut(int slice) {
        byte[] bytes = FULL.getBytes(UTF_8);
        Random random = new Random(42);
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, slice == 0 ? 1 + random.nextInt(60) : slice);
            decoder.feed(bytes, at, length, events::add);
            at += length;
        }
        decoder.end(events::add);

        assertThat(events.subList(0, events.size() - 3))
                .containsExactly(
                        new ChatEvent.ReasoningDelta("Thinking", 0),
                        new ChatEvent.ReasoningDelta("\n\nDone", 0),
                        new ChatEvent.TextDelta("Grüße ", 1),
                        new ChatEvent.TextDelta("aus Köln 🚢", 1),
                        new ChatEvent.ToolCallDelta(2, "call_1", "tide", ""),
                        new ChatEvent.ToolCallDelta(2, "call_1", "tide", "{\"port\":"),
                        new ChatEvent.ToolCallDelta(2, "call_1", "tide", "\"Genoa\"}"));
        ChatResponse response = ((ChatEvent.Completed) events.get(events.size() - 1)).response();
        assertThat(events.get(events.size() - 3))
                .isEqualTo(new ChatEvent.ToolCallCompleted(response.toolCalls().get(0), 2));
        assertThat(events.get(events.size() - 2)).isEqualTo(new ChatEvent.UsageReported(Usage.of(9, 21)));
        assertThat(response.text()).isEqualTo("Grüße aus Köln 🚢");
        assertThat(response.message().parts().get(0))
                .isInstanceOfSatisfying(
                        ReasoningPart.class,
                        reasoning -> assertThat(reasoning.text()).isEqualTo("Thinking\n\nDone"));
        assertThat(response.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.TOOL_CALLS, "completed"));
        assertThat(response.vendorMetadata())
                .contains("\"service_tier\":\"flex\"")
                .doesNotContain("Köln");
    }

    @Test
    void nothingIsReadAfterTheAnswerIsComplete() {
        feed(FULL);
        int complete = events.size();
        feed(sse("{\"type\":\"response.output_text.delta\",\"output_index\":1,\"delta\":\"more\"}"));
        feed("data: [DONE]\n\n");
        decoder.end(events::add);

        assertThat(events).hasSize(complete);
    }

    @Test
    void theEndMarkerOfChatCompletionsIsTolerated() {
        feed("data: [DONE]\n\n: ping\n\ndata:\n\n");
        ChatResponse response = run("{\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"output\":[]}}");

        assertThat(response.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.STOP, "completed"));
        assertThat(kinds()).containsExactly(ChatEvent.Completed.class);
    }

    @Test
    void aStreamEndsAlsoWithoutABlankLine() {
        feed(
                "data: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"status\":\"completed\",\"output\":[]}}");
        decoder.end(events::add);

        assertThat(events).hasSize(1);
    }

    @Test
    void runningOutOfTokensEndsAStreamProperly() {
        ChatResponse response = run(CREATED, """
                {"type":"response.incomplete","response":{"id":"resp_1","model":"gpt-5","status":"incomplete",
                "incomplete_details":{"reason":"max_output_tokens"},"output":[{"id":"rs_1","type":"reasoning","summary":[]}]}}""");

        assertThat(response.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.LENGTH, "max_output_tokens"));
        assertThat(response.text()).isEmpty();
    }

    @Test
    void aStreamWithoutATerminalEventIsInterruptedAndKeepsWhatCame() {
        String open = FULL.substring(0, FULL.indexOf("event: response.completed"));
        feed(open);

        StreamInterrupted error = catchThrowableOfType(StreamInterrupted.class, () -> decoder.end(events::add));

        assertThat(error.outputBegun()).isTrue();
        assertThat(error.model()).isEqualTo("gpt-5");
        ChatResponse partial = error.partialResponse();
        assertThat(partial).isNotNull();
        assertThat(partial.text()).isEqualTo("Grüße aus Köln 🚢");
        assertThat(partial.responseId()).isEqualTo("resp_1");
        // Its arguments parse, but whether it is meant is known only when the stream ends well.
        assertThat(partial.toolCalls()).isEmpty();
    }

    @Test
    void whatCameBeforeACutIsPutTogetherFromDeltas() {
        assertThat(decoder.partial()).isNull();
        feed(sse(
                CREATED,
                "{\"type\":\"response.reasoning_text.delta\",\"output_index\":0,\"content_index\":0,\"delta\":\"Hm\"}",
                "{\"type\":\"response.output_text.delta\",\"output_index\":1,\"content_index\":0,\"delta\":\"Gen\"}",
                "{\"type\":\"response.refusal.delta\",\"output_index\":1,\"content_index\":1,\"delta\":\"No\"}"));
        feed("data: {\"type\":\"response.output_text.delta\",\"output_ind");

        StreamInterrupted error = catchThrowableOfType(StreamInterrupted.class, () -> decoder.end(events::add));

        assertThat(error.partialResponse()).isNotNull();
        assertThat(error.partialResponse().message().parts())
                .containsExactly(new ReasoningPart("Hm"), new TextPart("Gen"), new RefusalPart("No", null));
    }

    @Test
    void aStreamThatBringsNothingIsInterruptedBeforeOutput() {
        StreamInterrupted error = catchThrowableOfType(StreamInterrupted.class, () -> decoder.end(events::add));

        assertThat(error.outputBegun()).isFalse();
        assertThat(error.partialResponse()).isNull();
    }

    @Test
    void aFailedStreamIsTheErrorItNamesWithWhatCameBefore() {
        LlmException error = catchThrowableOfType(
                LlmException.class,
                () -> run(
                        CREATED,
                        "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":0,\"delta\":\"Well\"}",
                        """
                        {"type":"response.failed","response":{"id":"resp_1","model":"gpt-5","status":"failed",
                        "error":{"code":"server_error","message":"The model crashed"},"output":[]}}"""));

        assertThat(error.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(error.vendorMessage()).isEqualTo("The model crashed");
        assertThat(error.outputBegun()).isTrue();
        assertThat(error.partialResponse()).isNotNull();
        assertThat(error.partialResponse().text()).isEqualTo("Well");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"Slow down\",\"param\":null,\"sequence_number\":2}\n\n",
                "data: {\"type\":\"error\",\"sequence_number\":2,\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"Slow down\"}}\n\n",
                "data: {\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"Slow down\"}}\n\n",
                "event: error\ndata: {\"code\":\"rate_limit_exceeded\",\"message\":\"Slow down\"}\n\n",
            })
    void anErrorInTheStreamIsAnErrorInEachOfItsForms(String event) {
        LlmException error = catchThrowableOfType(LlmException.class, () -> feed(event));

        assertThat(error.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(error.vendorMessage()).isEqualTo("Slow down");
        assertThat(error.getMessage()).doesNotContain("Slow");
        assertThat(error.outputBegun()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: <html>\n\n",
                "data: 42\n\n",
                "data: {\"type\":\"response.output_text.delta\",\"delta\":\"abc\n\n",
                "data: {\"type\":\"response.completed\"}\n\n",
                "data: {\"type\":\"response.completed\",\"response\":null}\n\n",
            })
    void whatIsNotOfThisWireIsInvalid(String event) {
        LlmException error = catchThrowableOfType(LlmException.class, () -> feed(event));

        assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_RESPONSE);
    }

    @Test
    void unknownEventsArePassedOver() {
        run(
                CREATED,
                "{\"type\":\"response.queued\",\"response\":{}}",
                "{\"type\":\"response.mcp_call.failed\",\"output_index\":2}",
                "{\"type\":\"response.shell_call_command.delta\",\"output_index\":2,\"command_index\":0,\"delta\":\"ls\"}",
                "{\"type\":\"response.apply_patch_call_operation_diff.delta\",\"delta\":{\"op\":\"add\"}}",
                "{\"type\":\"keepalive\"}",
                "{\"object\":\"response.delta\",\"delta\":{\"type\":\"content_part.delta\"}}",
                "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":0,\"delta\":\"\"}",
                "{\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"output\":[]}}");

        assertThat(kinds()).containsExactly(ChatEvent.Completed.class);
    }

    @Test
    void anItemOfAHostedToolIsHandedOutWhenItIsWhole() {
        ChatResponse response = run(
                CREATED,
                "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"id\":\"mcp_1\",\"type\":\"mcp_call\",\"name\":\"roll\"}}",
                "{\"type\":\"response.mcp_call_arguments.delta\",\"output_index\":0,\"delta\":\"{}\"}",
                "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"id\":\"mcp_1\",\"type\":\"mcp_call\",\"name\":\"roll\",\"output\":\"5\"}}",
                "{\"type\":\"response.output_item.done\",\"output_index\":3}",
                "{\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"output\":[{\"id\":\"mcp_1\",\"type\":\"mcp_call\",\"name\":\"roll\",\"output\":\"5\"}]}}");

        assertThat(events.get(0))
                .isEqualTo(new ChatEvent.Other(
                        "mcp_call", "{\"id\":\"mcp_1\",\"type\":\"mcp_call\",\"name\":\"roll\",\"output\":\"5\"}"));
        assertThat(kinds()).containsExactly(ChatEvent.Other.class, ChatEvent.Completed.class);
        assertThat(response.toolCalls()).isEmpty();
    }

    @Test
    void itemsStandWhereTheLastEventLeavesTheOutputOut() {
        ChatResponse response = run(
                CREATED,
                "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"call_1\",\"name\":\"add\"}}",
                "{\"type\":\"response.function_call_arguments.done\",\"output_index\":0,\"arguments\":\"{\\\"a\\\":1}\"}",
                "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"call_1\",\"name\":\"add\",\"arguments\":\"{\\\"a\\\":1}\"}}",
                "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[],\"usage\":null}}");

        assertThat(response.toolCalls()).hasSize(1);
        assertThat(response.toolCalls().get(0).vendorState()).isNotNull();
        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.TOOL_CALLS);
        assertThat(response.responseId()).isEqualTo("resp_1");
        assertThat(response.model()).isEqualTo("gpt-5");
        assertThat(events)
                .startsWith(
                        new ChatEvent.ToolCallDelta(0, "call_1", "add", ""),
                        new ChatEvent.ToolCallDelta(0, "call_1", "add", "{\"a\":1}"),
                        new ChatEvent.ToolCallCompleted(response.toolCalls().get(0), 0));
    }

    @Test
    void aCallIsPutTogetherFromDeltasWhereNoWholeItemComes() {
        ChatResponse response = run(
                "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":\"function_call\",\"call_id\":\"call_1\",\"name\":\"add\"}}",
                "{\"type\":\"response.function_call_arguments.delta\",\"output_index\":0,\"delta\":\"{\\\"a\\\":\"}",
                "{\"type\":\"response.function_call_arguments.delta\",\"output_index\":0,\"delta\":\"2}\"}",
                "{\"type\":\"response.completed\",\"response\":{\"id\":\"r\"}}");

        assertThat(response.toolCalls()).hasSize(1);
        assertThat(response.toolCalls().get(0).arguments()).isEqualTo("{\"a\":2}");
    }

    @Test
    void aCallWhoseArgumentsDoNotParseIsInTheAnswerButNotHandedOutAsComplete() {
        ChatResponse response = run("""
                {"type":"response.incomplete","response":{"id":"r","status":"incomplete",
                "incomplete_details":{"reason":"max_output_tokens"},"output":[
                {"type":"function_call","call_id":"call_1","name":"add","arguments":"{\\"a\\":"}]}}""");

        assertThat(response.toolCalls()).hasSize(1);
        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.LENGTH);
        assertThat(kinds()).containsExactly(ChatEvent.Completed.class);
    }

    @Test
    void theInputOfACustomToolStreamsAsTheArgumentsItBecomes() {
        ChatResponse response = run(
                "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":\"custom_tool_call\",\"call_id\":\"call_1\",\"name\":\"sql\",\"input\":\"\"}}",
                "{\"type\":\"response.custom_tool_call_input.delta\",\"output_index\":0,\"delta\":\"select \\\"d\"}",
                "{\"type\":\"response.custom_tool_call_input.delta\",\"output_index\":0,\"delta\":\"epth\\\"\"}",
                "{\"type\":\"response.custom_tool_call_input.done\",\"output_index\":0,\"input\":\"select \\\"depth\\\"\"}",
                "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"type\":\"custom_tool_call\",\"call_id\":\"call_1\",\"name\":\"sql\",\"input\":\"select \\\"depth\\\"\"}}",
                "{\"type\":\"response.completed\",\"response\":{\"id\":\"r\"}}");

        StringBuilder arguments = new StringBuilder();
        events.forEach(event ->
                arguments.append(event instanceof ChatEvent.ToolCallDelta delta ? delta.argumentsDelta() : ""));
        assertThat(arguments).hasToString(response.toolCalls().get(0).arguments());
        assertThat(response.toolCalls().get(0).argumentsValid()).isTrue();
    }

    @Test
    void whatComesWholeAndNotInPiecesIsHandedOutAsOnePiece() {
        run(
                CREATED,
                "{\"type\":\"response.reasoning_summary_text.done\",\"output_index\":0,\"summary_index\":0,\"text\":\"Hm\"}",
                "{\"type\":\"response.reasoning_summary_text.done\",\"output_index\":0,\"summary_index\":0,\"text\":\"Hm\"}",
                "{\"type\":\"response.reasoning_text.done\",\"output_index\":0,\"content_index\":0,\"text\":\"Oh\"}",
                "{\"type\":\"response.output_text.done\",\"output_index\":1,\"content_index\":0,\"text\":\"Ja\"}",
                "{\"type\":\"response.output_text.done\",\"output_index\":1,\"content_index\":0,\"text\":\"Ja\"}",
                "{\"type\":\"response.refusal.done\",\"output_index\":1,\"content_index\":1,\"refusal\":\"Nein\"}",
                "{\"type\":\"response.refusal.done\",\"output_index\":1,\"content_index\":1,\"refusal\":\"Nein\"}",
                "{\"type\":\"response.completed\",\"response\":{\"id\":\"r\"}}");

        assertThat(events.subList(0, events.size() - 1))
                .containsExactly(
                        new ChatEvent.ReasoningDelta("Hm", 0),
                        new ChatEvent.ReasoningDelta("\n\nOh", 0),
                        new ChatEvent.TextDelta("Ja", 1),
                        new ChatEvent.RefusalDelta("Nein", 1));
    }

    @Test
    void piecesWithoutAnOutputIndexBelongToTheLatestItem() {
        run(
                "{\"type\":\"response.output_item.added\",\"item\":{\"type\":\"message\"}}",
                "{\"type\":\"response.output_text.delta\",\"content_index\":0,\"delta\":\"a\"}",
                "{\"type\":\"response.output_item.added\",\"item\":{\"type\":\"message\"}}",
                "{\"delta\":\"b\",\"type\":\"response.output_text.delta\"}",
                "{\"type\":\"response.completed\",\"response\":{\"id\":\"r\"}}");

        assertThat(events.subList(0, 2))
                .containsExactly(new ChatEvent.TextDelta("a", 0), new ChatEvent.TextDelta("b", 1));
    }

    @Test
    void aCallThatOnlyTheLastEventTellsOfGetsABlockOfItsOwn() {
        run("""
                {"type":"response.completed","response":{"id":"r","output":[
                {"type":"function_call","call_id":"call_1","name":"add","arguments":"{}"}]}}""");

        assertThat(events.get(0))
                .isInstanceOfSatisfying(
                        ChatEvent.ToolCallCompleted.class,
                        completed -> assertThat(completed.block()).isZero());
    }

    @Test
    void invalidUtf8IsInvalid() {
        byte[] bytes = "data: {\"type\":\"response.output_text.delta\",\"delta\":\"??\"}\n\n".getBytes(UTF_8);
        bytes[bytes.length - 6] = (byte) 0xC3;
        bytes[bytes.length - 5] = (byte) 0x28;

        LlmException error =
                catchThrowableOfType(LlmException.class, () -> decoder.feed(bytes, 0, bytes.length, events::add));

        assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_RESPONSE);
    }
}
