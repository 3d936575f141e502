package dev.portolan.wire.openai.chat;

import static dev.portolan.wire.openai.chat.Answers.completed;
import static dev.portolan.wire.openai.chat.Answers.decode;
import static dev.portolan.wire.openai.chat.Answers.delta;
import static dev.portolan.wire.openai.chat.Answers.events;
import static dev.portolan.wire.openai.chat.Answers.finish;
import static dev.portolan.wire.openai.chat.Answers.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason.Kind;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.VendorState;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ToolCallAssemblerTest {

    @Test
    void aPieceWithoutIndexBelongsToTheLatestCall() {
        assertThat(calls(
                        delta("{'tool_calls':[{'id':'a','function':{'name':'f','arguments':'{'}}]}"),
                        delta("{'tool_calls':[{'function':{'arguments':'}'}}]}"),
                        delta("{'tool_calls':[{'id':'b','function':{'name':'g','arguments':'{}'}}]}")))
                .containsExactly(new ToolCall("a", "f", "{}"), new ToolCall("b", "g", "{}"));
    }

    @Test
    void aPieceWithoutIndexGoesToTheCallOfItsId() {
        assertThat(
                        calls(
                                delta(
                                        "{'tool_calls':[{'id':'a','function':{'name':'f','arguments':'{'}},{'id':'b','function':{'name':'g','arguments':'{'}}]}"),
                                delta(
                                        "{'tool_calls':[{'id':'a','function':{'arguments':'}'}},{'id':'b','function':{'arguments':' }'}}]}")))
                .containsExactly(new ToolCall("a", "f", "{}"), new ToolCall("b", "g", "{ }"));
    }

    @Test
    void anIdRepeatedOrEmptyInLaterPiecesIsTheSameCall() {
        assertThat(calls(
                        delta("{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'{'}}]}"),
                        delta("{'tool_calls':[{'index':0,'id':'a','function':{'name':'','arguments':''}}]}"),
                        delta("{'tool_calls':[{'index':0,'id':'','function':{'name':null,'arguments':'}'}}]}")))
                .containsExactly(new ToolCall("a", "f", "{}"));
    }

    @Test
    void aNameMayComeLate() {
        assertThat(calls(
                        delta("{'tool_calls':[{'index':0,'id':'a','function':{'arguments':''}}]}"),
                        delta("{'tool_calls':[{'index':0,'function':{'name':'f'}}]}"),
                        delta("{'tool_calls':[{'index':0,'function':{'arguments':'{}'}}]}")))
                .containsExactly(new ToolCall("a", "f", "{}"));
    }

    @Test
    void aNewIdWithANameUnderAKnownIndexIsAnotherCall() {
        assertThat(calls(
                        delta("{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}]}"),
                        delta("{'tool_calls':[{'index':0,'id':'b','function':{'name':'f','arguments':'{}'}}]}")))
                .containsExactly(new ToolCall("a", "f", "{}"), new ToolCall("b", "f", "{}"));
    }

    @Test
    void wholeCallsWithoutIdsUnderOneIndexAreSeveral() {
        List<ToolCall> calls = calls(
                delta("{'tool_calls':[{'index':0,'function':{'name':'f','arguments':'{}'}}]}"),
                delta("{'tool_calls':[{'index':0,'function':{'name':'f','arguments':'{}'}}]}"));
        assertThat(calls).hasSize(2).allMatch(ToolCall::syntheticId);
        assertThat(calls.get(0).id()).isNotEqualTo(calls.get(1).id()).startsWith("call_");
    }

    @Test
    void anIdUsedTwiceIsMadeUnique() {
        List<ToolCall> calls = calls(
                delta(
                        "{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}},{'index':1,'id':'a','function':{'name':'g','arguments':'{}'}}]}"));
        assertThat(calls.get(0).id()).isEqualTo("a");
        assertThat(calls.get(1).id()).isNotEqualTo("a");
        assertThat(calls.get(1).syntheticId()).isTrue();
    }

    @Test
    void aCallWithoutANameIsNoCall() {
        assertThat(calls(delta("{'tool_calls':[{'index':0,'id':'a','function':{'arguments':'{}'}}]}")))
                .isEmpty();
    }

    @Test
    void argumentsThatAreNoObjectAreNotCompleted() {
        String stream = stream(
                delta(
                        "{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'{\\u0022city\\u0022:'}}]}"),
                finish("length"));
        List<ChatEvent> events = events(stream, 16);
        assertThat(events.stream().filter(ChatEvent.ToolCallCompleted.class::isInstance))
                .isEmpty();
        assertThat(completed(events).toolCalls()).hasSize(1);
        assertThat(completed(events).toolCalls().get(0).argumentsValid()).isFalse();
        assertThat(completed(events).finishReason().kind()).isEqualTo(Kind.LENGTH);
    }

    @Test
    void argumentsSentAsAnObjectAreText() {
        assertThat(calls(delta("{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':{'x':1.50}}}]}")))
                .containsExactly(new ToolCall("a", "f", "{\"x\":1.50}"));
    }

    @Test
    void theInputOfACustomToolIsAnObjectWithOneText() {
        ToolCall call = new ToolCall(
                "a",
                "sql",
                "{\"input\":\"select \\\"x\\\"\\n\"}",
                false,
                false,
                new VendorState("acme/chat-completions", "{\"type\":\"custom\"}"));
        String stream = stream(
                delta("{'tool_calls':[{'index':0,'id':'a','type':'custom','custom':{'name':'sql','input':''}}]}"),
                delta("{'tool_calls':[{'index':0,'custom':{'input':'select \\u0022x'}}]}"),
                delta("{'tool_calls':[{'index':0,'custom':{'input':'\\u0022\\n'}}]}"),
                finish("tool_calls"));
        List<ChatEvent> events = events(stream, 16);
        assertThat(completed(events).toolCalls()).containsExactly(call);
        assertThat(events.stream()
                        .filter(ChatEvent.ToolCallDelta.class::isInstance)
                        .map(event -> ((ChatEvent.ToolCallDelta) event).argumentsDelta())
                        .collect(Collectors.joining()))
                .isEqualTo(call.arguments());
        assertThat(decode(
                                "{'choices':[{'message':{'content':null,'tool_calls':[{'id':'a','type':'custom','custom':{'name':'sql','input':'select \\u0022x\\u0022\\n'}}]},'finish_reason':'tool_calls'}]}")
                        .toolCalls())
                .containsExactly(call);
    }

    @Test
    void anOldFunctionCallIsACallWithAMadeUpId() {
        List<ToolCall> calls = calls(
                delta("{'content':null,'function_call':{'name':'f','arguments':''}}"),
                delta("{'function_call':{'arguments':'{}'}}"));
        assertThat(calls).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("f");
            assertThat(call.arguments()).isEqualTo("{}");
            assertThat(call.syntheticId()).isTrue();
            assertThat(call.vendorState())
                    .isEqualTo(new VendorState("acme/chat-completions", "{\"function_call\":true}"));
        });
    }

    @Test
    void whatAVendorAttachesToACallIsKept() {
        List<ToolCall> calls = calls(
                delta(
                        "{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'{}'},'extra_content':{'google':{'thought_signature':'sig'}}}]}"),
                delta("{'tool_calls':[{'index':0,'note':1}]}"));
        assertThat(calls.get(0).vendorState())
                .isEqualTo(new VendorState(
                        "acme/chat-completions",
                        "{\"extra_content\":{\"google\":{\"thought_signature\":\"sig\"}},\"note\":1}"));
    }

    private static List<ToolCall> calls(String... chunks) {
        String[] all = Arrays.copyOf(chunks, chunks.length + 1);
        all[chunks.length] = finish("stop");
        ChatResponse response = completed(stream(all));
        if (!response.toolCalls().isEmpty()) {
            assertThat(response.finishReason().kind()).isEqualTo(Kind.TOOL_CALLS);
        }
        return response.toolCalls();
    }
}
