package dev.portolan.spi;

import static dev.portolan.spi.ScriptedModel.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.AdaptationPolicy;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.OutputMode;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolChoice;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.StreamInterrupted;
import dev.portolan.error.UnsupportedFeature;
import dev.portolan.schema.JsonSchema;
import dev.portolan.schema.SchemaDialect;
import dev.portolan.spi.support.schema.KeywordRules;
import dev.portolan.spi.support.schema.ObjectRules;
import dev.portolan.spi.support.schema.RuleDialect;
import dev.portolan.spi.support.schema.RuleDialect.Strictness;
import dev.portolan.spi.support.schema.SchemaLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Schemas on their way through {@link ProviderChatModel}. */
class SchemaFitterTest {

    private static final JsonSchema CITY =
            JsonSchema.of("{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
                    + "\"note\":{\"type\":\"string\"}},\"required\":[\"name\"],\"additionalProperties\":false}");
    private static final JsonSchema CITIES =
            JsonSchema.of("{\"type\":\"array\",\"items\":{\"type\":\"string\",\"minLength\":1}}");
    private static final JsonSchema ANYTHING = JsonSchema.of("{\"type\":\"object\",\"additionalProperties\":true}");

    private static final RuleDialect ACME = RuleDialect.builder("acme")
            .strictness(Strictness.WHEN_LOSSLESS, Strictness.ALWAYS)
            .rules(
                    KeywordRules.describe("AC1", "minLength"),
                    ObjectRules.noOpenObjects("AC2"),
                    ObjectRules.nullForAbsent("AC3"))
            .nullForAbsent()
            .objectAtRoot("AC4")
            .limits(new SchemaLimits("AC5", 3, 0, 0, 0, 0, 0))
            .build();

    private static final class AcmeChatModel extends ProviderChatModel {
        final ScriptedModel wire = new ScriptedModel();
        final @Nullable SchemaDialect dialect;
        List<Gap> more = List.of();

        AcmeChatModel(ModelInfo info, @Nullable SchemaDialect dialect) {
            super(info, ModelSettings.builder("assistant", "large-1").build());
            this.dialect = dialect;
        }

        @Override
        protected ChatResponse send(ChatRequest request, CallContext context) {
            return wire.chat(request, context);
        }

        @Override
        protected ChatStream open(ChatRequest request, CallContext context) {
            return wire.stream(request, context);
        }

        @Override
        protected @Nullable SchemaDialect schemaDialect() {
            return dialect;
        }

        @Override
        protected List<Gap> gaps(ChatRequest request) {
            List<Gap> all = new ArrayList<>(super.gaps(request));
            if (request.toolChoice() != null) {
                all.addAll(more);
            }
            return all;
        }

        ChatRequest sent() {
            return wire.requests.get(wire.requests.size() - 1);
        }
    }

    private static AcmeChatModel model(Capability... missing) {
        return speaking(ACME, missing);
    }

    private static AcmeChatModel speaking(@Nullable SchemaDialect dialect, Capability... missing) {
        ModelInfo.Builder info = ModelInfo.builder("acme", "large-1");
        for (Capability capability : missing) {
            info.capability(capability, false);
        }
        return new AcmeChatModel(info.build(), dialect);
    }

    private static ChatRequest asking(JsonSchema schema) {
        return asking(schema, null, null);
    }

    private static ChatRequest asking(JsonSchema schema, @Nullable Boolean strict, @Nullable OutputMode mode) {
        return ChatRequest.builder()
                .user("Which city?")
                .outputFormat(new OutputFormat.Schema("city", schema, null, strict, mode))
                .build();
    }

    private static ChatResponse calling(Part... parts) {
        return answer("").toBuilder()
                .message(new AssistantMessage(List.of(parts)))
                .finishReason(new FinishReason(FinishReason.Kind.TOOL_CALLS, "tool_use"))
                .build();
    }

