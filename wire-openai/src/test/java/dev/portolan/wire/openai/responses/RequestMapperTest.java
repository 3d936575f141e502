package dev.portolan.wire.openai.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import dev.portolan.chat.UserMessage;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.VideoPart;
import dev.portolan.chat.Warning;
import dev.portolan.error.UnsupportedFeature;
import dev.portolan.schema.JsonSchema;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.Quirk;
import dev.portolan.wire.openai.WireProfile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestMapperTest {

    private static final Origin ORIGIN = new Origin("openai/responses");
    private static final VendorState FOREIGN = new VendorState("anthropic/messages", "{\"signature\":\"x\"}");

    private final ResponsesWire wire = new ResponsesWire(WireProfile.OPENAI);

    private JsonNode body(ChatRequest request) {
        return WireJson.tree(new String(wire.encode(request, "gpt-5", false).body(), StandardCharsets.UTF_8));
    }

    private JsonNode input(Message... messages) {
        return body(ChatRequest.builder().messages(List.of(messages)).build()).path("input");
    }

    private List<String> warned(Message... messages) {
        ChatRequest request = ChatRequest.builder().messages(List.of(messages)).build();
        return wire.encode(request, "gpt-5", false).warnings().stream()
                .map(Warning::message)
                .toList();
    }

    private static JsonNode json(String json) {
        return WireJson.tree(json);
    }

    @Test
    void aPlainQuestionIsAsShortAsItCanBe() {
        ChatRequest request = ChatRequest.builder()
                .system("Answer in one sentence.")
                .user("What is a portolan?")
                .build();

        EncodedRequest encoded = wire.encode(request, "gpt-5", true);

        assertThat(new String(encoded.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"model\":\"gpt-5\",\"instructions\":\"Answer in one sentence.\","
                        + "\"input\":[{\"role\":\"user\",\"content\":\"What is a portolan?\"}],\"stream\":true}");
        assertThat(encoded.warnings()).isEmpty();
        assertThat(wire.path()).isEqualTo("responses");
    }

    @Test
    void settingsHaveTheirNames() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .temperature(0.5)
                .topP(0.9)
                .maxOutputTokens(400)
                .logprobs(3)
                .reasoningEffort(ReasoningEffort.MINIMAL)
                .parallelToolCalls(false)
                .toolChoice(ToolChoice.REQUIRED)
                .outputFormat(OutputFormat.JSON)
                .build();

        assertThat(body(request)).isEqualTo(json("""
                        {"model":"gpt-5","input":[{"role":"user","content":"Hi"}],"temperature":0.5,"top_p":0.9,
                         "max_output_tokens":400,"top_logprobs":3,"include":["message.output_text.logprobs"],
                         "reasoning":{"effort":"minimal"},"tool_choice":"required","parallel_tool_calls":false,
                         "text":{"format":{"type":"json_object"}}}
                        """));
    }

    @Test
    void logprobsWithoutAlternativesAreOnlyIncluded() {
        JsonNode body = body(ChatRequest.builder().user("Hi").logprobs(0).build());

        assertThat(body.has("top_logprobs")).isFalse();
        assertThat(body.path("include")).isEqualTo(json("[\"message.output_text.logprobs\"]"));
    }

    @Test
    void settingsThatTheApiDoesNotHaveAreLeftOutWithAWarning() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .topK(5)
                .seed(7L)
                .frequencyPenalty(0.1)
                .presencePenalty(0.2)
                .stop(List.of("END"))
                .build();

        EncodedRequest encoded = wire.encode(request, "gpt-5", false);

        assertThat(encoded.warnings()).extracting(Warning::code).containsOnly("left-out");
        assertThat(encoded.warnings())
                .extracting(Warning::field)
                .containsExactly("topK", "stop", "seed", "frequencyPenalty", "presencePenalty");
        assertThat(body(request)).isEqualTo(json("""
                {"model":"gpt-5","input":[{"role":"user","content":"Hi"}]}"""));
    }

    @Test
    void toolsAreFlat() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .tools(List.of(
                        new Tool("tide", "When is high water?", JsonSchema.of("{\"type\":\"object\"}"), true),
                        Tool.of("now", "", "{\"type\":\"object\",\"properties\":{}}")))
                .toolChoice(ToolChoice.named("tide"))
                .build();

        assertThat(body(request).path("tools")).isEqualTo(json("""
                        [{"type":"function","name":"tide","description":"When is high water?","parameters":{"type":"object"},"strict":true},
                         {"type":"function","name":"now","parameters":{"type":"object","properties":{}}}]
                        """));
        assertThat(body(request).path("tool_choice")).isEqualTo(json("{\"type\":\"function\",\"name\":\"tide\"}"));
    }

    @Test
    void aSchemaIsFlatInTheFormat() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .outputFormat(new OutputFormat.Schema("port", JsonSchema.of("{\"type\":\"object\"}"), "A port", true))
                .build();

        assertThat(body(request).path("text")).isEqualTo(json("""
                        {"format":{"type":"json_schema","name":"port","description":"A port","schema":{"type":"object"},"strict":true}}
                        """));
    }

    @Test
    void freeTextMayBeAskedForByName() {
        ChatRequest request =
                ChatRequest.builder().user("Hi").outputFormat(OutputFormat.TEXT).build();

        assertThat(body(request).path("text")).isEqualTo(json("{\"format\":{\"type\":\"text\"}}"));
    }

    @Test
    void vendorOptionsAreMergedAndToolsAppended() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .reasoningEffort(ReasoningEffort.LOW)
                .tools(List.of(Tool.of("now", "The time", "{\"type\":\"object\"}")))
                .vendorOptions("openai", """
                        {"reasoning": {"summary": "auto"}, "tools": [{"type": "web_search"}], "store": false,
                         "include": ["reasoning.encrypted_content"], "metadata": {"desk": "7"}, "service_tier": "flex",
                         "text": {"verbosity": "low"}, "previous_response_id": "resp_0"}""")
                .vendorOptions("azure", "{\"user\": \"nobody\"}")
                .build();

        assertThat(body(request)).isEqualTo(json("""
                        {"model":"gpt-5","input":[{"role":"user","content":"Hi"}],
                         "reasoning":{"effort":"low","summary":"auto"},
                         "tools":[{"type":"function","name":"now","description":"The time","parameters":{"type":"object"}},{"type":"web_search"}],
                         "store":false,"include":["reasoning.encrypted_content"],"metadata":{"desk":"7"},
                         "service_tier":"flex","text":{"verbosity":"low"},"previous_response_id":"resp_0"}
                        """));
    }

    @Test
    void systemMessagesThatAreNotAloneAtTheStartTravelAtTheirPlace() {
        JsonNode two = body(ChatRequest.builder()
                .system("One.")
                .system("Two.")
                .user("Hi")
                .system("Three.")
                .build());

        assertThat(two.has("instructions")).isFalse();
        assertThat(two.path("input")).isEqualTo(json("""
                        [{"role":"system","content":"One."},{"role":"system","content":"Two."},
                         {"role":"user","content":"Hi"},{"role":"system","content":"Three."}]
                        """));
    }

    @Test
    void aSystemMessageKeepsTheRoleItCameWith() {
        Message developer =
                new SystemMessage(List.of(new TextPart("Be brief.")), ORIGIN.state("{\"role\":\"developer\"}"));

        assertThat(input(developer, Message.user("Hi")).get(0))
                .isEqualTo(json("{\"role\":\"developer\",\"content\":\"Be brief.\"}"));

        ResponsesWire plain = new ResponsesWire(new WireProfile("openai", Set.of(Quirk.NO_DEVELOPER_ROLE)));
        byte[] body = plain.encode(
                        ChatRequest.builder().add(developer).user("Hi").build(), "m", false)
                .body();
        assertThat(new String(body, StandardCharsets.UTF_8)).contains("\"role\":\"system\"");
    }

    @Test
    void aSystemMessageOfSeveralPartsIsAnItem() {
        Message system = new SystemMessage(List.of(new TextPart("One."), new TextPart("Two.")));

        assertThat(input(system, Message.user("Hi")).get(0)).isEqualTo(json("""
                        {"role":"system","content":[{"type":"input_text","text":"One."},{"type":"input_text","text":"Two."}]}"""));
    }

    @Test
    void mediaTravelAsBytesAddressesAndFiles() {
        Media.Inline png = Media.of(new byte[] {1, 2, 3}, "image/png");
        Media.Inline pdf = Media.of(new byte[] {4, 5, 6}, "application/pdf");
        Media url = Media.of(URI.create("https://example.org/x"));
        Media file = new Media.FileReference("file-1", null);

        JsonNode content = input(Message.user(
                        new TextPart("Look"),
                        new ImagePart(png, "low", null),
                        new ImagePart(url),
                        new ImagePart(file),
                        new DocumentPart(pdf, "chart.pdf"),
                        new DocumentPart(pdf, null),
                        new DocumentPart(Media.of(new byte[] {7}, "text/csv"), null),
                        new DocumentPart(Media.of(new byte[] {7}, "text/plain"), null),
                        new DocumentPart(Media.of(new byte[] {7}, "text/markdown"), null),
                        new DocumentPart(url, "left-out.pdf"),
                        new DocumentPart(file, null),
                        new AudioPart(Media.of(new byte[] {9}, "audio/mpeg")),
                        new AudioPart(Media.of(new byte[] {9}, "audio/x-wav")),
                        new AudioPart(Media.of(new byte[] {9}, "audio/flac"))))
                .get(0)
                .path("content");

        assertThat(content).isEqualTo(json("""
                        [{"type":"input_text","text":"Look"},
                         {"type":"input_image","image_url":"data:image/png;base64,AQID","detail":"low"},
                         {"type":"input_image","image_url":"https://example.org/x"},
                         {"type":"input_image","file_id":"file-1"},
                         {"type":"input_file","filename":"chart.pdf","file_data":"data:application/pdf;base64,BAUG"},
                         {"type":"input_file","filename":"document.pdf","file_data":"data:application/pdf;base64,BAUG"},
                         {"type":"input_file","filename":"document.csv","file_data":"data:text/csv;base64,Bw=="},
                         {"type":"input_file","filename":"document.txt","file_data":"data:text/plain;base64,Bw=="},
                         {"type":"input_file","filename":"document.md","file_data":"data:text/markdown;base64,Bw=="},
                         {"type":"input_file","file_url":"https://example.org/x"},
                         {"type":"input_file","file_id":"file-1"},
                         {"type":"input_audio","input_audio":{"data":"CQ==","format":"mp3"}},
                         {"type":"input_audio","input_audio":{"data":"CQ==","format":"wav"}},
                         {"type":"input_audio","input_audio":{"data":"CQ==","format":"flac"}}]
                        """));
    }

    @Test
    void mediaWithoutAPlaceAreNeverDropped() {
        Part video = new VideoPart(Media.of(new byte[] {1}, "video/mp4"));
        Part sound = new AudioPart(Media.of(URI.create("https://example.org/a.mp3")));
        Part image = new ImagePart(Media.of(new byte[] {1}, "image/png"));

        assertThat(catchThrowableOfType(UnsupportedFeature.class, () -> input(Message.user(video))))
                .hasMessageContaining("messages[0].parts[0]")
                .hasMessageContaining("VideoPart");
        assertThat(catchThrowableOfType(UnsupportedFeature.class, () -> input(Message.user(sound))))
                .hasMessageContaining("AudioPart");
        assertThat(catchThrowableOfType(
                        UnsupportedFeature.class,
                        () -> input(Message.user("Hi"), new AssistantMessage(List.of(image)))))
                .hasMessageContaining("messages[1].parts[0]");
    }

    @Test
    void anAnswerGoesBackWithItsIdsReasoningAndPhase() {
        String reasoning = "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"gAAA\"}";
        String search = "{\"id\":\"ws_1\",\"type\":\"web_search_call\",\"status\":\"completed\"}";
        VendorState state = ORIGIN.state("{\"id\":\"msg_1\",\"status\":\"completed\",\"phase\":\"final_answer\"}");
        Message answer = new AssistantMessage(List.of(
                new ReasoningPart("", ORIGIN.state(reasoning)),
                new OtherPart("web_search_call", ORIGIN.state(search)),
                new TextPart("Genoa.", state),
                new CitationPart(
                        "https://example.org", "G", 0, 5, ORIGIN.state("{\"type\":\"url_citation\",\"index\":0}")),
                new RefusalPart("Not that.", state),
                new ToolCall(
                        "call_1",
                        "tide",
                        "{\"port\": \"Genoa\"}",
                        false,
                        false,
                        ORIGIN.state("{\"id\":\"fc_1\",\"status\":\"completed\"}"))));

        assertThat(input(Message.user("Where?"), answer)).isEqualTo(json("""
                        [{"role":"user","content":"Where?"},
                         {"id":"rs_1","type":"reasoning","summary":[],"encrypted_content":"gAAA"},
                         {"id":"ws_1","type":"web_search_call","status":"completed"},
                         {"type":"message","role":"assistant","id":"msg_1","status":"completed","phase":"final_answer",
                          "content":[{"type":"output_text","text":"Genoa.","annotations":[{"type":"url_citation","index":0}]},
                                     {"type":"refusal","refusal":"Not that."}]},
                         {"type":"function_call","call_id":"call_1","name":"tide","arguments":"{\\"port\\": \\"Genoa\\"}",
                          "id":"fc_1","status":"completed"}]
                        """));
        assertThat(warned(Message.user("Where?"), answer)).isEmpty();
    }

    @Test
    void messagesWithIdsOfTheirOwnStayApart() {
        Message answer = new AssistantMessage(List.of(
                new TextPart("One.", ORIGIN.state("{\"id\":\"msg_1\"}")),
                new TextPart("Two.", ORIGIN.state("{\"id\":\"msg_2\"}")),
                new TextPart("Three."),
                new TextPart("Four.")));

        assertThat(input(Message.user("Hi"), answer)).isEqualTo(json("""
                        [{"role":"user","content":"Hi"},
                         {"type":"message","role":"assistant","id":"msg_1","content":[{"type":"output_text","text":"One."}]},
                         {"type":"message","role":"assistant","id":"msg_2","content":[{"type":"output_text","text":"Two."}]},
                         {"role":"assistant","content":[{"type":"output_text","text":"Three."},{"type":"output_text","text":"Four."}]}]
                        """));
    }

    @Test
    void anAnswerOfAnotherProviderGoesAsPlainTextAndTheRestIsTold() {
        Message answer = new AssistantMessage(
                List.of(
                        new ReasoningPart("Secret thoughts", FOREIGN),
                        new ReasoningPart("Unsigned"),
                        new TextPart("Genoa.", FOREIGN),
                        new CitationPart("https://example.org", null, null, null, FOREIGN),
                        new OtherPart("server_tool_use", FOREIGN),
                        new ToolCall("toolu_1", "search", "{}", false, true, FOREIGN),
                        new ToolCall("toolu_2", "tide", "{}", false, false, FOREIGN)),
                FOREIGN);

        assertThat(input(Message.user("Where?"), answer)).isEqualTo(json("""
                        [{"role":"user","content":"Where?"},
                         {"role":"assistant","content":[{"type":"output_text","text":"Genoa."}]},
                         {"type":"function_call","call_id":"toolu_2","name":"tide","arguments":"{}"}]
                        """));
        assertThat(warned(Message.user("Where?"), answer))
                .containsExactly(
                        "Not sent to openai/responses, which does not know it: a call that another provider ran,"
                                + " citations, reasoning, server_tool_use, state of anthropic/messages");
    }

    @Test
    void theSameHoldsForStateThatIsNoJsonObject() {
        Message answer = new AssistantMessage(
                List.of(new ReasoningPart("x", ORIGIN.state("rubbish")), new TextPart("Ja", ORIGIN.state("{\"id\":"))));

        assertThat(input(Message.user("Hi"), answer).get(1))
                .isEqualTo(json("{\"role\":\"assistant\",\"content\":\"Ja\"}"));
        assertThat(warned(Message.user("Hi"), answer)).hasSize(1);
    }

    @Test
    void reasoningThatNothingFollowsIsLeftOutSinceTheVendorRejectsIt() {
        Part reasoning = new ReasoningPart("", ORIGIN.state("{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[]}"));
        Message cut = new AssistantMessage(List.of(reasoning));

        assertThat(input(Message.user("Hi"), cut, Message.user("Go on"))).hasSize(2);
        assertThat(warned(Message.user("Hi"), cut, Message.user("Go on")))
                .first()
                .asString()
                .contains("reasoning that nothing follows");
        assertThat(input(Message.user("Hi"), cut, Message.assistant("Ja"))).hasSize(3);
    }

    @Test
    void stateCannotTakeThePlaceOfWhatIsSaid() {
        Message answer = new AssistantMessage(List.of(new TextPart(
                "Mine", ORIGIN.state("{\"role\":\"system\",\"content\":\"Theirs\",\"type\":\"x\",\"id\":\"msg_1\"}"))));

        assertThat(input(Message.user("Hi"), answer).get(1)).isEqualTo(json("""
                        {"type":"message","role":"assistant","id":"msg_1","content":[{"type":"output_text","text":"Mine"}]}"""));
    }

    @Test
    void spokenAnswersGoAsTheirTranscript() {
        Message answer =
                new AssistantMessage(List.of(new AudioPart(Media.of(new byte[] {1}, "audio/wav"), "Ahoy", null)));

        assertThat(input(Message.user("Hi"), answer).get(1))
                .isEqualTo(json("{\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Ahoy\"}]}"));
        assertThat(warned(Message.user("Hi"), answer)).hasSize(1);
    }

    @Test
    void aCitationWithoutTextIsLeftOut() {
        Message answer = new AssistantMessage(List.of(new CitationPart(null, "G", null, null, null)));

        assertThat(input(Message.user("Hi"), answer).get(1)).isEqualTo(json("{\"role\":\"assistant\",\"content\":[]}"));
        assertThat(warned(Message.user("Hi"), answer)).hasSize(1);
    }

    @Test
    void resultsNameTheCallAndMayHoldMedia() {
        ToolCall call = new ToolCall("call_1", "plot", "{}");
        ToolResult media = new ToolResult(
                "call_1",
                "plot",
                List.of(new TextPart("Here"), new ImagePart(Media.of(new byte[] {1}, "image/png"))),
                false,
                ORIGIN.state("{\"id\":\"fco_1\",\"status\":\"completed\"}"));
        ToolResult nothing = new ToolResult("call_1", "plot", List.of(), false, null);
        Part opaque = new OtherPart("shell_call_output", ORIGIN.state("{\"type\":\"shell_call_output\"}"));

        assertThat(input(
                        Message.user("Hi"),
                        new AssistantMessage(List.of(call)),
                        new ToolMessage(List.of(ToolResult.of(call, "done"), media, nothing, opaque))))
                .hasSize(6)
                .endsWith(
                        json("{\"type\":\"function_call_output\",\"call_id\":\"call_1\",\"output\":\"done\"}"),
                        json("""
                                {"type":"function_call_output","call_id":"call_1","output":[{"type":"input_text","text":"Here"},
                                 {"type":"input_image","image_url":"data:image/png;base64,AQ=="}],"id":"fco_1","status":"completed"}"""),
                        json("{\"type\":\"function_call_output\",\"call_id\":\"call_1\",\"output\":\"\"}"),
                        json("{\"type\":\"shell_call_output\"}"));
    }

    @Test
    void aFailedToolIsToldInWords() {
        ToolCall call = new ToolCall("call_1", "plot", "{}");
        ToolResult silent = new ToolResult("call_1", "plot", List.of(), true, null);
        ToolResult image = new ToolResult(
                "call_1", "plot", List.of(new ImagePart(new Media.FileReference("file-1", null))), true, null);

        JsonNode input = input(
                Message.user("Hi"),
                new AssistantMessage(List.of(call)),
                Message.toolResults(
                        ToolResult.error(call, "no such port"), ToolResult.error(call, "ERROR 7"), silent, image));

        assertThat(input.get(2).path("output").asText()).isEqualTo("Error: no such port");
        assertThat(input.get(3).path("output").asText()).isEqualTo("ERROR 7");
        assertThat(input.get(4).path("output").asText()).isEqualTo("Error");
        assertThat(input.get(5).path("output"))
                .isEqualTo(
                        json(
                                "[{\"type\":\"input_text\",\"text\":\"Error\"},{\"type\":\"input_image\",\"file_id\":\"file-1\"}]"));
    }

    @Test
    void aCallOfACustomToolGoesBackAsOneWithItsResult() {
        ToolCall call = new ToolCall(
                "call_1",
                "sql",
                "{\"input\":\"select \\\"d\\\"\"}",
                false,
                false,
                ORIGIN.state("{\"type\":\"custom_tool_call\",\"id\":\"ctc_1\"}"));

        assertThat(input(
                        Message.user("Hi"),
                        new AssistantMessage(List.of(call)),
                        Message.toolResults(ToolResult.of(call, "3 rows"))))
                .endsWith(json("""
                                {"type":"custom_tool_call","call_id":"call_1","name":"sql","input":"select \\"d\\"","id":"ctc_1"}"""), json("""
                                {"type":"custom_tool_call_output","call_id":"call_1","output":"3 rows"}"""));
    }

    @Test
    void theInputOfACustomToolThatSomeoneChangedGoesAsItIs() {
        ToolCall call = new ToolCall(
                "call_1", "sql", "select 1", false, false, ORIGIN.state("{\"type\":\"custom_tool_call\"}"));

        assertThat(input(Message.user("Hi"), new AssistantMessage(List.of(call)))
                        .get(1)
                        .path("input")
                        .asText())
                .isEqualTo("select 1");
    }

    @Test
    void messagesWithoutPartsAreNotSent() {
        assertThat(body(ChatRequest.builder().add(new UserMessage(List.of())).build())
                        .has("input"))
                .isFalse();
        assertThat(input(Message.user("Hi"), new AssistantMessage(List.of()), new UserMessage(List.of())))
                .hasSize(1);
    }

    @Test
    void quirksTakeAwayWhatAServerRejects() {
        ResponsesWire quirky = new ResponsesWire(
                new WireProfile("lab", Set.of(Quirk.NO_STRICT, Quirk.NO_PARALLEL_TOOL_CALLS, Quirk.TOP_K)));
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .topK(4)
                .parallelToolCalls(false)
                .tools(List.of(
                        new Tool("a", "", JsonSchema.EMPTY_OBJECT, true),
                        new Tool("b", "", JsonSchema.EMPTY_OBJECT, false)))
                .outputFormat(new OutputFormat.Schema("s", JsonSchema.EMPTY_OBJECT, null, true))
                .build();

        EncodedRequest encoded = quirky.encode(request, "m", false);

        assertThat(new String(encoded.body(), StandardCharsets.UTF_8))
                .contains("\"top_k\":4")
                .doesNotContain("strict")
                .doesNotContain("parallel");
        assertThat(encoded.warnings())
                .extracting(Warning::field)
                .containsExactly("tools.strict", "parallelToolCalls", "outputFormat.strict");
    }

    @Test
    void strictnessIsSentAsAskedOrNotAtAll() {
        ChatRequest request = ChatRequest.builder()
                .user("Hi")
                .outputFormat(OutputFormat.schema("s", JsonSchema.EMPTY_OBJECT))
                .build();

        assertThat(body(request).path("text").path("format").has("strict")).isFalse();
        assertThat(new ResponsesWire(new WireProfile("lab", Set.of(Quirk.NO_STRICT)))
                        .encode(
                                request.toBuilder()
                                        .outputFormat(
                                                new OutputFormat.Schema("s", JsonSchema.EMPTY_OBJECT, null, false))
                                        .build(),
                                "m",
                                false)
                        .warnings())
                .isEmpty();
    }

    @Test
    void stateOfSystemAndUserMessagesGoesBackToItsOriginOnly() {
        Message user = new UserMessage(
                List.of(new TextPart("Hi", ORIGIN.state("{\"prompt_cache_breakpoint\":{\"mode\":\"explicit\"}}"))),
                ORIGIN.state("{\"id\":\"msg_u\",\"status\":\"completed\"}"));

        assertThat(input(user).get(0)).isEqualTo(json("""
                        {"role":"user","content":[{"type":"input_text","text":"Hi","prompt_cache_breakpoint":{"mode":"explicit"}}],
                         "id":"msg_u","status":"completed"}"""));
        assertThat(warned(
                        new SystemMessage(List.of(new TextPart("Be kind.")), FOREIGN),
                        new UserMessage(List.of(new TextPart("Hi", FOREIGN)))))
                .hasSize(2);
    }

    @Test
    void optionsThatIncludeSomethingElseDoNotTakeTheLogprobsAway() {
        byte[] body = new ResponsesWire(WireProfile.OPENAI)
                .encode(
                        ChatRequest.builder()
                                .user("hi")
                                .logprobs(2)
                                .vendorOptions("openai", "{\"include\":[\"reasoning.encrypted_content\"]}")
                                .build(),
                        "m",
                        false)
                .body();
        assertThat(WireJson.tree(new String(body, StandardCharsets.UTF_8)).path("include"))
                .hasToString("[\"reasoning.encrypted_content\",\"message.output_text.logprobs\"]");
    }
}
