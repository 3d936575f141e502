package dev.portolan.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.MessageDecoder;
import dev.portolan.spi.support.StreamDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MessagesStreamDecoderTest {

    private static final AnthropicWire WIRE = new AnthropicWire(WireProfile.direct("anthropic"), ModelRules.UNKNOWN);

    private static final List<String> THOUGHT_AND_CALL = List.of(
            "{'type':'message_start','message':{'model':'claude-sonnet-4-5-20250929','id':'msg_01','type':'message','role':'assistant',"
                    + "'content':[],'stop_reason':null,'usage':{'input_tokens':12,'cache_creation_input_tokens':0,'cache_read_input_tokens':7,'output_tokens':1}}}",
            "{'type':'content_block_start','index':0,'content_block':{'type':'thinking','thinking':'','signature':''}}",
            "{'type':'ping'}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'Züge '}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'fahren.'}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta','signature':'EqQB'}}",
            "{'type':'content_block_stop','index':0}",
            "{'type':'content_block_start','index':1,'content_block':{'type':'text','text':''}}",
            "{'type':'content_block_delta','index':1,'delta':{'type':'text_delta','text':'Let me 👀'}}",
            "{'type':'content_block_stop','index':1}",
            "{'type':'content_block_start','index':2,'content_block':{'type':'tool_use','id':'toolu_1','name':'get','input':{}}}",
            "{'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta','partial_json':''}}",
            "{'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta','partial_json':'{\\\"a\\\":'}}",
            "{'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta','partial_json':' 1}'}}",
            "{'type':'content_block_stop','index':2}",
            "{'type':'message_delta','delta':{'stop_reason':'tool_use','stop_sequence':null},'usage':{'output_tokens':99}}",
            "{'type':'message_stop'}");

    @Test
    void aStreamIsTheSameHoweverItIsCut() {
        byte[] body = sse(THOUGHT_AND_CALL);
        List<ChatEvent> whole = events(body, body.length);
        assertThat(whole)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly(
                        "ReasoningDelta",
                        "ReasoningDelta",
                        "TextDelta",
                        "ToolCallDelta",
                        "ToolCallDelta",
                        "ToolCallDelta",
                        "ToolCallCompleted",
                        "UsageReported",
                        "Completed");
        ChatResponse response = completed(whole);
        assertThat(response.message().parts())
                .containsExactly(
                        new ReasoningPart(
                                "Züge fahren.",
                                Origin.state(
                                        "{\"type\":\"thinking\",\"thinking\":\"Züge fahren.\",\"signature\":\"EqQB\"}")),
                        new TextPart("Let me 👀"),
                        new ToolCall("toolu_1", "get", "{\"a\": 1}"));
        assertThat(response.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.TOOL_CALLS, "tool_use"));
        assertThat(response.usage())
                .isEqualTo(Usage.builder()
                        .inputTokens(19L)
                        .outputTokens(99L)
                        .cachedInputTokens(7L)
                        .cacheWriteInputTokens(0L)
                        .build());
        assertThat(response.responseId()).isEqualTo("msg_01");
        for (int cut = 1; cut < body.length; cut++) {
            StreamDecoder decoder = WIRE.streamDecoder();
            List<ChatEvent> events = new ArrayList<>();
            decoder.feed(body, 0, cut, events::add);
            decoder.feed(body, cut, body.length - cut, events::add);
            decoder.end(events::add);
            assertThat(events).as("cut at %d", cut).isEqualTo(whole);
        }
        assertThat(events(body, 1)).isEqualTo(whole);
    }

    @Test
    void eventsCanComeWithoutTheirFraming() {
        MessageDecoder<byte[]> decoder = WIRE.messageDecoder();
        List<ChatEvent> events = new ArrayList<>();
        for (String event : THOUGHT_AND_CALL) {
            decoder.feed(json(event), events::add);
        }
        decoder.feed(json("{'type':'error'}"), events::add);
        decoder.end(events::add);
        assertThat(events).isEqualTo(events(sse(THOUGHT_AND_CALL), 4096));
    }

    @Test
    void whatTheVendorRanAndWhatHasNoNameIsToldWhole() {
        List<ChatEvent> events = events(
                sse(List.of(
                        "{'type':'message_start','message':{'id':'m','model':'c'}}",
                        "{'type':'content_block_start','index':0,'content_block':{'type':'server_tool_use','id':'srvtoolu_1','name':'web_search','input':{}}}",
                        "{'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta','partial_json':'{\\\"q\\\":1}'}}",
                        "{'type':'content_block_stop','index':0}",
                        "{'type':'content_block_start','index':1,'content_block':{'type':'web_search_tool_result','tool_use_id':'srvtoolu_1','content':[]}}",
                        "{'type':'content_block_stop','index':1}",
                        "{'type':'content_block_start','index':2,'content_block':{'type':'compaction','content':'a','list':[1]}}",
                        "{'type':'content_block_delta','index':2,'delta':{'type':'compaction_delta','content':'b','list':[2],'n':3}}",
                        "{'type':'content_block_stop','index':2}",
                        "{'type':'content_block_start','index':3,'content_block':{'type':'text','text':'So','citations':[]}}",
                        "{'type':'content_block_delta','index':3,'delta':{'type':'citations_delta','citation':{'type':'web_search_result_location','url':'https://e.com'}}}",
                        "{'type':'content_block_delta','index':3,'delta':{'type':'text_delta','text':' it is.'}}",
                        "{'type':'content_block_stop','index':3}",
                        "{'type':'something_new','index':3}",
                        "{'type':'message_delta','delta':{'stop_reason':'end_turn','container':{'id':'c_1'}},'context_management':{'applied_edits':[]},"
                                + "'usage':{'output_tokens':5,'server_tool_use':{'web_search_requests':1}}}",
                        "{'type':'message_stop'}")),
                16);
        ChatResponse response = completed(events);
        assertThat(events.stream()
                        .filter(ChatEvent.Other.class::isInstance)
                        .map(event -> ((ChatEvent.Other) event).type())
                        .collect(Collectors.toList()))
                .containsExactly("server_tool_use", "web_search_tool_result", "compaction");
        assertThat(response.message().parts().get(0)).isInstanceOfSatisfying(ToolCall.class, call -> {
            assertThat(call.providerExecuted()).isTrue();
            assertThat(call.vendorState())
                    .isEqualTo(
                            Origin.state(
                                    "{\"type\":\"server_tool_use\",\"id\":\"srvtoolu_1\",\"name\":\"web_search\",\"input\":{\"q\":1}}"));
        });
        assertThat(response.message().parts().get(2))
                .isEqualTo(new OtherPart(
                        "compaction",
                        Origin.state("{\"type\":\"compaction\",\"content\":\"ab\",\"list\":[1,2],\"n\":3}")));
        assertThat(response.text()).isEqualTo("So it is.");
        assertThat(response.message().parts()).hasSize(5);
        assertThat(response.vendorMetadata()).contains("c_1", "applied_edits", "web_search_requests");
    }

    @Test
    void anErrorEventEndsTheStreamAndWhatCameIsKept() {
        StreamDecoder decoder = WIRE.streamDecoder();
        List<ChatEvent> events = new ArrayList<>();
        byte[] begun = sse(THOUGHT_AND_CALL.subList(0, 13));
        decoder.feed(begun, 0, begun.length, events::add);
        byte[] error =
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n"
                        .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> decoder.feed(error, 0, error.length, events::add))
                .isInstanceOfSatisfying(LlmException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
                    assertThat(e.vendorCode()).isEqualTo("overloaded_error");
                });
        assertThat(decoder.partial()).isNotNull().satisfies(partial -> {
            assertThat(partial.text()).isEqualTo("Let me 👀");
            assertThat(partial.toolCalls()).isEmpty();
        });
    }

    @Test
    void aStreamThatEndsTooSoonIsInterrupted() {
        for (int kept : new int[] {0, 1, 9, 14, 15}) {
            byte[] body = sse(THOUGHT_AND_CALL.subList(0, kept));
            assertThatThrownBy(() -> events(body, 64))
                    .as("after %d events", kept)
                    .isInstanceOfSatisfying(
                            LlmException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED));
        }
        byte[] half = sse(THOUGHT_AND_CALL.subList(0, 9));
        byte[] cut = Arrays.copyOf(half, half.length - 20);
        assertThatThrownBy(() -> events(cut, 64))
                .isInstanceOfSatisfying(
                        LlmException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED));
    }

    @Test
    void aStreamThatToldWhyItStoppedIsWholeWithoutItsLastEvent() {
        byte[] body = sse(THOUGHT_AND_CALL.subList(0, 16));
        assertThat(completed(events(body, 64))).isEqualTo(completed(events(sse(THOUGHT_AND_CALL), 64)));
    }

    @Test
    void dataThatIsNoEventIsAnError() {
        for (String data : List.of("data: 7\n\n", "data: {\"type\":\n\ndata: {}\n\n")) {
            byte[] body = data.getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> events(body, body.length))
                    .isInstanceOfSatisfying(
                            LlmException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_RESPONSE));
        }
    }

    @Test
    void piecesWithoutTheirStartBeginABlockAndBrokenArgumentsAreNotCompleted() {
        List<ChatEvent> events = events(
                sse(List.of(
                        "{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'Hm'}}",
                        "{'type':'content_block_delta','index':1,'delta':{'type':'text_delta','text':'Yes'}}",
                        "{'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta','partial_json':'{'}}",
                        "{'type':'message_stop'}")),
                64);
        ChatResponse response = completed(events);
        assertThat(response.text()).isEqualTo("Yes");
        assertThat(response.toolCalls())
                .singleElement()
                .satisfies(call -> assertThat(call.argumentsValid()).isFalse());
        assertThat(events).noneMatch(ChatEvent.ToolCallCompleted.class::isInstance);
        assertThat(response.usage()).isEqualTo(Usage.UNKNOWN);
    }

    private static List<ChatEvent> events(byte[] body, int slice) {
        StreamDecoder decoder = WIRE.streamDecoder();
        List<ChatEvent> events = new ArrayList<>();
        for (int at = 0; at < body.length; at += slice) {
            decoder.feed(body, at, Math.min(slice, body.length - at), events::add);
        }
        decoder.end(events::add);
        return events;
    }

    private static ChatResponse completed(List<ChatEvent> events) {
        return ((ChatEvent.Completed) events.get(events.size() - 1)).response();
    }

    private static byte[] json(String event) {
        return event.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sse(List<String> events) {
        return events.stream()
                .map(event -> "event: any\ndata: " + event.replace('\'', '"') + "\n\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }
}