    private static OutputFormat.Schema format(ChatRequest request) {
        return (OutputFormat.Schema) request.outputFormat();
    }

    @Test
    void anAnswerIsAskedForInTheWordsOfTheWireAndComesBackInItsOwn() {
        AcmeChatModel model = model();
        model.wire.then(answer("{\"name\":\"Ulm\",\"note\":null}"));

        ChatResponse response = model.chat(asking(CITY));

        assertThat(format(model.sent()).schema().json()).contains("[\"string\",\"null\"]", "[\"name\",\"note\"]");
        assertThat(format(model.sent()).strict()).isTrue();
        assertThat(response.text()).isEqualTo("{\"name\":\"Ulm\"}");
        assertThat(response.outputMode()).isEqualTo(OutputMode.NATIVE_STRICT);
        assertThat(response.warnings()).isEmpty();
        assertThat(model.check(asking(CITY))).isEmpty();
    }

    @Test
    void whatTheWayBackDoesNotChangeKeepsItsBytes() {
        AcmeChatModel model = model();
        model.wire.then(answer("{ \"name\" : \"Ulm\",\n\"note\":\"n\" }"));
        assertThat(model.chat(asking(CITY)).text()).isEqualTo("{ \"name\" : \"Ulm\",\n\"note\":\"n\" }");
    }

    @Test
    void anAnswerInSeveralPartsIsOneValue() {
        AcmeChatModel model = model();
        ReasoningPart thought = new ReasoningPart("hm");
        model.wire.then(calling(new TextPart("{\"name\":\"Ulm\","), thought, new TextPart("\"note\":null}")));
        assertThat(model.chat(asking(CITY)).message().parts())
                .containsExactly(new TextPart("{\"name\":\"Ulm\"}"), thought);
    }

    @Test
    void lossesAreToldBeforeTheCallAndWithTheAnswer() {
        AcmeChatModel model = model();
        model.wire.then(answer("{\"value\":[\"Ulm\"]}"));
        List<Gap> gaps = model.check(asking(CITIES));
        assertThat(gaps)
                .containsExactly(new Gap(
                        "outputFormat",
                        Gap.Effect.REWRITTEN,
                        "acme/large-1 AC1: minLength is told to the model but not enforced by the vendor (at /items)"));
        ChatResponse response = model.chat(asking(CITIES));
        assertThat(response.warnings())
                .extracting(Warning::message)
                .containsExactly(gaps.get(0).message());
        assertThat(response.text()).isEqualTo("[\"Ulm\"]");
        assertThatThrownBy(() -> model.chat(
                        asking(CITIES),
                        CallContext.builder()
                                .adaptation(AdaptationPolicy.STRICT)
                                .build()))
                .isInstanceOf(UnsupportedFeature.class);
    }

    @Test
    void whatCannotBeEnforcedIsAHintUnlessItMustBe() {
        AcmeChatModel model = model();
        model.wire.then(answer("{}"));
        assertThat(model.chat(asking(ANYTHING)).outputMode()).isEqualTo(OutputMode.NATIVE_LOOSE);
        assertThat(format(model.sent()).strict()).isFalse();
        assertThat(format(model.sent()).schema()).isEqualTo(ANYTHING);
        UnsupportedFeature refused =
                catchThrowableOfType(UnsupportedFeature.class, () -> model.chat(asking(ANYTHING, true, null)));
        assertThat(refused).hasMessageContaining("native-strict");
    }

