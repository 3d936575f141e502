package dev.portolan.wire.openai.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.VideoPart;
import dev.portolan.spi.support.DecodedRequest;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.Quirk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {

    private static final String HI = "'messages':[{'role':'user','content':'hi'}]";

    @Test
    void settingsAreRead() {
        DecodedRequest read = read("{'model':'m','stream':true,'stream_options':{'include_usage':true}," + HI
                + ",'max_tokens':5,'temperature':1,'top_p':0.5,'frequency_penalty':1,'presence_penalty':-1,'seed':9,'stop':'X',"
                + "'logprobs':true,'top_logprobs':3,'reasoning_effort':'low','n':2,'user':'u','store':null,'top_k':4}");
        assertThat(read.model()).isEqualTo("m");
        assertThat(read.stream()).isTrue();
        assertThat(read.request())
                .isEqualTo(ChatRequest.builder()
                        .user("hi")
                        .maxOutputTokens(5)
                        .temperature(1.0)
                        .topP(0.5)
                        .frequencyPenalty(1.0)
                        .presencePenalty(-1.0)
                        .seed(9L)
                        .stop(List.of("X"))
                        .logprobs(3)
                        .reasoningEffort(ReasoningEffort.LOW)
                        .vendorOptions("acme", "{\"n\":2,\"user\":\"u\",\"top_k\":4}")
                        .build());
    }

    @Test
    void whatTheNounsDoNotTakeStaysAsItCame() {
        String odd =
                "'max_tokens':0,'temperature':'hot','top_p':7,'seed':1.5,'reasoning_effort':'extreme','top_logprobs':2,'logprobs':false,"
                        + "'tool_choice':{'type':'allowed_tools'},'response_format':{'type':'grammar'},'stream_options':{'include_usage':true,'x':1}";
        ChatRequest request = read("{" + HI + "," + odd + "}").request();
        assertThat(WireJson.tree(request.vendorOptions().get("acme")))
                .isEqualTo(json("{" + odd.replace(",'logprobs':false", "") + "}"));
        ChatRequest both =
                read("{" + HI + ",'max_tokens':1,'max_completion_tokens':2}").request();
        assertThat(both.maxOutputTokens()).isEqualTo(2);
        assertThat(both.vendorOptions()).containsEntry("acme", "{\"max_tokens\":1}");
        ChatRequest own = read("{" + HI + ",'random_seed':3,'top_k':4}", Quirk.RANDOM_SEED, Quirk.TOP_K)
                .request();
        assertThat(own.seed()).isEqualTo(3);
        assertThat(own.topK()).isEqualTo(4);
    }

    @Test
    void toolsAreReadAndThoseThatAreNoFunctionsStay() {
        ChatRequest request = read("{" + HI
                        + ",'tools':[{'type':'function','function':{'name':'f','description':'F','parameters':{'type':'object'},'strict':false}},"
                        + "{'function':{'name':'g'}},{'type':'function','function':{'name':'f'}},{'type':'web_search'},"
                        + "{'type':'function','function':{'name':'bad','parameters':{'type':7}}},"
                        + "{'type':'function','function':{'name':'h'},'cache_control':{'type':'ephemeral'}}],"
                        + "'tool_choice':{'type':'function','function':{'name':'g'}},'parallel_tool_calls':true}")
                .request();
        assertThat(request.tools()).extracting("name").containsExactly("f", "g");
        assertThat(request.tools().get(0).strict()).isFalse();
        assertThat(request.toolChoice()).isEqualTo(ToolChoice.named("g"));
        assertThat(request.parallelToolCalls()).isTrue();
        assertThat(WireJson.tree(request.vendorOptions().get("acme")).path("tools"))
                .hasSize(4);
        assertThat(read("{" + HI + ",'tool_choice':'any'}").request().toolChoice())
                .isEqualTo(ToolChoice.REQUIRED);
        assertThat(read("{" + HI + ",'tool_choice':'none'}").request().toolChoice())
                .isEqualTo(ToolChoice.NONE);
    }

    @Test
    void theFormOfTheAnswerIsRead() {
        assertThat(read("{" + HI + ",'response_format':{'type':'json_object'}}")
                        .request()
                        .outputFormat())
                .isEqualTo(OutputFormat.JSON);
        assertThat(read("{" + HI + ",'response_format':{'type':'text'}}")
                        .request()
                        .outputFormat())
                .isEqualTo(OutputFormat.TEXT);
        OutputFormat.Schema schema = (OutputFormat.Schema) read("{" + HI
                        + ",'response_format':{'type':'json_schema','json_schema':{'name':'n','description':'d','schema':{'type':'object'},'strict':true}}}")
                .request()
                .outputFormat();
        assertThat(schema).isNotNull();
        assertThat(schema.strict()).isTrue();
        assertThat(schema.description()).isEqualTo("d");
        assertThat(read("{" + HI + ",'response_format':{'type':'json_schema','json_schema':{'schema':{}}}}")
                        .request()
                        .vendorOptions())
                .containsKey("acme");
        assertThat(read("{" + HI
                                + ",'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'type':7}}}}")
                        .request()
                        .vendorOptions())
                .containsKey("acme");
    }

    @Test
    void partsAreRead() {
        List<Part> parts =
                read("{'messages':[{'role':'user','name':'anna','content':['plain',{'type':'text','text':'t','cache_control':{'type':'ephemeral'}},"
                                + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AQID','detail':'low'}},"
                                + "{'type':'image_url','image_url':'https://a.example/x.png'},"
                                + "{'type':'image_url','image_url':{'url':'/relative.png'}},"
                                + "{'type':'image_url','image_url':{'url':'data:image/png,raw'}},"
                                + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AQI'}},"
                                + "{'type':'input_audio','input_audio':{'data':'CQ==','format':'mp3'}},"
                                + "{'type':'input_audio','input_audio':'CQ=='},"
                                + "{'type':'file','file':{'filename':'d.pdf','file_data':'data:application/pdf;base64,JVA='}},"
                                + "{'type':'file','file':{'file_id':'file-1'}},"
                                + "{'type':'file','file':{'file_data':'data:application/pdf;base64,JVA='}},"
                                + "{'type':'file','file':{'file_id':'file-1','x':1}},"
                                + "{'type':'video_url','video_url':{'url':'https://a.example/v.mp4'}},"
                                + "{'type':'document_url','document_url':'https://a.example/d.pdf'},"
                                + "{'type':'hologram','x':1}]}]}")
                        .request()
                        .messages()
                        .get(0)
                        .parts();
        assertThat(parts.get(0)).isEqualTo(new TextPart("plain"));
        assertThat(parts.get(1)).isEqualTo(new TextPart("t", state("{'cache_control':{'type':'ephemeral'}}")));
        assertThat(parts.get(2)).isEqualTo(new ImagePart(Media.of(new byte[] {1, 2, 3}, "image/png"), "low", null));
        assertThat(parts.get(3)).isInstanceOf(ImagePart.class);
        assertThat(parts.subList(4, 7)).allMatch(OtherPart.class::isInstance);
        assertThat(parts.get(7)).isInstanceOf(AudioPart.class);
        assertThat(parts.get(8)).isInstanceOf(OtherPart.class);
        assertThat(parts.subList(9, 11)).allMatch(DocumentPart.class::isInstance);
        assertThat(parts.subList(11, 16)).allMatch(OtherPart.class::isInstance);
        assertThat(((OtherPart) parts.get(15)).type()).isEqualTo("hologram");
        List<Part> more = read(
                        "{'messages':[{'role':'user','content':[{'type':'video_url','video_url':{'url':'https://a.example/v.mp4'}},"
                                + "{'type':'document_url','document_url':'https://a.example/d.pdf','document_name':'d'}]}]}",
                        Quirk.VIDEO_URL,
                        Quirk.DOCUMENT_URL)
                .request()
                .messages()
                .get(0)
                .parts();
        assertThat(more.get(0)).isInstanceOf(VideoPart.class);
        assertThat(more.get(1)).isInstanceOf(DocumentPart.class);
    }

    @Test
    void anAssistantsTurnIsRead() {
        AssistantMessage turn = (AssistantMessage)
                read("{'messages':[{'role':'assistant','reasoning_content':'hm','reasoning':'hm','content':null,'refusal':'No.','name':'anna',"
                                + "'tool_calls':[{'index':0,'id':'a','type':'function','function':{'name':'f','arguments':''}},"
                                + "{'id':'b','type':'custom','custom':{'name':'sql','input':'x'}},"
                                + "{'id':'c','type':'function','function':{'name':'g','arguments':{'x':1}}}],"
                                + "'function_call':{'name':'old','arguments':'{}'}}]}")
                        .request()
                        .messages()
                        .get(0);
        assertThat(turn.vendorState()).isEqualTo(state("{'name':'anna'}"));
        assertThat(turn.parts().subList(0, 5))
                .containsExactly(
                        new ReasoningPart("hm", state("{'fields':['reasoning_content','reasoning']}")),
                        new RefusalPart("No."),
                        new ToolCall("a", "f", "{}", false, false, state("{'index':0}")),
                        new ToolCall("b", "sql", "{\"input\":\"x\"}", false, false, state("{'type':'custom'}")),
                        new ToolCall("c", "g", "{\"x\":1}"));
        assertThat(((ToolCall) turn.parts().get(5)).syntheticId()).isTrue();
    }

    @Test
    void resultsThatFollowEachOtherAreOneMessageAndKnowTheirTool() {
        List<Message> messages =
                read("{'messages':[{'role':'assistant','tool_calls':[{'id':'a','type':'function','function':{'name':'f','arguments':'{}'}}]},"
                                + "{'role':'tool','tool_call_id':'a','content':'x'},{'role':'tool','tool_call_id':'b','name':'g','content':[{'type':'text','text':'y'}]},"
                                + "{'role':'developer','content':'now'},{'role':'function','name':'old','content':'z'}]}")
                        .request()
                        .messages();
        assertThat(messages).hasSize(4);
        assertThat(((ToolMessage) messages.get(1)).results())
                .extracting("toolName")
                .containsExactly("f", "g");
        assertThat(messages.get(2).vendorState()).isEqualTo(state("{'role':'developer'}"));
        assertThat(((ToolMessage) messages.get(3)).results().get(0).vendorState())
                .isEqualTo(state("{'role':'function'}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'messages':[{'role':'user','content':[{'type':'text','text':'a'},{'type':'hologram','x':1}]}],'model':'m'}",
                "{'messages':[{'role':'assistant','audio':{'id':'audio_1'}}],'model':'m'}",
                "{'messages':[{'role':'assistant','content':[{'type':'thinking','thinking':[{'type':'text','text':'a'}]},{'type':'text','text':'b'}]}],'model':'m'}",
                "{'messages':[{'role':'assistant','content':'a','reasoning':'r','reasoning_details':[{'type':'t','data':'x'}],'annotations':[{'type':'url_citation'}]}],'model':'m'}",
                "{'messages':[{'role':'assistant','function_call':{'name':'f','arguments':'{}'}},{'role':'function','name':'f','content':'x'}],'functions':[{'name':'f'}],'model':'m'}",
                "{'messages':[{'role':'assistant','tool_calls':[{'id':'b','type':'custom','custom':{'name':'sql','input':'x'}}]},{'role':'tool','tool_call_id':'b','content':[{'type':'text','text':'a'},{'type':'image_url','image_url':{'url':'https://a.example/x.png'}}]}],'model':'m'}",
            })
    void aRequestIsWrittenAsItWasRead(String body) {
        ChatCompletionsWire wire = new ChatCompletionsWire(Answers.profile());
        DecodedRequest read = wire.decodeRequest(Answers.bytes(body));
        JsonNode written =
                WireJson.tree(new String(wire.encode(read.request(), "m", false).body(), StandardCharsets.UTF_8));
        written.path("messages").forEach(message -> {
            if (message.path("content").isNull() || message.path("content").equals(TextNode.valueOf(""))) {
                ((ObjectNode) message).remove("content");
            }
        });
        assertThat(written).isEqualTo(json(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{'messages':'hi'}",
                "{'messages':[]}",
                "{'messages':['hi']}",
                "{'messages':[{'role':'wizard','content':'hi'}]}",
                "{'messages':[{'role':'user','content':7}]}",
                "{'messages':[{'role':'user','content':[7]}]}",
                "{'messages':[{'role':'assistant','tool_calls':[{'id':'a'}]}]}",
                "{'messages':[{'role':'user','content':'private'}],'model':7}",
                "{'messages':[{'role':'user','content':'private'}],'stream':'yes'}",
                "{'messages':[{'role':'user','content':'private'}],'stop':7}",
                "{'messages':[{'role':'user','content':'private'}],'stop':[7]}",
                "{'messages':[{'role':'user','content':'private'}],'tools':{}}",
                "{'messages':[{'role':'user','content':'private'}],'stream_options':7}",
            })
    void whatIsNoRequestIsRefusedByField(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("private");
    }

    private static DecodedRequest read(String body, Quirk... quirks) {
        return new ChatCompletionsWire(Answers.profile(quirks)).decodeRequest(Answers.bytes(body));
    }

    private static VendorState state(String json) {
        return new VendorState("acme/chat-completions", json.replace('\'', '"'));
    }

    private static JsonNode json(String text) {
        return WireJson.tree(text.replace('\'', '"'));
    }
}
