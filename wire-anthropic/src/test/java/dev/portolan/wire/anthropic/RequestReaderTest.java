package dev.portolan.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolMessage;
import dev.portolan.spi.support.DecodedRequest;
import dev.portolan.spi.support.WireJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {

    private static final AnthropicWire WIRE = new AnthropicWire(WireProfile.direct("anthropic"), Families.rules("any"));

    private static final String FULL =
            "{'model':'claude-sonnet-4-5','max_tokens':1024,'stream':true,'temperature':0.5,'top_p':0.9,'top_k':5,'stop_sequences':['END'],"
                    + "'system':[{'type':'text','text':'Be brief.','cache_control':{'type':'ephemeral'}}],"
                    + "'messages':[{'role':'user','content':[{'type':'text','text':'Look.'},"
                    + "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'AQ=='}},"
                    + "{'type':'image','source':{'type':'url','url':'https://e.com/a.png'}},"
                    + "{'type':'document','source':{'type':'text','media_type':'text/plain','data':'Facts'},'title':'f','citations':{'enabled':true}},"
                    + "{'type':'document','source':{'type':'content','content':[]}},"
                    + "{'type':'container_upload','file_id':'file_1'}]},"
                    + "{'role':'assistant','content':[{'type':'thinking','thinking':'Hm','signature':'EqQB'},"
                    + "{'type':'tool_use','id':'toolu_1','name':'get','input':{'a':1}},"
                    + "{'type':'server_tool_use','id':'srvtoolu_1','name':'web_search','input':{'q':'x'}}]},"
                    + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1','content':[{'type':'text','text':'Rain'},"
                    + "{'type':'text','text':'Sun'}],'is_error':true},{'type':'text','text':'So?'}]}],"
                    + "'tools':[{'name':'get','description':'Gets','input_schema':{'type':'object'},'strict':true},"
                    + "{'type':'web_search_20250305','name':'web_search'}],"
                    + "'tool_choice':{'type':'auto','disable_parallel_tool_use':true},"
                    + "'thinking':{'type':'adaptive'},'output_config':{'effort':'high','format':{'type':'json_schema','schema':{'type':'object'}}},"
                    + "'metadata':{'user_id':'u'}}";

    @Test
    void everythingIsReadAndWrittenAgain() {
        DecodedRequest decoded = read(FULL);
        assertThat(decoded.model()).isEqualTo("claude-sonnet-4-5");
        assertThat(decoded.stream()).isTrue();
        ChatRequest request = decoded.request();
        assertThat(request.messages()).hasSize(5);
        assertThat(request.messages().get(0)).isInstanceOf(SystemMessage.class);
        assertThat(request.messages().get(1).parts().get(3)).isInstanceOf(DocumentPart.class);
        assertThat(request.messages().get(1).parts().get(5)).isInstanceOf(OtherPart.class);
        assertThat(request.messages().get(3))
                .isInstanceOfSatisfying(
                        ToolMessage.class,
                        message ->
                                assertThat(message.results().get(0).toolName()).isEqualTo("get"));
        assertThat(request.reasoningEffort()).isEqualTo(ReasoningEffort.HIGH);
        assertThat(request.outputFormat()).isInstanceOf(OutputFormat.Schema.class);
        assertThat(request.tools()).hasSize(1);
        assertThat(request.toolChoice()).isEqualTo(ToolChoice.AUTO);
        assertThat(request.parallelToolCalls()).isFalse();
        assertThat(json(String.valueOf(request.vendorOptions().get("anthropic"))))
                .isEqualTo(json(
                        "{'tools':[{'type':'web_search_20250305','name':'web_search'}],'metadata':{'user_id':'u'}}"));
        JsonNode again =
                json(new String(WIRE.encode(request, "claude-sonnet-4-5", true).body(), StandardCharsets.UTF_8));
        assertThat(RequestNormaliser.normal(again)).isEqualTo(RequestNormaliser.normal(json(FULL)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'thinking':{'type':'disabled'} | NONE | ",
                "'thinking':{'type':'enabled','budget_tokens':2048} | | {'thinking':{'type':'enabled','budget_tokens':2048}}",
                "'output_config':{'effort':'low'} | | {'output_config':{'effort':'low'}}",
                "'tools':[{'name':'get','input_schema':{}}],'tool_choice':{'type':'tool','name':'other'} | | {'tool_choice':{'type':'tool','name':'other'}}",
                "'top_p':-1 | | {'top_p':-1}",
                "'tool_choice':{'type':'any'},'tools':[{'type':'bash_20250124','name':'bash'}] | | {'tools':[{'type':'bash_20250124','name':'bash'}],'tool_choice':{'type':'any'}}",
                "'stream':null,'temperature':null,'system':null,'tools':[],'tool_choice':null | | "
            })
    void whatTheNounsDoNotKnowStaysTheVendorSOwn(String members, ReasoningEffort effort, String options) {
        ChatRequest request = read("{'messages':[{'role':'user','content':'Hi'}],'max_tokens':5," + members + "}")
                .request();
        assertThat(request.reasoningEffort()).isEqualTo(effort);
        String kept = request.vendorOptions().get("anthropic");
        assertThat(kept == null ? null : json(kept)).isEqualTo(options == null ? null : json(options));
    }

    @Test
    void theFormatHadAnotherPlace() {
        assertThat(
                        read("{'messages':[{'role':'user','content':'Hi'}],'output_format':{'type':'json_schema','schema':{'type':'object'}}}")
                                .request()
                                .outputFormat())
                .isInstanceOf(OutputFormat.Schema.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{'model':1,'messages':[]}",
                "{'messages':['Hi']}",
                "{'messages':{}}",
                "{'messages':[{'role':'narrator','content':'Hi'}]}",
                "{'messages':[{'role':'user','content':7}]}",
                "{'messages':[{'role':'user','content':[7]}]}",
                "{'messages':[{'role':'assistant','content':[7]}]}",
                "{'messages':[{'role':'user','content':'Hi'}],'stream':'yes'}",
                "{'messages':[{'role':'user','content':'Hi'}],'max_tokens':'many'}",
                "{'messages':[{'role':'user','content':'Hi'}],'max_tokens':1.5}"
            })
    void whatIsNoRequestIsRefused(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(IllegalArgumentException.class);
    }

    private static DecodedRequest read(String body) {
        return WIRE.decodeRequest(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode json(String text) {
        return WireJson.tree(text.replace('\'', '"'));
    }
}
