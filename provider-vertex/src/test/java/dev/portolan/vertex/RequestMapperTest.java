package dev.portolan.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.aiplatform.v1.Content;
import com.google.cloud.aiplatform.v1.FunctionCallingConfig.Mode;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerationConfig.ThinkingConfig;
import com.google.cloud.aiplatform.v1.GenerationConfig.ThinkingConfig.ThinkingLevel;
import com.google.cloud.aiplatform.v1.Part;
import com.google.cloud.aiplatform.v1.Type;
import com.google.protobuf.ByteString;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.ReasoningPart;
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
import dev.portolan.error.InvalidRequest;
import dev.portolan.error.UnsupportedFeature;
import dev.portolan.recorded.OwnSettings;
import dev.portolan.schema.JsonSchema;
import dev.portolan.spi.support.WireJson;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestMapperTest {

    private static final Family GEMINI_3 =
            new Family(Map.of("thinking", "level", "signatures", "required", "result-media", "yes"));
    private static final Family GEMINI_25 =
            new Family(Map.of("thinking", "budget", "least-thinking-tokens", "512", "most-thinking-tokens", "24576"));
    private static final Family GEMINI_2 = new Family(Map.of("schema", "openapi"));
    private static final Tool WEATHER = Tool.of(
            "get_weather",
            "Tells the weather.",
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}");

    private static RequestMapper.Encoded encode(Family family, CallOptions options, ChatRequest request) {
        return new RequestMapper("projects/p/locations/l/publishers/google/models/m", family, options)
                .encode(request, Map.of("Team", "Blue Whale"));
    }

    private static GenerateContentRequest body(Family family, ChatRequest request) {
        return encode(family, CallOptions.NONE, request).body();
    }

    private static JsonNode json(GenerateContentRequest body) {
        return WireJson.tree(ProtoJson.print(body));
    }

    @Test
    void aPlainQuestionHoldsNothingElse() {
        assertThat(json(body(new Family(Map.of()), ChatRequest.of("Hi"))))
                .isEqualTo(
                        WireJson.tree(
                                "{\"model\":\"projects/p/locations/l/publishers/google/models/m\",\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}"));
    }

    @Test
    void settingsStandInTheGenerationConfig() {
        JsonNode config = json(body(
                        new Family(Map.of()),
                        ChatRequest.builder()
                                .user("Hi")
                                .temperature(0.5)
                                .topP(0.25)
                                .topK(7)
                                .maxOutputTokens(64)
                                .seed(42L)
                                .frequencyPenalty(0.5)
                                .presencePenalty(-0.5)
                                .logprobs(3)
                                .stop(List.of("END"))
                                .build()))
                .path("generationConfig");
        assertThat(config)
                .isEqualTo(
                        WireJson.tree(
                                "{\"temperature\":0.5,\"topP\":0.25,\"topK\":7.0,\"maxOutputTokens\":64,\"stopSequences\":[\"END\"],\"presencePenalty\":-0.5,\"frequencyPenalty\":0.5,\"responseLogprobs\":true,\"logprobs\":3,\"seed\":42}"));
    }

    @Test
    void aSeedOfMoreThan32BitsIsLeftOutAndTold() {
        ChatRequest request = ChatRequest.builder().user("Hi").seed(1L << 40).build();
        assertThat(body(GEMINI_3, request).getGenerationConfig().hasSeed()).isFalse();
        assertThat(GEMINI_3.amended(List.of(), request))
                .singleElement()
                .satisfies(gap -> assertThat(gap.field()).isEqualTo("seed"));
        assertThat(GEMINI_3.amended(
                        List.of(), ChatRequest.builder().user("Hi").seed(-3L).build()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"MINIMAL, MINIMAL", "LOW, LOW", "MEDIUM, MEDIUM", "HIGH, HIGH", "MAX, HIGH"})
    void effortIsALevelSinceGemini3(ReasoningEffort effort, ThinkingLevel level) {
        ThinkingConfig thinking = body(
                        GEMINI_3,
                        ChatRequest.builder().user("Hi").reasoningEffort(effort).build())
                .getGenerationConfig()
                .getThinkingConfig();
        assertThat(thinking.getThinkingLevel()).isEqualTo(level);
        assertThat(thinking.getIncludeThoughts()).isTrue();
        assertThat(thinking.hasThinkingBudget()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"NONE, 0", "MINIMAL, 1024", "LOW, 1024", "MEDIUM, 8192", "HIGH, 24576", "MAX, 24576"})
    void effortIsABudgetBeforeGemini3(ReasoningEffort effort, int tokens) {
        ThinkingConfig thinking = body(
                        GEMINI_25,
                        ChatRequest.builder().user("Hi").reasoningEffort(effort).build())
                .getGenerationConfig()
                .getThinkingConfig();
        assertThat(thinking.getThinkingBudget()).isEqualTo(tokens);
        assertThat(thinking.getIncludeThoughts()).isEqualTo(effort != ReasoningEffort.NONE);
        assertThat(thinking.hasThinkingLevel()).isFalse();
    }

    @Test
    void thoughtsAreShownWhereTheModelThinksUnlessASettingSaysNo() {
        assertThat(body(GEMINI_3, ChatRequest.of("Hi"))
                        .getGenerationConfig()
                        .getThinkingConfig()
                        .getIncludeThoughts())
                .isTrue();
        assertThat(body(GEMINI_2, ChatRequest.of("Hi")).hasGenerationConfig()).isFalse();
        CallOptions silent = CallOptions.of(new OwnSettings(Map.of("include-thoughts", "false")));
        assertThat(encode(GEMINI_3, silent, ChatRequest.of("Hi"))
                        .body()
                        .getGenerationConfig()
                        .getThinkingConfig()
                        .getIncludeThoughts())
                .isFalse();
    }

    @Test
    void T14_toolsAreDeclaredInJsonSchemaAndAnEmptyOneIsLeftOut() {
        GenerateContentRequest body = body(
                GEMINI_3,
                ChatRequest.builder()
                        .user("Hi")
                        .tools(List.of(WEATHER, new Tool("now", "", JsonSchema.EMPTY_OBJECT, null)))
                        .build());
        assertThat(body.getTools(0).getFunctionDeclarationsList())
                .satisfiesExactly(
                        weather -> {
                            assertThat(ProtoJson.tree(weather.getParametersJsonSchema()))
                                    .isEqualTo(
                                            WireJson.tree(WEATHER.parameters().json()));
                            assertThat(weather.hasParameters()).isFalse();
                        },
                        now -> assertThat(now.hasParametersJsonSchema()).isFalse());
        assertThat(body.hasToolConfig()).isFalse();
    }

    @Test
    void olderModelsTakeTheSubsetOfOpenApi() {
        var config = body(
                GEMINI_2,
                ChatRequest.builder()
                        .user("Hi")
                        .tools(List.of(WEATHER))
                        .outputFormat(OutputFormat.schema("city", WEATHER.parameters()))
                        .build());
        var parameters = config.getTools(0).getFunctionDeclarations(0).getParameters();
        assertThat(parameters.getPropertiesMap()).containsKey("city");
        assertThat(parameters.getType()).isEqualTo(Type.OBJECT);
        assertThat(config.getGenerationConfig().getResponseSchema()).isEqualTo(parameters);
        assertThat(VertexDialect.of(GEMINI_2).name()).isEqualTo("gemini-openapi");
        assertThat(VertexDialect.of(GEMINI_3).name()).isEqualTo("gemini-json-schema");
    }

    @Test
    void T11_theChoiceAmongToolsIsAModeAndAllowedNames() {
        assertThat(mode(ToolChoice.AUTO, null)).isEqualTo(Mode.AUTO);
        assertThat(mode(ToolChoice.NONE, null)).isEqualTo(Mode.NONE);
        assertThat(mode(ToolChoice.REQUIRED, null)).isEqualTo(Mode.ANY);
        assertThat(mode(null, true)).isEqualTo(Mode.VALIDATED);
        var named = body(
                        GEMINI_3,
                        ChatRequest.builder()
                                .user("Hi")
                                .tools(List.of(WEATHER))
                                .toolChoice(ToolChoice.named("get_weather"))
                                .build())
                .getToolConfig()
                .getFunctionCallingConfig();
        assertThat(named.getMode()).isEqualTo(Mode.ANY);
        assertThat(named.getAllowedFunctionNamesList()).containsExactly("get_weather");
    }

    private static Mode mode(ToolChoice choice, Boolean strict) {
        return body(
                        GEMINI_3,
                        ChatRequest.builder()
                                .user("Hi")
                                .tools(List.of(
                                        new Tool(WEATHER.name(), WEATHER.description(), WEATHER.parameters(), strict)))
                                .toolChoice(choice)
                                .build())
                .getToolConfig()
                .getFunctionCallingConfig()
                .getMode();
    }

    @Test
    void T9_namesThatGeminiRefusesComeBackAsTheyWere() {
        ToolNames names = new ToolNames(ChatRequest.builder()
                .user("Hi")
                .tools(List.of(new Tool("9 lives!", "", JsonSchema.EMPTY_OBJECT, null)))
                .build());
        assertThat(names.wire("9 lives!")).matches("[a-zA-Z_][a-zA-Z0-9_-]{0,63}");
        assertThat(names.original(names.wire("9 lives!"))).isEqualTo("9 lives!");
        assertThat(names.wire("9lives")).matches("[a-zA-Z_][a-zA-Z0-9_-]{0,63}").isNotEqualTo(names.wire("8lives"));
        assertThat(names.original("other")).isEqualTo("other");
    }

    @Test
    void anAnswerOfASchemaIsJson() {
        var config = body(
                        GEMINI_3,
                        ChatRequest.builder()
                                .user("Hi")
                                .outputFormat(OutputFormat.schema("city", WEATHER.parameters()))
                                .build())
                .getGenerationConfig();
        assertThat(config.getResponseMimeType()).isEqualTo("application/json");
        assertThat(ProtoJson.tree(config.getResponseJsonSchema()))
                .isEqualTo(WireJson.tree(WEATHER.parameters().json()));
        assertThat(body(
                                GEMINI_3,
                                ChatRequest.builder()
                                        .user("Hi")
                                        .outputFormat(OutputFormat.JSON)
                                        .build())
                        .getGenerationConfig()
                        .getResponseMimeType())
                .isEqualTo("application/json");
    }

    @Test
    void T22_aSignatureGoesBackOnTheSamePartByteForByte() {
        ByteString signature = ByteString.copyFrom(new byte[] {0, -1, 10, 127, -128, 65});
        ByteString after = ByteString.copyFromUtf8("behind");
        AssistantMessage said = new AssistantMessage(List.of(
                new ReasoningPart("Hm.", Origin.thought(ByteString.EMPTY)),
                new ReasoningPart("Signed.", Origin.thought(signature)),
                new TextPart("Let me look.", Origin.signedAfter(after)),
                new ToolCall("c1", "get_weather", "{\"city\":\"Oslo\"}", true, false, Origin.signed(signature)),
                new ToolCall("c2", "get_weather", "{\"city\":\"Bergen\"}", true, false, null),
                new ReasoningPart("", Origin.signed(signature))));
        RequestMapper.Encoded encoded = encode(
                GEMINI_3,
                CallOptions.NONE,
                ChatRequest.builder().user("Weather?").add(said).user("And?").build());
        List<Part> parts = encoded.body().getContents(1).getPartsList();
        assertThat(parts).hasSize(6);
        assertThat(parts.get(0).getThought()).isTrue();
        assertThat(parts.get(0).getThoughtSignature()).isEqualTo(signature);
        assertThat(parts.get(1).getText()).isEqualTo("Let me look.");
        assertThat(parts.get(1).getThoughtSignature()).isEmpty();
        assertThat(parts.get(2).getText()).isEmpty();
        assertThat(parts.get(2).hasText()).isTrue();
        assertThat(parts.get(2).getThoughtSignature()).isEqualTo(after);
        assertThat(parts.get(3).getThoughtSignature()).isEqualTo(signature);
        assertThat(parts.get(4).hasFunctionCall()).isTrue();
        assertThat(parts.get(4).getThoughtSignature()).isEmpty();
        assertThat(parts.get(5).getThoughtSignature()).isEqualTo(signature);
        assertThat(encoded.warnings()).isEmpty();
    }

    @Test
    void T21_aCallThatAnotherModelMadeHasTheDocumentedValueInPlaceOfASignature() {
        ChatRequest request = ChatRequest.builder()
                .user("Weather?")
                .add(new AssistantMessage(List.of(
                        new ToolCall(
                                "c1",
                                "get_weather",
                                "{}",
                                false,
                                false,
                                new VendorState("openai/responses", "{\"id\":\"fc_1\"}")),
                        new ToolCall("c2", "get_weather", "{}"))))
                .add(new ToolMessage(List.of(
                        new ToolResult("c1", "get_weather", List.of(new TextPart("Rain")), false, null),
                        new ToolResult("c2", "get_weather", List.of(new TextPart("Sun")), false, null))))
                .build();
        RequestMapper.Encoded encoded = encode(GEMINI_3, CallOptions.NONE, request);
        List<Part> calls = encoded.body().getContents(1).getPartsList();
        assertThat(calls.get(0).getThoughtSignature().toStringUtf8()).isEqualTo("skip_thought_signature_validator");
        assertThat(calls.get(1).getThoughtSignature()).isEmpty();
        assertThat(encoded.warnings()).extracting(Warning::code).containsExactly("left-out", "rewritten");
        assertThat(encode(GEMINI_25, CallOptions.NONE, request)
                        .body()
                        .getContents(1)
                        .getParts(0)
                        .getThoughtSignature())
                .isEmpty();
    }

    @Test
    void T18_resultsStandInTheOrderOfTheCallsAndAreObjects() {
        ChatRequest request = ChatRequest.builder()
                .user("Weather?")
                .add(new AssistantMessage(List.of(
                        new ToolCall("c1", "a", "{}"), new ToolCall("c2", "b", "{}"), new ToolCall("c3", "c", "[1]"))))
                .add(new ToolMessage(List.of(
                        new ToolResult("c3", "c", List.of(new TextPart("{\"error\":1}")), false, null),
                        new ToolResult("c2", "b", List.of(new TextPart("broken")), true, null),
                        new ToolResult("c1", "a", List.of(new TextPart("{\"t\":7}")), false, null))))
                .add(Message.user("Well?"))
                .build();
        RequestMapper.Encoded encoded = encode(GEMINI_25, CallOptions.NONE, request);
        List<Content> contents = encoded.body().getContentsList();
        assertThat(contents).hasSize(4);
        assertThat(contents.get(2).getPartsList())
                .extracting(part -> part.getFunctionResponse().getName())
                .containsExactly("a", "b", "c");
        assertThat(contents.get(2).getPartsList())
                .extracting(part -> ProtoJson.print(part.getFunctionResponse().getResponse()))
                .containsExactly("{\"t\":7}", "{\"error\":\"broken\"}", "{\"output\":{\"error\":1}}");
        assertThat(contents.get(3).getParts(0).getText()).isEqualTo("Well?");
        assertThat(ProtoJson.print(contents.get(1).getParts(2).getFunctionCall().getArgs()))
                .isEqualTo("{\"invalid_arguments\":\"[1]\"}");
        assertThat(encoded.warnings()).extracting(Warning::code).containsExactly("rewritten");
    }

    /** Vertex refuses them; calls and results are paired by name and order. */
    @Test
    void T2_idsOfCallsAreKeptHere() {
        ChatRequest request = ChatRequest.builder()
                .user("Weather?")
                .add(new AssistantMessage(List.of(new ToolCall("call-known-here", "a", "{}"))))
                .add(new ToolMessage(
                        List.of(new ToolResult("call-known-here", "a", List.of(new TextPart("7")), false, null))))
                .build();
        assertThat(ProtoJson.print(body(GEMINI_25, request)))
                .contains("functionResponse")
                .doesNotContain("known-here");
    }

    @Test
    void T20_mediaOfAResultStandInItOrBehindIt() {
        ChatRequest request = ChatRequest.builder()
                .user("Chart?")
                .add(new AssistantMessage(List.of(new ToolCall("c1", "a", "{}"))))
                .add(new ToolMessage(List.of(new ToolResult(
                        "c1", "a", List.of(new ImagePart(Media.of(new byte[] {1, 2}, "image/png"))), false, null))))
                .build();
        GenerateContentRequest newer = body(GEMINI_3, request);
        assertThat(newer.getContents(2).getParts(0).getFunctionResponse().getPartsCount())
                .isEqualTo(1);
        RequestMapper.Encoded older = encode(GEMINI_25, CallOptions.NONE, request);
        assertThat(older.body().getContentsCount()).isEqualTo(4);
        assertThat(older.body().getContents(3).getParts(0).getInlineData().getMimeType())
                .isEqualTo("image/png");
        assertThat(older.warnings()).extracting(Warning::code).containsExactly("rewritten");
    }

    @Test
    void T27_turnsOfOneSpeakerAreOneAndTheUserBegins() {
        RequestMapper.Encoded encoded = encode(
                GEMINI_25,
                CallOptions.NONE,
                ChatRequest.builder()
                        .add(Message.assistant("Hello."))
                        .user("One")
                        .user("Two")
                        .add(new SystemMessage(List.of(new TextPart("Be brief."))))
                        .build());
        assertThat(encoded.body().getContentsList())
                .extracting(Content::getRole)
                .containsExactly("user", "model", "user");
        assertThat(encoded.body().getContents(2).getPartsList())
                .extracting(Part::getText)
                .containsExactly("One", "Two");
        assertThat(encoded.body().getSystemInstruction().getParts(0).getText()).isEqualTo("Be brief.");
        assertThat(encoded.warnings()).hasSize(2);
    }

    @Test
    void filesAreNamedWithTheirType() {
        GenerateContentRequest body = body(
                GEMINI_3,
                ChatRequest.builder()
                        .add(Message.user(
                                new DocumentPart(Media.of(URI.create("gs://bucket/report.pdf")), "report"),
                                new VideoPart(Media.of(URI.create("https://www.youtube.com/watch?v=x"))),
                                new ImagePart(new Media.FileReference("gs://bucket/x", "image/png"))))
                        .build());
        assertThat(body.getContents(0).getPartsList())
                .extracting(part -> part.getFileData().getMimeType())
                .containsExactly("application/pdf", "video/mp4", "image/png");
        assertThatThrownBy(() -> body(
                        GEMINI_3,
                        ChatRequest.builder()
                                .add(Message.user(new ImagePart(Media.of(URI.create("https://example.com/x")))))
                                .build()))
                .isInstanceOf(UnsupportedFeature.class);
        assertThatThrownBy(() -> body(
                        GEMINI_3,
                        ChatRequest.builder()
                                .add(Message.user(new ImagePart(new Media.FileReference("file-1", "image/png"))))
                                .build()))
                .isInstanceOf(UnsupportedFeature.class);
    }

    @Test
    void whatIsForeignIsToldAndWhatIsOwnGoesBackWhole() {
        Part code = Part.newBuilder()
                .setExecutableCode(com.google.cloud.aiplatform.v1.ExecutableCode.newBuilder()
                        .setCode("print(1)"))
                .build();
        RequestMapper.Encoded encoded = encode(
                GEMINI_3,
                CallOptions.NONE,
                ChatRequest.builder()
                        .user("Hi")
                        .add(new AssistantMessage(List.of(
                                new OtherPart("executableCode", Origin.part(code)),
                                new OtherPart("mystery", new VendorState("other/wire", "{}")),
                                new CitationPart("https://a.example", "A", null, null, null),
                                new CitationPart(
                                        "https://b.example",
                                        "B",
                                        null,
                                        null,
                                        Origin.state("citation", WireJson.tree("{}"))),
                                new ReasoningPart("Hm."),
                                new ToolCall("s1", "search", "{}", false, true, null),
                                new TextPart("Done."))))
                        .user("Go on")
                        .build());
        assertThat(encoded.body().getContents(1).getPartsList())
                .containsExactly(code, Part.newBuilder().setText("Done.").build());
        assertThat(encoded.warnings()).hasSize(4).extracting(Warning::code).containsOnly("left-out");
    }

    @Test
    void aPartThatNobodyKnowsGoesBackByItsBytes() throws Exception {
        Part unknown = Part.parseFrom(new byte[] {(byte) 0xFA, 0x01, 0x02, 'h', 'i'});
        assertThat(Block.kind(unknown)).isEqualTo(Block.Kind.OTHER);
        JsonNode own = Origin.own(Origin.part(unknown));
        assertThat(Origin.part(own)).isEqualTo(unknown);
    }

    @Test
    void whatVertexTakesBesidesComesFromSettings() {
        CallOptions options = CallOptions.of(new OwnSettings(Map.of(
                        "labels.cost-centre", "harbour",
                        "tags-as-labels", "true",
                        "safety.hate-speech", "block-only-high",
                        "model-armor-prompt-template", "projects/p/locations/l/templates/t",
                        "model-armor-response-template", "projects/p/locations/l/templates/u",
                        "cached-content", "projects/p/locations/l/cachedContents/c",
                        "hosted-tools", "google-search,url-context,code-execution,enterprise-web-search,google-maps",
                        "media-resolution", "low")))
                .orElse(CallOptions.of(new OwnSettings(Map.of("labels.team", "blue", "request-type", "dedicated"))));
        JsonNode body = json(encode(GEMINI_2, options, ChatRequest.of("Hi")).body());
        assertThat(body.path("labels"))
                .isEqualTo(WireJson.tree("{\"cost-centre\":\"harbour\",\"team\":\"blue_whale\"}"));
        assertThat(body.at("/safetySettings/0"))
                .isEqualTo(WireJson.tree(
                        "{\"category\":\"HARM_CATEGORY_HATE_SPEECH\",\"threshold\":\"BLOCK_ONLY_HIGH\"}"));
        assertThat(body.at("/modelArmorConfig/promptTemplateName").asText()).endsWith("/t");
        assertThat(body.path("cachedContent").asText()).endsWith("/c");
        assertThat(body.path("tools")).hasSize(5);
        assertThat(body.at("/tools/0").has("googleSearch")).isTrue();
        assertThat(body.at("/generationConfig/mediaResolution").asText()).isEqualTo("MEDIA_RESOLUTION_LOW");
        assertThat(options.requestType()).isEqualTo("dedicated");
        assertThat(encode(GEMINI_2, options, ChatRequest.of("Hi"))).hasToString("Encoded[0 warnings]");
    }

    @Test
    void vendorOptionsAreMergedByTheNamesOfTheApi() {
        GenerateContentRequest body = body(
                GEMINI_3,
                ChatRequest.builder()
                        .user("Hi")
                        .tools(List.of(WEATHER))
                        .temperature(0.5)
                        .stop(List.of("A"))
                        .vendorOptions(
                                "vertex",
                                "{\"tools\":[{\"googleSearch\":{}}],\"generationConfig\":{\"temperature\":null,\"stopSequences\":[\"B\"],\"audioTimestamp\":true},\"labels\":{\"a\":\"b\"}}")
                        .build());
        assertThat(body.getToolsCount()).isEqualTo(2);
        assertThat(body.getGenerationConfig().hasTemperature()).isFalse();
        assertThat(body.getGenerationConfig().getStopSequencesList()).containsExactly("B");
        assertThat(body.getGenerationConfig().getAudioTimestamp()).isTrue();
        assertThat(body.getLabelsMap()).containsEntry("a", "b");
        assertThatThrownBy(() -> body(
                        GEMINI_3,
                        ChatRequest.builder()
                                .user("Hi")
                                .vendorOptions("vertex", "{\"generationConfig\":{\"temprature\":1}}")
                                .build()))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("generationConfig.temprature");
        assertThatThrownBy(() -> body(
                        GEMINI_3,
                        ChatRequest.builder()
                                .user("Hi")
                                .vendorOptions("vertex", "{\"generationConfig\":{\"topP\":\"secret\"}}")
                                .build()))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void wholeNumbersStayWholeAndOthersKeepTheirDigits() {
        String json = "{\"a\":1,\"b\":1.5,\"c\":[true,null,\"x\"],\"d\":9007199254740992,\"e\":-0.1}";
        assertThat(ProtoJson.tree(ProtoJson.struct(WireJson.tree(json)))).hasToString(json);
    }

    @Test
    void argumentsInPiecesAreRefusedBeforeTheyAreAskedFor() {
        assertThatThrownBy(() -> body(
                        GEMINI_3,
                        ChatRequest.builder()
                                .user("Hi")
                                .vendorOptions(
                                        "vertex",
                                        "{\"toolConfig\":{\"functionCallingConfig\":{\"streamFunctionCallArguments\":true}}}")
                                .build()))
                .isInstanceOf(UnsupportedFeature.class);
    }
}
