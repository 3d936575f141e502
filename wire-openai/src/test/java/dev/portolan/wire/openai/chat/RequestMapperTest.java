package dev.portolan.wire.openai.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.CitationPart;
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
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.VideoPart;
import dev.portolan.chat.Warning;
import dev.portolan.error.UnsupportedFeature;
import dev.portolan.schema.JsonSchema;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.Quirk;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestMapperTest {

    private static final String OWN = "acme/chat-completions";
    private static final Media PNG = Media.of(new byte[] {1, 2, 3}, "image/png");
    private static final Media PDF = Media.of(new byte[] {'%', 'P'}, "application/pdf");
    private static final ToolCall CALL = new ToolCall("call_1", "f", "{\"a\":1}");

    @Test
    void everySettingHasItsField() {
        ChatRequest request = ChatRequest.builder()
                .system("Be short.")
                .user("Grüße \uD83D\uDE00 \"quoted\"\n")
                .temperature(0.2)
                .topP(0.9)
                .maxOutputTokens(100)
                .seed(7L)
                .frequencyPenalty(0.5)
                .presencePenalty(-0.5)
                .stop(List.of("END", "\n\n"))
                .logprobs(2)
                .reasoningEffort(ReasoningEffort.XHIGH)
                .build();
        same(
                encode(request),
                "{'model':'m','messages':[{'role':'system','content':'Be short.'},{'role':'user','content':'Grüße \uD83D\uDE00 \\u0022quoted\\u0022\\n'}],"
                        + "'max_completion_tokens':100,'temperature':0.2,'top_p':0.9,'frequency_penalty':0.5,'presence_penalty':-0.5,'seed':7,"
                        + "'stop':['END','\\n\\n'],'logprobs':true,'top_logprobs':2,'reasoning_effort':'xhigh'}");
    }

    @Test
    void aStreamAsksForItsUsage() {
        same(
                wire().encode(ChatRequest.of("hi"), "m", true),
                "{'model':'m','messages':[{'role':'user','content':'hi'}],'stream':true,'stream_options':{'include_usage':true}}");
        same(
                wire(Quirk.NO_STREAM_OPTIONS).encode(ChatRequest.of("hi"), "m", true),
                "{'model':'m','messages':[{'role':'user','content':'hi'}],'stream':true}");
        same(wire().encode(ChatRequest.of("hi"), "", false), "{'messages':[{'role':'user','content':'hi'}]}");
    }

    @Test
    void serversHaveNamesOfTheirOwn() {
        ChatRequest request = ChatRequest.builder()
                .user("hi")
                .maxOutputTokens(5)
                .seed(1L)
                .topK(40)
                .logprobs(0)
                .toolChoice(ToolChoice.REQUIRED)
                .build();
        same(
                wire(Quirk.MAX_TOKENS, Quirk.RANDOM_SEED, Quirk.TOP_K, Quirk.TOOL_CHOICE_ANY)
                        .encode(request, "m", false),
                "{'model':'m','messages':[{'role':'user','content':'hi'}],'max_tokens':5,'top_k':40,'random_seed':1,'logprobs':true,'tool_choice':'any'}");
        EncodedRequest openai = encode(request);
        assertThat(tree(openai).has("top_k")).isFalse();
        assertThat(openai.warnings()).extracting(Warning::field).containsExactly("topK");
    }

    @Test
    void T11_toolsAndTheChoiceAmongThem() {
        ChatRequest request = ChatRequest.builder()
                .user("hi")
                .tools(List.of(
                        new Tool("f", "Does f", JsonSchema.of("{\"type\":\"object\",\"properties\":{}}"), true),
                        new Tool("g", "", JsonSchema.EMPTY_OBJECT, null)))
                .toolChoice(ToolChoice.named("f"))
                .parallelToolCalls(false)
                .build();
        same(
                encode(request),
                "{'model':'m','messages':[{'role':'user','content':'hi'}],'tools':["
                        + "{'type':'function','function':{'name':'f','description':'Does f','parameters':{'type':'object','properties':{}},'strict':true}},"
                        + "{'type':'function','function':{'name':'g','parameters':{'type':'object','properties':{}}}}],"
                        + "'tool_choice':{'type':'function','function':{'name':'f'}},'parallel_tool_calls':false}");
        EncodedRequest plain =
                wire(Quirk.NO_STRICT, Quirk.NO_PARALLEL_TOOL_CALLS).encode(request, "m", false);
        assertThat(tree(plain).findValue("strict")).isNull();
        assertThat(tree(plain).has("parallel_tool_calls")).isFalse();
        assertThat(plain.warnings()).extracting(Warning::field).containsExactly("tools.strict", "parallelToolCalls");
        for (ToolChoice choice : List.of(ToolChoice.AUTO, ToolChoice.NONE, ToolChoice.REQUIRED)) {
            assertThat(tree(encode(request.toBuilder().toolChoice(choice).build()))
                            .path("tool_choice")
                            .asText())
                    .isEqualToIgnoringCase(choice.mode().name());
        }
    }

    @Test
    void T13_theParallelSwitchNeedsTools() {
        EncodedRequest encoded =
                encode(ChatRequest.builder().user("hi").parallelToolCalls(true).build());
        assertThat(tree(encoded).has("parallel_tool_calls")).isFalse();
        assertThat(encoded.warnings()).extracting(Warning::field).containsExactly("parallelToolCalls");
    }

    @Test
    void theFormOfTheAnswer() {
        ChatRequest request = ChatRequest.builder()
                .user("hi")
                .outputFormat(new OutputFormat.Schema("city", JsonSchema.of("{\"type\":\"object\"}"), "A city", true))
                .build();
        assertThat(tree(encode(request)).path("response_format"))
                .isEqualTo(
                        WireJson.tree(
                                "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"city\",\"description\":\"A city\",\"schema\":{\"type\":\"object\"},\"strict\":true}}"));
        assertThat(tree(encode(request.toBuilder()
                                .outputFormat(OutputFormat.JSON)
                                .build()))
                        .path("response_format"))
                .hasToString("{\"type\":\"json_object\"}");
        assertThat(tree(encode(request.toBuilder()
                                .outputFormat(OutputFormat.TEXT)
                                .build()))
                        .has("response_format"))
                .isFalse();
    }

    @Test
    void mediaArePartsOfAUserMessage() {
        Message message = Message.user(
                new TextPart("Look:"),
                new ImagePart(PNG, "low", null),
                new ImagePart(Media.of(URI.create("https://a.example/x.png"))),
                new DocumentPart(PDF, null),
                new DocumentPart(new Media.FileReference("file-1", null), null),
                new AudioPart(Media.of(new byte[] {9}, "audio/mpeg")));
        same(
                encode(ChatRequest.builder().add(message).build()),
                "{'model':'m','messages':[{'role':'user','content':[{'type':'text','text':'Look:'},"
                        + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AQID','detail':'low'}},"
                        + "{'type':'image_url','image_url':{'url':'https://a.example/x.png'}},"
                        + "{'type':'file','file':{'filename':'document.pdf','file_data':'data:application/pdf;base64,JVA='}},"
                        + "{'type':'file','file':{'file_id':'file-1'}},"
                        + "{'type':'input_audio','input_audio':{'data':'CQ==','format':'mp3'}}]}]}");
    }

    @Test
    void someServersTakeMoreMedia() {
        Message message = Message.user(
                new VideoPart(Media.of(URI.create("https://a.example/v.mp4"))),
                new DocumentPart(Media.of(URI.create("https://a.example/d.pdf")), "d.pdf"));
        JsonNode open = tree(wire(Quirk.VIDEO_URL, Quirk.FILE_URL)
                .encode(ChatRequest.builder().add(message).build(), "m", false));
        assertThat(open.path("messages").path(0).path("content"))
                .isEqualTo(
                        json(
                                "[{'type':'video_url','video_url':{'url':'https://a.example/v.mp4'}},{'type':'file','file':{'filename':'d.pdf','file_data':'https://a.example/d.pdf'}}]"));
        JsonNode mistral = tree(wire(Quirk.VIDEO_URL, Quirk.DOCUMENT_URL)
                .encode(ChatRequest.builder().add(message).build(), "m", false));
        assertThat(mistral.path("messages").path(0).path("content").path(1))
                .isEqualTo(json(
                        "{'type':'document_url','document_url':'https://a.example/d.pdf','document_name':'d.pdf'}"));
    }

    @Test
    void whatHasNoPlaceFailsAndNamesTheField() {
        refused(new VideoPart(PNG), "VideoPart");
        refused(new DocumentPart(Media.of(URI.create("https://a.example/d.pdf")), null), "by address");
        refused(new ImagePart(new Media.FileReference("file-1", null)), "by file id");
        refused(new AudioPart(Media.of(new byte[] {1}, "audio/amr")), "known format");
        refused(new AudioPart(Media.of(URI.create("https://a.example/a.wav"))), "known format");
        assertThatThrownBy(() -> encode(ChatRequest.builder()
                        .user("hi")
                        .add(new AssistantMessage(List.of(new ImagePart(PNG))))
                        .build()))
                .isInstanceOf(UnsupportedFeature.class)
                .hasMessageContaining("messages[1].parts[0]");
        assertThatThrownBy(() -> encode(ChatRequest.builder()
                        .add(new AssistantMessage(List.of(new AudioPart(PNG))))
                        .build()))
                .isInstanceOf(UnsupportedFeature.class);
        assertThatThrownBy(() -> encode(ChatRequest.builder()
                        .add(new SystemMessage(List.of(new TextPart("a"), new ImagePart(PNG))))
                        .build()))
                .isInstanceOf(UnsupportedFeature.class);
    }

    private void refused(Part part, String why) {
        assertThatThrownBy(() ->
                        encode(ChatRequest.builder().add(Message.user(part)).build()))
                .isInstanceOf(UnsupportedFeature.class)
                .hasMessageContaining("messages[0].parts[0]")
                .hasMessageContaining(why);
    }

    @Test
    void anAssistantsTurnGoesBack() {
        AssistantMessage turn = new AssistantMessage(List.of(
                new ReasoningPart("hm"),
                new TextPart("One moment."),
                new CitationPart("https://a.example", null, null, null, null),
                new RefusalPart("No."),
                CALL));
        same(
                encode(ChatRequest.builder().user("hi").add(turn).build()),
                "{'model':'m','messages':[{'role':'user','content':'hi'},{'role':'assistant','content':'One moment.','refusal':'No.',"
                        + "'tool_calls':[{'id':'call_1','type':'function','function':{'name':'f','arguments':'{\\u0022a\\u0022:1}'}}]}]}");
        same(
                encode(ChatRequest.builder()
                        .add(new AssistantMessage(List.of(CALL)))
                        .add(new AssistantMessage(List.of()))
                        .build()),
                "{'model':'m','messages':[{'role':'assistant','content':null,'tool_calls':[{'id':'call_1','type':'function','function':{'name':'f','arguments':'{\\u0022a\\u0022:1}'}}]},"
                        + "{'role':'assistant','content':''}]}");
    }

    @Test
    void stateGoesBackWhereItCameFromAndNowhereElse() {
        AssistantMessage turn = new AssistantMessage(
                List.of(
                        new ReasoningPart(
                                "hm", state("{'fields':['reasoning_content'],'reasoning_details':[{'data':'x'}]}")),
                        new ReasoningPart("a", state("{'part':'thinking','closed':true}")),
                        new TextPart("b"),
                        new OtherPart("file", state("{'annotation':{'type':'file'}}")),
                        new OtherPart("odd", state("{'type':'odd'}")),
                        new AudioPart(new Media.FileReference("audio_1", null), null, state("{'id':'audio_1'}")),
                        new ToolCall("c", "f", "{}", false, false, state("{'extra_content':{'s':1}}")),
                        new ToolCall("d", "sql", "{\"input\":\"x\"}", false, false, state("{'type':'custom'}")),
                        new ToolCall("e", "old", "{}", true, false, state("{'function_call':true}"))),
                state("{'name':'anna','prefix':true}"));
        EncodedRequest own = encode(ChatRequest.builder().add(turn).build());
        assertThat(own.warnings()).isEmpty();
        assertThat(tree(own).path("messages").path(0))
                .isEqualTo(json(
                        "{'role':'assistant','reasoning_content':'hm','reasoning_details':[{'data':'x'}],'audio':{'id':'audio_1'},"
                                + "'content':[{'type':'thinking','thinking':[{'type':'text','text':'a'}],'closed':true},{'type':'text','text':'b'},{'type':'odd'}],"
                                + "'function_call':{'name':'old','arguments':'{}'},"
                                + "'tool_calls':[{'id':'c','type':'function','function':{'name':'f','arguments':'{}'},'extra_content':{'s':1}},"
                                + "{'id':'d','type':'custom','custom':{'name':'sql','input':'x'}}],"
                                + "'annotations':[{'type':'file'}],'name':'anna','prefix':true}"));
        VendorState foreign = new VendorState("openai/responses", "{\"id\":\"rs_1\"}");
        EncodedRequest other = encode(ChatRequest.builder()
                .add(new AssistantMessage(
                        List.of(
                                new ReasoningPart("hm", foreign),
                                new TextPart("b", foreign),
                                new OtherPart("item", foreign),
                                new ToolCall("c", "f", "{}", false, false, foreign)),
                        foreign))
                .build());
        assertThat(tree(other).path("messages").path(0))
                .isEqualTo(
                        json(
                                "{'role':'assistant','content':'b','tool_calls':[{'id':'c','type':'function','function':{'name':'f','arguments':'{}'}}]}"));
        assertThat(other.warnings())
                .hasSize(5)
                .allMatch(warning -> warning.code().equals("left-out"))
                .allMatch(warning -> !warning.message().contains("rs_1"));
    }

    @Test
    void everyResultIsAMessage() {
        ToolMessage results = Message.toolResults(
                ToolResult.of(CALL, "sunny"),
                ToolResult.error(new ToolCall("call_2", "g", "{}"), "no such city"),
                new ToolResult("call_3", "h", List.of(), false, null));
        same(
                encode(ChatRequest.builder().user("hi").add(results).build()),
                "{'model':'m','messages':[{'role':'user','content':'hi'},{'role':'tool','tool_call_id':'call_1','content':'sunny'},"
                        + "{'role':'tool','tool_call_id':'call_2','content':'Error: no such city'},{'role':'tool','tool_call_id':'call_3','content':''}]}");
    }

    @Test
    void nothingOfAnAnswerIsLeftOutInSilence() {
        EncodedRequest encoded = encode(ChatRequest.builder()
                .add(new AssistantMessage(List.of(
                        new ReasoningPart("thought"),
                        new TextPart("a"),
                        new CitationPart("https://a.example", null, null, null, null),
                        new ToolCall("srv_1", "search", "{}", false, true, null),
                        new ToolCall("c", "f", "{broken", false, false, state("{'type':'custom'}")))))
                .add(new ToolMessage(List.of(
                        new ToolResult("srv_1", "search", List.of(new TextPart("found")), false, null),
                        new ToolResult(
                                "c",
                                "f",
                                List.of(new ImagePart(PNG, null, new VendorState("other/api", "{}"))),
                                false,
                                null))))
                .build());
        same(
                encoded,
                "{'model':'m','messages':[{'role':'assistant','content':'a','tool_calls':[{'id':'c','type':'custom','custom':{'name':'f','input':'{broken'}}]},"
                        + "{'role':'tool','tool_call_id':'c','content':'The output follows in the next message.'},"
                        + "{'role':'user','content':[{'type':'text','text':'Output of tool f:'},{'type':'image_url','image_url':{'url':'data:image/png;base64,AQID'}}]}]}");
        assertThat(encoded.warnings())
                .extracting(Warning::field)
                .containsExactly(
                        "messages[0].parts[0]",
                        "messages[0].parts[2]",
                        "messages[0].parts[3]",
                        "messages[1].parts[0]",
                        "messages[1]",
                        "messages[1].parts[1]");
    }

    @Test
    void theWordsOfAFailedToolSayThatItFailed() {
        same(
                encode(ChatRequest.builder()
                        .add(Message.toolResults(
                                ToolResult.error(CALL, "ERROR 7"),
                                new ToolResult("call_2", "g", List.of(), true, null),
                                new ToolResult("call_3", "h", List.of(new ImagePart(PNG)), true, null)))
                        .build()),
                "{'model':'m','messages':[{'role':'tool','tool_call_id':'call_1','content':'ERROR 7'},"
                        + "{'role':'tool','tool_call_id':'call_2','content':'Error'},"
                        + "{'role':'tool','tool_call_id':'call_3','content':'Error'},"
                        + "{'role':'user','content':[{'type':'text','text':'Output of tool h:'},{'type':'image_url','image_url':{'url':'data:image/png;base64,AQID'}}]}]}");
    }

    @Test
    void mediaOfAResultFollowInAUserMessage() {
        EncodedRequest encoded = encode(ChatRequest.builder()
                .add(new ToolMessage(List.of(
                        new ToolResult("call_1", "camera", List.of(new ImagePart(PNG)), false, null),
                        new ToolResult(
                                "call_2",
                                "f",
                                List.of(new TextPart("x"), new ImagePart(PNG, null, state("{}"))),
                                false,
                                null))))
                .build());
        same(
                encoded,
                "{'model':'m','messages':[{'role':'tool','tool_call_id':'call_1','content':'The output follows in the next message.'},"
                        + "{'role':'tool','tool_call_id':'call_2','content':[{'type':'text','text':'x'},{'type':'image_url','image_url':{'url':'data:image/png;base64,AQID'}}]},"
                        + "{'role':'user','content':[{'type':'text','text':'Output of tool camera:'},{'type':'image_url','image_url':{'url':'data:image/png;base64,AQID'}}]}]}");
        assertThat(encoded.warnings()).extracting(Warning::code).containsExactly("rewritten");
    }

    @Test
    void serversWantOtherIdsAndNamesInToolMessages() {
        ChatRequest request = ChatRequest.builder()
                .add(new AssistantMessage(List.of(CALL, new ToolCall("aB3dE6gH9", "g", "{}"))))
                .add(Message.toolResults(ToolResult.of(CALL, "x")))
                .build();
        JsonNode messages = tree(wire(Quirk.SHORT_TOOL_IDS, Quirk.TOOL_MESSAGE_NAME)
                        .encode(request, "m", false))
                .path("messages");
        String id = messages.path(0).path("tool_calls").path(0).path("id").asText();
        assertThat(id).matches("[a-zA-Z0-9]{9}");
        assertThat(messages.path(0).path("tool_calls").path(1).path("id").asText())
                .isEqualTo("aB3dE6gH9");
        assertThat(messages.path(1).path("tool_call_id").asText()).isEqualTo(id);
        assertThat(messages.path(1).path("name").asText()).isEqualTo("f");
    }

    @Test
    void aDeveloperMessageStaysOneWhereItIsKnown() {
        ChatRequest request = ChatRequest.builder()
                .add(new SystemMessage(List.of(new TextPart("a")), state("{'role':'developer'}")))
                .build();
        assertThat(tree(encode(request)).path("messages").path(0).path("role").asText())
                .isEqualTo("developer");
        assertThat(tree(wire(Quirk.NO_DEVELOPER_ROLE).encode(request, "m", false))
                        .path("messages")
                        .path(0)
                        .path("role")
                        .asText())
                .isEqualTo("system");
    }

    @Test
    void vendorOptionsAreMergedAndThoseOfOthersAreNot() {
        ChatRequest request = ChatRequest.builder()
                .user("hi")
                .temperature(0.5)
                .tools(List.of(Tool.of("f", "", "{\"type\":\"object\"}")))
                .vendorOptions(
                        "acme",
                        "{\"store\":true,\"temperature\":1,\"tools\":[{\"type\":\"web\"}],\"stream_options\":{\"include_obfuscation\":false}}")
                .vendorOptions("other", "{\"x\":1}")
                .build();
        same(
                wire().encode(request, "m", true),
                "{'model':'m','messages':[{'role':'user','content':'hi'}],'temperature':1,"
                        + "'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object'}}},{'type':'web'}],"
                        + "'stream':true,'stream_options':{'include_usage':true,'include_obfuscation':false},'store':true}");
        assertThat(tree(encode(ChatRequest.builder()
                                .user("hi")
                                .vendorOptions("acme", "{}")
                                .build()))
                        .size())
                .isEqualTo(2);
    }

    @Test
    void aRequestIsNotShownByItself() {
        assertThat(encode(ChatRequest.of("private words")).toString()).doesNotContain("private");
        assertThat(wire().path()).isEqualTo("chat/completions");
    }

    private static VendorState state(String json) {
        return new VendorState(OWN, json.replace('\'', '"'));
    }

    private static ChatCompletionsWire wire(Quirk... quirks) {
        return new ChatCompletionsWire(Answers.profile(quirks));
    }

    private static EncodedRequest encode(ChatRequest request) {
        return wire().encode(request, "m", false);
    }

    private static JsonNode tree(EncodedRequest request) {
        return WireJson.tree(new String(request.body(), StandardCharsets.UTF_8));
    }

    private static JsonNode json(String text) {
        return WireJson.tree(text.replace('\'', '"'));
    }

    private static void same(EncodedRequest request, String expected) {
        assertThat(tree(request)).isEqualTo(json(expected));
    }
}
