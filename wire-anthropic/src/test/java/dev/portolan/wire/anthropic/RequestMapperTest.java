package dev.portolan.wire.anthropic;

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
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.schema.JsonSchema;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.WireJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestMapperTest {

    private static final Tool WEATHER = Tool.of(
            "get_weather",
            "The weather of a town",
            "{\"type\":\"object\",\"properties\":{\"town\":{\"type\":\"string\"}},\"required\":[\"town\"]}");

    @Test
    void aPlainQuestionIsAsShortAsItCanBe() {
        assertThat(body(ChatRequest.of("Hello."), "claude-sonnet-4-5"))
                .isEqualTo(json("{'model':'m','max_tokens':64000,'messages':[{'role':'user','content':'Hello.'}]}"));
    }

    @Test
    void theLimitIsTheFallbackWhereNothingIsKnown() {
        EncodedRequest encoded = new AnthropicWire(WireProfile.direct("anthropic"), ModelRules.UNKNOWN)
                .encode(ChatRequest.of("Hello."), "", true);
        assertThat(tree(encoded))
                .isEqualTo(json("{'max_tokens':4096,'messages':[{'role':'user','content':'Hello.'}],'stream':true}"));
    }

    @ParameterizedTest
    @CsvSource({
        "vertex, true, vertex-2023-10-16, true",
        "bedrock, true, bedrock-2023-05-31, false",
        "vertex, false, vertex-2023-10-16, false"
    })
    void hostsDressTheRequest(String host, boolean stream, String version, boolean told) {
        WireProfile profile = host.equals("vertex") ? WireProfile.vertex(host) : WireProfile.bedrock(host);
        ChatRequest request = ChatRequest.builder()
                .add(Message.user("Hello."))
                .vendorOptions(host, "{\"anthropic_beta\":[\"context-1m\"]}")
                .build();
        JsonNode body = tree(new AnthropicWire(profile, ModelRules.UNKNOWN).encode(request, "m", stream));
        assertThat(body.path("anthropic_version").asText()).isEqualTo(version);
        assertThat(body.has("model")).isFalse();
        assertThat(body.path("stream").asBoolean()).isEqualTo(told);
        assertThat(body.path("anthropic_beta")).isEqualTo(json("['context-1m']"));
    }

    @Test
    void vendorOptionsAreMergedAndBetasAreNoneOfTheBodyWhereTheyAreAHeader() {
        ChatRequest request = ChatRequest.builder()
                .add(Message.user("Hello."))
                .vendorOptions(
                        "anthropic",
                        "{\"anthropic_beta\":[\"b\"],\"metadata\":{\"user_id\":\"u\"},\"cache_control\":{\"type\":\"ephemeral\"}}")
                .vendorOptions("openai", "{\"store\":true}")
                .build();
        JsonNode body = body(request, "any");
        assertThat(body.has("anthropic_beta")).isFalse();
        assertThat(body.has("store")).isFalse();
        assertThat(body.at("/metadata/user_id").asText()).isEqualTo("u");
        assertThat(body.at("/cache_control/type").asText()).isEqualTo("ephemeral");
    }

    @Test
    void systemTextInTheMiddleGoesToTheStartWithAWarning() {
        ChatRequest request = ChatRequest.builder()
                .messages(List.of(
                        Message.system("Be brief."),
                        Message.user("Hello."),
                        Message.assistant("Hi."),
                        Message.system("Speak French."),
                        Message.user("Again.")))
                .build();
        EncodedRequest encoded = encode(request, "claude-sonnet-4-5");
        assertThat(tree(encoded).path("system"))
                .isEqualTo(json("[{'type':'text','text':'Be brief.'},{'type':'text','text':'Speak French.'}]"));
        assertThat(tree(encoded).path("messages")).hasSize(3);
        assertThat(encoded.warnings()).extracting(Warning::code).containsExactly("rewritten");
    }

    @Test
    void systemTextStandsWhereAModelTakesIt() {
        ChatRequest request = ChatRequest.builder()
                .messages(List.of(Message.user("Hello."), Message.system("Speak French.")))
                .build();
        EncodedRequest encoded = encode(request, "any");
        assertThat(tree(encoded).path("messages"))
                .isEqualTo(json("[{'role':'user','content':'Hello.'},{'role':'system','content':'Speak French.'}]"));
        assertThat(encoded.warnings()).isEmpty();
    }

    @Test
    void T16_whatOneRoleSaysInARowIsOneMessageAndResultsComeFirst() {
        ToolCall call = new ToolCall("toolu_1", "get_weather", "{\"town\":\"Ulm\"}");
        ChatRequest request = ChatRequest.builder()
                .messages(List.of(
                        Message.user("Weather?"),
                        new AssistantMessage(List.of(new TextPart("One moment."), call)),
                        Message.user("Quick!"),
                        Message.toolResults(ToolResult.of(call, "Rain"))))
                .tools(List.of(WEATHER))
                .build();
        assertThat(body(request, "any").path("messages"))
                .isEqualTo(json(
                        "[{'role':'user','content':'Weather?'},{'role':'assistant','content':[{'type':'text','text':'One"
                                + " moment.'},{'type':'tool_use','id':'toolu_1','name':'get_weather','input':{'town':'Ulm'}}]},"
                                + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1','content':'Rain'},"
                                + "{'type':'text','text':'Quick!'}]}]"));
    }

    @Test
    void T3_idsAndNamesOfOtherVendorsAreMadeToFit() {
        ToolCall call = new ToolCall("call:1/é", "old.tool", "not json");
        ChatRequest request = ChatRequest.builder()
                .messages(List.of(
                        Message.user("Go."),
                        new AssistantMessage(List.of(call)),
                        Message.toolResults(ToolResult.error(call, "It broke"))))
                .build();
        EncodedRequest encoded = encode(request, "any");
        JsonNode use = tree(encoded).at("/messages/1/content/0");
        assertThat(use.path("id").asText()).matches("toolu_[a-zA-Z0-9]{24}");
        assertThat(use.path("name").asText()).matches("old_tool_[0-9a-f]{8}");
        assertThat(use.path("input")).isEqualTo(json("{'invalid_arguments':'not json'}"));
        JsonNode result = tree(encoded).at("/messages/2/content/0");
        assertThat(result.path("tool_use_id")).isEqualTo(use.path("id"));
        assertThat(result.path("is_error").asBoolean()).isTrue();
        assertThat(encoded.warnings()).extracting(Warning::code).containsExactly("rewritten");
    }

    @Test
    void T13_toolsGoWithStrictAndTheSwitchForParallelCalls() {
        ChatRequest request = ChatRequest.builder()
                .add(Message.user("Go."))
                .tools(List.of(new Tool("get_weather", "", WEATHER.parameters(), true)))
                .toolChoice(ToolChoice.named("get_weather"))
                .parallelToolCalls(false)
                .build();
        JsonNode body = body(request, "any");
        assertThat(body.at("/tools/0").has("description")).isFalse();
        assertThat(body.at("/tools/0/strict").asBoolean()).isTrue();
        assertThat(body.path("tool_choice"))
                .isEqualTo(json("{'type':'tool','name':'get_weather','disable_parallel_tool_use':true}"));
    }

    @ParameterizedTest
    @CsvSource({"AUTO, auto", "REQUIRED, any", "NONE, none"})
    void choicesHaveOtherWordsHere(ToolChoice.Mode mode, String word) {
        ChatRequest request = ChatRequest.builder()
                .add(Message.user("Go."))
                .tools(List.of(WEATHER))
                .toolChoice(new ToolChoice(mode, null))
                .build();
        assertThat(body(request, "any").path("tool_choice")).isEqualTo(json("{'type':'" + word + "'}"));
    }

    @Test
    void parallelCallsAloneMakeTheChoiceAuto() {
        ChatRequest request = ChatRequest.builder()
                .add(Message.user("Go."))
                .tools(List.of(WEATHER))
                .parallelToolCalls(true)
                .build();
        assertThat(body(request, "any").path("tool_choice"))
                .isEqualTo(json("{'type':'auto','disable_parallel_tool_use':false}"));
    }

    @Test
    void samplingIsSentAndWhatDoesNotExistIsTold() {
        ChatRequest request = ChatRequest.builder()
                .add(Message.user("Go."))
                .temperature(0.5)
                .topP(0.9)
                .topK(5)
                .maxOutputTokens(100)
                .stop(List.of("END"))
                .seed(1L)
                .frequencyPenalty(0.1)
                .presencePenalty(0.1)
                .logprobs(1)
                .build();
        EncodedRequest encoded = encode(request, "any");
        assertThat(tree(encoded))
                .isEqualTo(json("{'model':'m','max_tokens':100,'messages':[{'role':'user','content':'Go.'}],"
                        + "'temperature':0.5,'top_p':0.9,'top_k':5,'stop_sequences':['END']}"));
        assertThat(encoded.warnings())
                .extracting(Warning::field)
                .containsExactly("seed", "frequencyPenalty", "presencePenalty", "logprobs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "claude-opus-4-6   | MEDIUM | {'type':'adaptive'} | medium",
                "claude-opus-4-6   | NONE   | {'type':'disabled'} |",
                "claude-opus-4-5   | LOW    | | low",
                "claude-opus-5-5   | MAX    | | max",
                "claude-opus-5-5   | NONE   | |",
                "claude-sonnet-4-5 | LOW    | {'type':'enabled','budget_tokens':4096} |"
            })
    void effortIsSaidAsTheFamilyHasIt(String model, ReasoningEffort effort, String thinking, String word) {
        JsonNode body = body(
                ChatRequest.of("Think.").toBuilder().reasoningEffort(effort).build(), model);
        assertThat(body.path("thinking"))
                .isEqualTo(thinking == null ? json("{}").path("none") : json(thinking));
        assertThat(body.at("/output_config/effort").asText(null)).isEqualTo(word);
    }

    @Test
    void T12_aForcedToolGoesWithoutThinking() {
        ChatRequest request = ChatRequest.builder()
                .add(Message.user("Go."))
                .tools(List.of(WEATHER))
                .toolChoice(ToolChoice.REQUIRED)
                .reasoningEffort(ReasoningEffort.HIGH)
                .build();
        JsonNode body = body(request, "claude-opus-4-6");
        assertThat(body.has("thinking")).isFalse();
        assertThat(body.at("/output_config/effort").asText()).isEqualTo("high");
    }

    @Test
    void aBudgetStaysBelowTheLimit() {
        ChatRequest request = ChatRequest.of("Think.").toBuilder()
                .reasoningEffort(ReasoningEffort.MAX)
                .maxOutputTokens(2000)
                .build();
        JsonNode body = body(request, "claude-sonnet-4-5");
        assertThat(body.path("max_tokens").asInt()).isEqualTo(2000);
        assertThat(body.at("/thinking/budget_tokens").asInt()).isEqualTo(1999);
    }

    @Test
    void aSchemaIsTheFormatAndItsDescriptionIsInIt() {
        JsonSchema schema = JsonSchema.of("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");
        ChatRequest request = ChatRequest.of("Go.").toBuilder()
                .outputFormat(new OutputFormat.Schema("invoice", schema, "An invoice", true))
                .build();
        assertThat(body(request, "any").path("output_config"))
                .isEqualTo(json("{'format':{'type':'json_schema','schema':{'type':'object','properties':{},"
                        + "'additionalProperties':false,'description':'An invoice'}}}"));
        assertThatThrownBy(() -> body(
                        ChatRequest.of("Go.").toBuilder()
                                .outputFormat(OutputFormat.JSON)
                                .build(),
                        "any"))
                .isInstanceOfSatisfying(
                        LlmException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED_FEATURE));
    }

    @Test
    void mediaHaveSourcesOfEachKind() {
        ChatRequest request = ChatRequest.builder()
                .add(Message.user(
                        new ImagePart(Media.of(new byte[] {1}, "image/jpg")),
                        new ImagePart(Media.of(URI.create("https://example.com/a.png"))),
                        new ImagePart(new Media.FileReference("file_1", null)),
                        new DocumentPart(Media.of(new byte[] {2}, "application/pdf"), "a.pdf"),
                        new DocumentPart(Media.of("a;b".getBytes(StandardCharsets.UTF_8), "text/csv"), null)))
                .build();
        assertThat(body(request, "any").at("/messages/0/content"))
                .isEqualTo(json("[{'type':'image','source':{'type':'base64','media_type':'image/jpeg','data':'AQ=='}},"
                        + "{'type':'image','source':{'type':'url','url':'https://example.com/a.png'}},"
                        + "{'type':'image','source':{'type':'file','file_id':'file_1'}},"
                        + "{'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'Ag=='},'title':'a.pdf'},"
                        + "{'type':'document','source':{'type':'text','media_type':'text/plain','data':'a;b'}}]"));
    }

    @Test
    void mediaThatTheWireDoesNotTakeFailTheCall() {
        for (Part part : List.of(
                new ImagePart(Media.of(new byte[] {1}, "image/tiff")),
                new DocumentPart(Media.of(new byte[] {1}, "application/msword"), null),
                new AudioPart(Media.of(new byte[] {1}, "audio/wav")))) {
            assertThatThrownBy(() ->
                            body(ChatRequest.builder().add(Message.user(part)).build(), "any"))
                    .isInstanceOfSatisfying(
                            LlmException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED_FEATURE));
        }
    }

    @Test
    void T22_stateOfThisWireGoesBackByteForByteAndNoOtherDoes() {
        String thought = "{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"EqQB+/=\"}";
        String redacted = "{\"type\":\"redacted_thinking\",\"data\":\"EmwKAhgB\"}";
        String search = "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"srvtoolu_1\",\"content\":[]}";
        String call = "{\"type\":\"server_tool_use\",\"id\":\"srvtoolu_1\",\"name\":\"web_search\",\"input\":{}}";
        ChatRequest request = ChatRequest.builder()
                .messages(List.of(
                        Message.user("Go."),
                        new AssistantMessage(List.of(
                                new ReasoningPart("Hm", own(thought)),
                                new ReasoningPart("", own(redacted)),
                                new ReasoningPart("Not signed"),
                                new ReasoningPart("Theirs", new VendorState("openai/responses", "{\"id\":\"rs_1\"}")),
                                new ToolCall("srvtoolu_1", "web_search", "{}", false, true, own(call)),
                                new OtherPart("web_search_tool_result", own(search)),
                                new ToolCall("ci_1", "code", "{}", false, true, null),
                                new OtherPart("theirs", new VendorState("openai/responses", "{}")),
                                new TextPart("Found.", own("{\"citations\":[{\"type\":\"x\"}]}")),
                                new CitationPart("https://e.com", "E", null, null, own("{}")),
                                new CitationPart("https://e.com", "E", null, null, null),
                                new RefusalPart("I will not."))),
                        Message.toolResults(new ToolResult("ci_1", "code", List.of(new TextPart("x")), false, null))))
                .build();
        EncodedRequest encoded = encode(request, "any");
        String body = new String(encoded.body(), StandardCharsets.UTF_8);
        assertThat(body)
                .contains(thought, redacted, call, search)
                .doesNotContain("rs_1")
                .doesNotContain("Not signed");
        assertThat(tree(encoded).at("/messages/1/content"))
                .hasSize(6)
                .anySatisfy(block -> assertThat(block)
                        .isEqualTo(json("{'type':'text','text':'Found.','citations':[{'type':'x'}]}")));
        assertThat(encoded.warnings())
                .hasSize(2)
                .first()
                .satisfies(warning -> assertThat(warning.message())
                        .contains(
                                "reasoning without a signature",
                                "state of openai/responses",
                                "theirs",
                                "citations",
                                "a call that a provider ran itself"));
    }

    @Test
    void cacheMarksStandBehindWhatSeldomChanges() {
        AnthropicWire wire = new AnthropicWire(
                WireProfile.direct("anthropic"),
                ModelRules.UNKNOWN,
                new CacheMarks(Set.of("tools", "system", "messages"), "1h"));
        ChatRequest request = ChatRequest.builder()
                .messages(List.of(
                        Message.system("Be brief."),
                        Message.user(
                                new TextPart("First."),
                                new TextPart("Last.", own("{\"cache_control\":{\"type\":\"ephemeral\"}}")))))
                .tools(List.of(WEATHER))
                .build();
        JsonNode body = tree(wire.encode(request, "m", false));
        JsonNode mark = json("{'type':'ephemeral','ttl':'1h'}");
        assertThat(body.at("/tools/0/cache_control")).isEqualTo(mark);
        assertThat(body.at("/system/0/cache_control")).isEqualTo(mark);
        assertThat(body.at("/messages/0/content/0").has("cache_control")).isFalse();
        // A mark of the part's own stays.
        assertThat(body.at("/messages/0/content/1/cache_control")).isEqualTo(json("{'type':'ephemeral'}"));
        assertThatThrownBy(() -> new CacheMarks(Set.of("everywhere"), null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void T20_resultsHoldPartsAndBlanksStayBehind() {
        ToolCall call = new ToolCall("toolu_1", "get_weather", "");
        ToolResult result = new ToolResult(
                "toolu_1",
                "get_weather",
                List.of(
                        new TextPart(" "),
                        new ImagePart(Media.of(new byte[] {1}, "image/png")),
                        new OtherPart("tool_reference", own("{\"type\":\"tool_reference\",\"tool_name\":\"x\"}")),
                        new OtherPart("theirs", new VendorState("x", "{}"))),
                false,
                own("{\"cache_control\":{\"type\":\"ephemeral\"}}"));
        EncodedRequest encoded = encode(
                ChatRequest.builder()
                        .messages(List.of(
                                Message.user("Go."),
                                new AssistantMessage(List.of(call)),
                                Message.toolResults(result),
                                Message.assistant("So \n")))
                        .build(),
                "any");
        assertThat(tree(encoded).at("/messages/2/content/0"))
                .isEqualTo(json(
                        "{'type':'tool_result','tool_use_id':'toolu_1','content':[{'type':'image','source':{'type':'base64','media_type':'image/png','data':'AQ=='}},"
                                + "{'type':'tool_reference','tool_name':'x'}],'cache_control':{'type':'ephemeral'}}"));
        // What the assistant has begun to say must not end with white space.
        assertThat(tree(encoded).at("/messages/3/content").asText()).isEqualTo("So");
        assertThat(encoded.warnings()).hasSize(1);
    }

    private static VendorState own(String json) {
        return new VendorState("anthropic/messages", json);
    }

    private static EncodedRequest encode(ChatRequest request, String model) {
        return new AnthropicWire(WireProfile.direct("anthropic"), Families.rules(model)).encode(request, "m", false);
    }

    private static JsonNode body(ChatRequest request, String model) {
        return tree(encode(request, model));
    }

    private static JsonNode tree(EncodedRequest encoded) {
        return WireJson.tree(new String(encoded.body(), StandardCharsets.UTF_8));
    }

    private static JsonNode json(String text) {
        return WireJson.tree(text.replace('\'', '"'));
    }
}
