package dev.portolan.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.chat.VendorState;
import dev.portolan.error.LlmException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseMapperTest {

    private static final AnthropicWire WIRE = new AnthropicWire(WireProfile.direct("anthropic"), ModelRules.UNKNOWN);

    @Test
    void anAnswerWithThoughtsTextAndACallIsReadInOrder() {
        ChatResponse response = decode(
                "{'model':'claude-sonnet-4-5-20250929','id':'msg_01','type':'message','role':'assistant','content':["
                        + "{'type':'thinking','thinking':'The town is Ulm.','signature':'EqQB'},"
                        + "{'type':'redacted_thinking','data':'EmwK'},"
                        + "{'type':'text','text':'Let me look.'},"
                        + "{'type':'tool_use','id':'toolu_01','name':'get_weather','input':{'town': 'Ulm', 'n':1.50},'caller':{'type':'direct'}}],"
                        + "'stop_reason':'tool_use','stop_sequence':null,'usage':{'input_tokens':3,'cache_creation_input_tokens':2074,"
                        + "'cache_read_input_tokens':10,'output_tokens':288,'output_tokens_details':{'thinking_tokens':44},'service_tier':'standard'}}");

        assertThat(response.model()).isEqualTo("claude-sonnet-4-5-20250929");
        assertThat(response.responseId()).isEqualTo("msg_01");
        assertThat(response.message().parts())
                .containsExactly(
                        new ReasoningPart(
                                "The town is Ulm.",
                                own("{'type':'thinking','thinking':'The town is Ulm.','signature':'EqQB'}")),
                        new ReasoningPart("", own("{'type':'redacted_thinking','data':'EmwK'}")),
                        new TextPart("Let me look."),
                        new ToolCall(
                                "toolu_01",
                                "get_weather",
                                "{\"town\": \"Ulm\", \"n\":1.50}",
                                false,
                                false,
                                own("{'caller':{'type':'direct'}}")));
        assertThat(response.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.TOOL_CALLS, "tool_use"));
        assertThat(response.usage())
                .isEqualTo(Usage.builder()
                        .inputTokens(2087L)
                        .outputTokens(288L)
                        .cachedInputTokens(10L)
                        .cacheWriteInputTokens(2074L)
                        .reasoningTokens(44L)
                        .build());
        assertThat(response.vendorMetadata())
                .contains("\"service_tier\":\"standard\"")
                .doesNotContain("Ulm");
    }

    @Test
    void T24_callsAndResultsOfTheVendorSToolsAreKeptWhole() {
        String call = "{'type':'server_tool_use','id':'srvtoolu_1','name':'web_search','input':{'query':'Ulm'}}";
        String found =
                "{'type':'web_search_tool_result','tool_use_id':'srvtoolu_1','content':[{'type':'web_search_result',"
                        + "'encrypted_content':'Er4B','title':'Ulm','url':'https://e.com'}]}";
        String cited =
                "[{'type':'web_search_result_location','url':'https://e.com','title':'Ulm','encrypted_index':'Eo8B','cited_text':'x'},"
                        + "{'type':'char_location','document_title':'facts.txt','start_char_index':0}]";
        ChatResponse response =
                decode("{'id':'m','content':[" + call + "," + found + ",{'type':'text','text':'Rain.','citations':"
                        + cited + "},{'type':'text','text':''}],'stop_reason':'end_turn'}");

        assertThat(response.toolCalls()).isEmpty();
        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
        assertThat(response.usage()).isEqualTo(Usage.UNKNOWN);
        assertThat(response.message().parts()).hasSize(5);
        assertThat(response.message().parts().get(0))
                .isEqualTo(new ToolCall("srvtoolu_1", "web_search", "{\"query\":\"Ulm\"}", false, true, own(call)));
        assertThat(response.message().parts().get(1)).isEqualTo(new OtherPart("web_search_tool_result", own(found)));
        assertThat(response.message().parts().get(2))
                .isEqualTo(new TextPart("Rain.", own("{'citations':" + cited + "}")));
        assertThat(response.message().parts().get(3)).isInstanceOfSatisfying(CitationPart.class, citation -> {
            assertThat(citation.url()).isEqualTo("https://e.com");
            assertThat(citation.title()).isEqualTo("Ulm");
        });
        assertThat(response.message().parts().get(4))
                .isInstanceOfSatisfying(
                        CitationPart.class,
                        citation -> assertThat(citation.title()).isEqualTo("facts.txt"));
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, STOP",
        "stop_sequence, STOP",
        "tool_use, STOP",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "refusal, REFUSAL",
        "pause_turn, OTHER",
        "something_new, OTHER"
    })
    void eachStopReasonHasAKind(String raw, FinishReason.Kind kind) {
        assertThat(decode("{'content':[],'stop_reason':'" + raw + "'}").finishReason())
                .isEqualTo(new FinishReason(kind, raw));
    }

    @Test
    void T1_aCallWithoutIdGetsOneAndACutOneStaysCut() {
        ChatResponse response =
                decode("{'content':[{'type':'tool_use','name':'now'},'odd',{'text':'?'}],'stop_reason':'max_tokens'}");
        assertThat(response.toolCalls()).singleElement().satisfies(call -> {
            assertThat(call.syntheticId()).isTrue();
            assertThat(call.arguments()).isEqualTo("{}");
        });
        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.LENGTH);
        assertThat(response.message().parts()).last().isInstanceOf(OtherPart.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | invalid-response",
                "{'content': | invalid-response",
                "{'id':'x'} | invalid-response",
                "<html> | invalid-response",
                "{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}} | unavailable"
            })
    void whatIsNoMessageIsAnError(String body, String kind) {
        assertThatThrownBy(() -> decode(body))
                .isInstanceOfSatisfying(
                        LlmException.class, e -> assertThat(e.kind().id()).isEqualTo(kind));
    }

    private static VendorState own(String json) {
        return new VendorState("anthropic/messages", json.replace('\'', '"'));
    }

    private static ChatResponse decode(String json) {
        return WIRE.decode(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .build();
    }
}