    @Test
    void aSchemaOverTheLimitsGoesByTheNextModeAndIsRefusedWhenThatIsForbidden() {
        JsonSchema large = JsonSchema.of(
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},\"b\":{\"type\":\"string\"},"
                        + "\"c\":{\"type\":\"string\"},\"d\":{\"type\":\"string\"}},\"required\":[\"a\",\"b\",\"c\",\"d\"]}");
        AcmeChatModel model = model();
        model.wire.then(answer("{}"));
        ChatResponse loose = model.chat(asking(large));
        assertThat(loose.outputMode()).isEqualTo(OutputMode.NATIVE_LOOSE);
        assertThat(loose.warnings())
                .extracting(Warning::message)
                .containsExactly("acme/large-1 is asked for the answer by the mode native-loose: AC5: The schema has 4"
                        + " properties, and 3 are allowed (at its root)");
        UnsupportedFeature refused =
                catchThrowableOfType(UnsupportedFeature.class, () -> model.chat(asking(large, true, null)));
        assertThat(refused).hasMessageContaining("AC5: The schema has 4 properties, and 3 are allowed");
        assertThat(model.wire.requests).hasSize(1);
    }

    @Test
    void withoutADialectSchemasAreSentAsTheyAreWritten() {
        AcmeChatModel model = speaking(null, Capability.AUDIO_INPUT);
        ChatRequest request = asking(CITIES);
        model.wire.then(answer("[]")).then(answer("[]"));
        assertThat(model.chat(request).outputMode()).isEqualTo(OutputMode.NATIVE_LOOSE);
        assertThat(model.sent()).isSameAs(request);
        assertThat(model.chat(asking(CITIES, true, null)).outputMode()).isEqualTo(OutputMode.NATIVE_STRICT);
    }

    @Test
    void aModelWithoutSchemasIsGivenATool() {
        AcmeChatModel model = model(Capability.JSON_SCHEMA_OUTPUT);
        model.wire.then(calling(new TextPart("Here it is:"), new ToolCall("c1", "city", "{\"value\":[\"Ulm\"]}")));

        ChatResponse response = model.chat(asking(CITIES));

        ChatRequest sent = model.sent();
        assertThat(sent.outputFormat()).isNull();
        assertThat(sent.toolChoice()).isEqualTo(ToolChoice.named("city"));
        assertThat(sent.tools()).extracting(Tool::name).containsExactly("city");
        assertThat(sent.tools().get(0).parameters().json())
                .startsWith("{\"type\":\"object\",\"properties\":{\"value\"");
        assertThat(response.text()).isEqualTo("[\"Ulm\"]");
        assertThat(response.toolCalls()).isEmpty();
        assertThat(response.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.STOP, "tool_use"));
        assertThat(response.outputMode()).isEqualTo(OutputMode.TOOL);
        assertThat(response.warnings()).extracting(Warning::code).containsExactly("emulated", "left-out");
        assertThat(model.check(asking(CITIES))).extracting(Gap::effect).containsExactly(Gap.Effect.EMULATED);
    }

    @Test
    void theToolOfTheAnswerStandsBesideThoseOfTheApplication() {
        AcmeChatModel model = model(Capability.JSON_SCHEMA_OUTPUT);
        Tool own = new Tool("city", "another", JsonSchema.EMPTY_OBJECT, null);
        ChatRequest request = asking(CITY).toBuilder().tools(List.of(own)).build();
        ToolCall call = new ToolCall("c1", "city", "{}");
        model.wire.then(calling(new TextPart("Let me see."), call));
        model.wire.then(calling(new ToolCall("c2", "answer_city", "{\"name\":\"Ulm\"}")));

        ChatResponse first = model.chat(request);
        assertThat(model.sent().toolChoice()).isEqualTo(ToolChoice.REQUIRED);
        assertThat(model.sent().tools()).extracting(Tool::name).containsExactly("city", "answer_city");
        assertThat(first.toolCalls()).containsExactly(call);
        assertThat(first.text()).isEqualTo("Let me see.");
        assertThat(first.finishReason().kind()).isEqualTo(FinishReason.Kind.TOOL_CALLS);
        assertThat(model.chat(request).text()).isEqualTo("{\"name\":\"Ulm\"}");
    }

    @Test
    void aModelThatEnforcesArgumentsDoesSoForTheToolOfTheAnswer() {
        AcmeChatModel model = new AcmeChatModel(
                ModelInfo.builder("acme", "large-1")
                        .capability(Capability.JSON_SCHEMA_OUTPUT, false)
                        .capability(Capability.STRICT_TOOLS, true)
                        .capability(Capability.PARALLEL_TOOL_CALLS, true)
                        .build(),
                ACME);
        model.wire.then(calling(new ToolCall("c1", "city", "{\"name\":\"Ulm\",\"note\":null}")));
        ChatResponse response = model.chat(asking(CITY));
        assertThat(response.outputMode()).isEqualTo(OutputMode.STRICT_TOOL);
        assertThat(response.text()).isEqualTo("{\"name\":\"Ulm\"}");
        assertThat(model.sent().tools().get(0).strict()).isTrue();
        assertThat(model.sent().parallelToolCalls()).isFalse();
    }

    @Test
    void aForcedChoiceThatTheWireRefusesLeavesJsonModeAndThePrompt() {
        AcmeChatModel model = model(Capability.JSON_SCHEMA_OUTPUT);
        model.more = List.of(new Gap("toolChoice", Gap.Effect.REFUSED, "not while it thinks"));
        model.wire.then(answer("{\"value\":[\"Ulm\"]}")).then(answer("[\"Ulm\"]"));
        ChatResponse response = model.chat(asking(CITIES));
        assertThat(response.outputMode()).isEqualTo(OutputMode.JSON_MODE);
        assertThat(response.text()).isEqualTo("[\"Ulm\"]");
        assertThat(model.sent().outputFormat()).isEqualTo(OutputFormat.JSON);
        assertThat(model.sent().messages().get(0).text()).contains("{\"type\":\"object\",\"properties\":{\"value\"");

        AcmeChatModel bare = model(Capability.JSON_SCHEMA_OUTPUT, Capability.TOOLS, Capability.JSON_OUTPUT);
        bare.wire.then(answer("[\"Ulm\"]")).then(answer("[\"Ulm\"]"));
        assertThat(bare.chat(asking(CITIES)).outputMode()).isEqualTo(OutputMode.PROMPTED);
        assertThat(bare.sent().messages().get(0).text()).endsWith(CITIES.json());
        ChatRequest withSystem = ChatRequest.builder()
                .system("Be brief.")
                .user("Which?")
                .outputFormat(OutputFormat.schema("s", CITIES))
                .build();
        bare.chat(withSystem);
        assertThat(bare.sent().messages()).hasSize(2);
        assertThat(bare.sent().messages().get(0).text()).startsWith("Be brief.").contains("JSON Schema");
    }

    @Test
    void aModelWithoutSystemTextReadsTheSchemaFromTheUser() {
        AcmeChatModel model = model(
                Capability.JSON_SCHEMA_OUTPUT, Capability.TOOLS, Capability.JSON_OUTPUT, Capability.SYSTEM_MESSAGES);
        model.wire.then(answer("[]"));
        model.chat(asking(CITIES));
        assertThat(model.sent().messages()).hasSize(1);
        assertThat(model.sent().messages().get(0).text())
                .startsWith("Which city?")
                .endsWith(CITIES.json());
    }

    @Test
    void aModeThatIsNamedIsTakenOrTheCallRefused() {
        AcmeChatModel model = model();
        model.wire.then(answer("[]"));
        ChatResponse prompted = model.chat(asking(CITIES, null, OutputMode.PROMPTED));
        assertThat(prompted.outputMode()).isEqualTo(OutputMode.PROMPTED);
        assertThat(prompted.warnings()).isEmpty();
        AcmeChatModel bare = model(Capability.TOOLS);
        UnsupportedFeature refused =
                catchThrowableOfType(UnsupportedFeature.class, () -> bare.chat(asking(CITIES, null, OutputMode.TOOL)));
        assertThat(refused).hasMessageContaining("the mode tool");
        assertThat(bare.check(asking(CITIES, null, OutputMode.TOOL)))
                .extracting(Gap::effect)
                .containsExactly(Gap.Effect.REFUSED);
    }

    @Test
    void toolsAreStrictWhenNothingIsLostAndTheirArgumentsComeBackRestored() {
        AcmeChatModel model = model();
        Tool lossless = new Tool("a", "", CITY, null);
        Tool lossy = new Tool("b", "", CITIES, null);
        ChatRequest request =
                ChatRequest.builder().user("q").tools(List.of(lossless, lossy)).build();
        ToolCall run = new ToolCall("c3", "a", "{\"note\":null}", false, true, null);
        model.wire.then(calling(
                new ToolCall("c1", "a", "{\"name\":\"Ulm\",\"note\":null}"), new ToolCall("c2", "b", "[ ]"), run));
        ChatResponse response = model.chat(request);
        assertThat(model.sent().tools()).extracting(Tool::strict).containsExactly(true, false);
        assertThat(model.sent().tools().get(1).parameters()).isEqualTo(CITIES);
        assertThat(response.message().parts())
                .containsExactly(new ToolCall("c1", "a", "{\"name\":\"Ulm\"}"), new ToolCall("c2", "b", "[ ]"), run);
        assertThat(response.outputMode()).isNull();
    }

    @Test
    void aModelThatEnforcesNoArgumentsIsToldNothingOfIt() {
        AcmeChatModel model = model(Capability.STRICT_TOOLS);
        ChatRequest request = ChatRequest.builder()
                .user("q")
                .tools(List.of(new Tool("a", "", CITY, null)))
                .build();
        ChatResponse response = answer("Hi");
        model.wire.then(response);
        assertThat(model.chat(request)).isSameAs(response);
        assertThat(model.sent()).isSameAs(request);
    }

    @Test
    void aStreamEndsInTheWordsOfTheOriginalSchemas() {
        AcmeChatModel model = model();
        ToolCall raw = new ToolCall("c1", "a", "{\"name\":\"Ulm\",\"note\":null}");
        ToolCall restored = new ToolCall("c1", "a", "{\"name\":\"Ulm\"}");
        model.wire.thenStream(
                new ChatEvent.ToolCallDelta(0, "c1", "a", raw.arguments()),
                new ChatEvent.ToolCallCompleted(raw, 0),
                calling(raw));
        ChatRequest request = ChatRequest.builder()
                .user("q")
                .tools(List.of(new Tool("a", "", CITY, null)))
                .build();
        List<ChatEvent> events = new ArrayList<>();
        model.stream(request).forEach(events::add);
        assertThat(events)
                .containsExactly(
                        new ChatEvent.ToolCallDelta(0, "c1", "a", raw.arguments()),
                        new ChatEvent.ToolCallCompleted(restored, 0),
                        new ChatEvent.Completed(calling(restored)));
    }

    @Test
    void inAStreamTheArgumentsOfTheAnswerAreItsText() {
        AcmeChatModel model = model(Capability.JSON_SCHEMA_OUTPUT);
        ToolCall call = new ToolCall("c1", "city", "{\"value\":[\"Ulm\"]}");
        model.wire.thenStream(
                new ChatEvent.TextDelta("Here:", 0),
                new ChatEvent.ToolCallDelta(0, "c1", null, ""),
                new ChatEvent.ToolCallDelta(0, "c1", "city", "{\"value\":"),
                new ChatEvent.ToolCallDelta(0, "c1", "city", "[\"Ulm\"]}"),
                new ChatEvent.ToolCallCompleted(call, 0),
                calling(new TextPart("Here:"), call));
        List<ChatEvent> events = new ArrayList<>();
        model.stream(asking(CITIES)).forEach(events::add);
        assertThat(events.subList(0, 2))
                .containsExactly(new ChatEvent.TextDelta("{\"value\":", 0), new ChatEvent.TextDelta("[\"Ulm\"]}", 0));
        assertThat(events).hasSize(3);
        ChatResponse end = ((ChatEvent.Completed) events.get(2)).response();
        assertThat(end.text()).isEqualTo("[\"Ulm\"]");
        assertThat(end.outputMode()).isEqualTo(OutputMode.TOOL);
        assertThat(end.warnings()).extracting(Warning::code).contains("emulated", "left-out");
    }

    @Test
    void textOfAModelThatCallsOtherToolsIsHandedOut() {
        AcmeChatModel model = model(Capability.JSON_SCHEMA_OUTPUT);
        ToolCall call = new ToolCall("c1", "look", "{}");
        model.wire.thenStream(
                new ChatEvent.TextDelta("Let me see.", 0),
                new ChatEvent.ToolCallDelta(0, "c1", null, "{"),
                new ChatEvent.ToolCallDelta(0, "c1", "look", "}"),
                new ChatEvent.ToolCallDelta(0, null, null, ""),
                new ChatEvent.ToolCallCompleted(call, 0),
                calling(new TextPart("Let me see."), call));
        ChatRequest request = asking(CITY).toBuilder()
                .tools(List.of(new Tool("look", "", JsonSchema.EMPTY_OBJECT, null)))
                .build();
        List<ChatEvent> events = new ArrayList<>();
        model.stream(request).forEach(events::add);
        assertThat(events)
                .contains(
                        new ChatEvent.ToolCallDelta(0, "c1", null, "{"),
                        new ChatEvent.TextDelta("Let me see.", 0),
                        new ChatEvent.ToolCallCompleted(call, 0))
                .hasSize(6);
    }

    @Test
    void whatHadComeOfABrokenStreamIsRestoredToo() {
        AcmeChatModel model = model();
        model.wire.thenStream(ErrorDetails.builder("the stream broke off")
                .partialResponse(answer("{\"name\":\"Ulm\",\"note\":null}"))
                .toException(ErrorKind.STREAM_INTERRUPTED));
        StreamInterrupted broken = catchThrowableOfType(
                StreamInterrupted.class, () -> model.stream(asking(CITY)).response());
        assertThat(broken.partialResponse().text()).isEqualTo("{\"name\":\"Ulm\"}");
    }

    @Test
    void T25_callsInAWrapperComeApartInAnswerAndStream() {
        ChatRequest request = ChatRequest.builder()
                .user("How is Oslo?")
                .tools(List.of(new Tool("weather", "", CITY, null)))
                .build();
        ToolCall wrapper = new ToolCall(
                "call_1",
                "multi_tool_use.parallel",
                "{\"tool_uses\":[{\"recipient_name\":\"functions.weather\",\"parameters\":{\"name\":\"Oslo\"}}]}");
        AcmeChatModel model = model();
        model.wire.then(calling(wrapper));
        assertThat(model.chat(request).toolCalls()).extracting(ToolCall::id).containsExactly("call_1_0");

        model.wire.thenStream(new ChatEvent.ToolCallCompleted(wrapper, 0), new ChatEvent.Completed(calling(wrapper)));
        try (ChatStream stream = model.stream(request)) {
            List<String> completed = new ArrayList<>();
            for (ChatEvent event : stream) {
                if (event instanceof ChatEvent.ToolCallCompleted done) {
                    completed.add(done.call().name() + " " + done.call().id());
                }
            }
            assertThat(completed).containsExactly("weather call_1_0");
            assertThat(stream.response().toolCalls()).extracting(ToolCall::name).containsExactly("weather");
        }
    }

    @Test
    void aNameIsMadeOfLettersThatEveryVendorTakes() {
        AcmeChatModel model = model();
        model.wire.then(answer("{}"));
        model.chat(ChatRequest.builder()
                .user("q")
                .outputFormat(OutputFormat.schema("Straße/" + "x".repeat(80), CITY))
                .build());
        assertThat(format(model.sent()).name()).startsWith("Stra_e_xxx").hasSize(64);
    }
}
