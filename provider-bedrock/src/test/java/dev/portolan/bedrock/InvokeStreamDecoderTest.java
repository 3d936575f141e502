package dev.portolan.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ToolCall;
import dev.portolan.error.StreamInterrupted;
import dev.portolan.spi.support.ToolNames;
import dev.portolan.spi.support.WireJson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams of InvokeModel, chunk by chunk, each in its model's own form. */
class InvokeStreamDecoderTest {

    private final InvokeStreamDecoder decoder =
            new InvokeStreamDecoder(new Answer("model-1", "any", new ToolNames(List.of()), true));

    private final List<ChatEvent> events = new ArrayList<>();

    private ChatResponse read(String... chunks) {
        for (String chunk : chunks) {
            decoder.chunk(WireJson.tree(chunk.replace('\'', '"')), events::add);
        }
        decoder.end(events::add);
        return ((ChatEvent.Completed) events.get(events.size() - 1)).response();
    }

    @Test
    void aModelInOpenAisFormCallsTwoToolsInPieces() {
        ChatResponse response = read(
                "{'choices':[{'delta':{'role':'assistant','content':'Let me see.'}}]}",
                "{'choices':[{'delta':{'tool_calls':[{'index':0,'id':'call_1','function':{'name':'a','arguments':'{\\'n\\''}}]}}]}"
                        .replace("\\'", "\\\""),
                "{'choices':[{'delta':{'tool_calls':[{'index':0,'function':{'arguments':':1}'}}]}}]}",
                "{'choices':[{'delta':{'tool_calls':[{'index':1,'id':'call_2','function':{'name':'b','arguments':'{}'}}]}}]}",
                "{'choices':[{'delta':{},'finish_reason':'tool_calls'}],'usage':{'prompt_tokens':9,'completion_tokens':4}}");

        assertThat(response.text()).isEqualTo("Let me see.");
        assertThat(response.toolCalls()).extracting(ToolCall::name).containsExactly("a", "b");
        assertThat(response.toolCalls().get(0).arguments()).isEqualTo("{\"n\":1}");
        assertThat(response.usage().inputTokens()).isEqualTo(9);
    }

    @Test
    void cohereTellsTheReasonInItsLastEvent() {
        ChatResponse response = read(
                "{'event_type':'text-generation','text':'Seven','is_finished':false}",
                "{'event_type':'text-generation','text':' degrees','is_finished':false}",
                "{'event_type':'stream-end','is_finished':true,'finish_reason':'COMPLETE'}");

        assertThat(response.text()).isEqualTo("Seven degrees");
    }

    @Test
    void aGuardrailThatIntervenedIsAFilteredAnswer() {
        ChatResponse response = read(
                "{'generation':'Sorry.','stop_reason':null,'prompt_token_count':3,'generation_token_count':2}",
                "{'generation':'','amazon-bedrock-guardrailAction':'INTERVENED','amazon-bedrock-trace':{'guardrail':{}}}");

        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.CONTENT_FILTER);
    }

    @Test
    void anEndWithoutAReasonIsAnInterruption() {
        assertThatThrownBy(() -> read("{'outputs':[{'text':'Half'}]}")).isInstanceOf(StreamInterrupted.class);
    }
}
