package dev.portolan.structured;

import static dev.portolan.spi.ScriptedModel.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.OutputMode;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.StructuredOutputFailed;
import dev.portolan.schema.JsonSchema;
import dev.portolan.spi.ScriptedModel;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StructuredOutputTest {

    record City(String name, int people, LocalDate founded, Optional<String> note, Map<String, BigDecimal> taxes) {}

    record Even(int number) {
        Even {
            if (number % 2 != 0) {
                throw new IllegalArgumentException("odd: " + number);
            }
        }
    }

    private static final String ULM =
            "{\"name\":\"Ulm\",\"people\":129000,\"founded\":\"0854-07-22\",\"taxes\":{\"a\":1.50}}";
    private static final String SECRET = "ultramarine";
    private static final ChatRequest ASKED = ChatRequest.of("Which city?");
    private static final StructuredOutput<City> CITY = StructuredOutput.of(City.class);

    @Test
    void anAnswerIsItsType() {
        ScriptedModel model = new ScriptedModel()
                .then(answer(ULM).toBuilder().outputMode(OutputMode.TOOL).build());

        StructuredResult<City> result = CITY.described("a city").chat(model, ASKED);

        assertThat(result.value())
                .isEqualTo(new City(
                        "Ulm",
                        129_000,
                        LocalDate.of(854, 7, 22),
                        Optional.empty(),
                        Map.of("a", new BigDecimal("1.50"))));
        assertThat(result.json()).isEqualTo(ULM);
        assertThat(result.mode()).isEqualTo(OutputMode.TOOL);
        assertThat(result.repairs()).isZero();
        assertThat(result.tolerated()).isEmpty();
        assertThat(result.usage()).isEqualTo(Usage.of(12, 5));
        OutputFormat.Schema format = (OutputFormat.Schema) model.requests.get(0).outputFormat();
        assertThat(format.name()).isEqualTo("City");
        assertThat(format.description()).isEqualTo("a city");
        assertThat(format.schema()).isEqualTo(TypeSchema.of(City.class));
        assertThat(result).hasToString("StructuredResult[City, " + ULM.length() + " chars, repairs=0, tolerated=[]]");
    }

    @Test
    void typesWithArgumentsAndSchemasServeToo() {
        ScriptedModel model =
                new ScriptedModel().then(answer("[{\"number\":2}]")).then(answer("{\"a\" : 1}"));
        assertThat(StructuredOutput.of(new TypeRef<List<Even>>() {})
                        .chat(model, ASKED)
                        .value())
                .containsExactly(new Even(2));
        StructuredOutput<String> any = StructuredOutput.of(JsonSchema.of("{\"type\":\"object\"}"))
                .named("thing")
                .mode(OutputMode.PROMPTED)
                .strict(false);
        assertThat(any.chat(model, ASKED).value()).isEqualTo("{\"a\" : 1}");
        assertThat(model.requests.get(1).outputFormat())
                .isEqualTo(new OutputFormat.Schema(
                        "thing", JsonSchema.of("{\"type\":\"object\"}"), null, false, OutputMode.PROMPTED));
        assertThat(any)
                .hasToString(
                        "StructuredOutput[Schema[thing, JsonSchema[17 chars], strict=false, PROMPTED], repairs=1]");
    }

    @Test
    void aSetTypedAnswerNeedsAType() {
        assertThatThrownBy(() -> StructuredOutput.of(Object.class)).isInstanceOf(IllegalArgumentException.class);
        assertThat(StructuredOutput.of(int[].class)
                        .chat(new ScriptedModel().then(answer("[1,2]")), ASKED)
                        .value())
                .containsExactly(1, 2);
        assertThatThrownBy(() -> CITY.repairs(6)).hasMessageContaining("0 to 5");
        assertThatThrownBy(() -> CITY.repairs(-1)).hasMessageContaining("0 to 5");
    }

    @Test
    void anAnswerThatDoesNotFitIsShownToTheModelWithWhatIsWrong() {
        ChatResponse wrong = answer("{\"name\":\"Ulm\",\"people\":\"many\",\"taxes\":{}}");
        ScriptedModel model = new ScriptedModel().then(wrong).then(answer("```json\n" + ULM + "\n```"));

        StructuredResult<City> result = CITY.chat(model, ASKED);

        assertThat(result.value().name()).isEqualTo("Ulm");
        assertThat(result.repairs()).isEqualTo(1);
        assertThat(result.usage()).isEqualTo(Usage.of(24, 10));
        assertThat(result.tolerated()).containsExactly(Tolerance.CODE_FENCE);
        assertThat(result.response().warnings()).extracting(Warning::code).containsExactly("repaired");
        List<Message> shown = model.requests.get(1).messages();
        assertThat(shown).hasSize(3);
        assertThat(shown.get(1)).isEqualTo(wrong.message());
        assertThat(shown.get(2).text())
                .contains("- Required but missing: founded\n", "- at /people: The value must be of type integer\n");
        assertThat(model.requests.get(1).outputFormat())
                .isEqualTo(model.requests.get(0).outputFormat());
    }

    @Test
    void whatTheTypeItselfRefusesIsRepairedToo() {
        ScriptedModel model = new ScriptedModel().then(answer("{\"number\":3}")).then(answer("{\"number\":4}"));
        assertThat(StructuredOutput.of(Even.class).chat(model, ASKED).value()).isEqualTo(new Even(4));
        assertThat(model.requests.get(1).messages().get(2).text()).contains("does not fit Even");
    }

    @Test
    void repairEndsAndTheFailureSaysNothingOfTheAnswer() {
        String wrong =
                "{\"name\":\"" + SECRET + "\",\"people\":\"" + SECRET + "\",\"taxes\":{\"" + SECRET + "\":\"x\"}}";
        ScriptedModel model =
                new ScriptedModel().then(answer(wrong)).then(answer(wrong)).then(answer(wrong));

        StructuredOutputFailed failed = catchThrowableOfType(
                StructuredOutputFailed.class, () -> CITY.repairs(2).chat(model, ASKED));

        assertThat(model.requests).hasSize(3);
        assertThat(failed.kind()).isEqualTo(ErrorKind.STRUCTURED_OUTPUT);
        assertThat(failed)
                .hasMessageContaining("acme/large-1-0801: the answer does not fit the schema: ")
                .hasMessageContaining("at /people: The value must be of type integer")
                .hasMessageContaining("at /taxes/*: The value must be of type number")
                .hasMessageContaining("after 2 repairs")
                .hasMessageContaining("[request req_7]");
        assertThat(failed.toString()).doesNotContain(SECRET);
        assertThat(failed.partialResponse().text()).isEqualTo(wrong);
        assertThat(failed.partialResponse().usage()).isEqualTo(Usage.of(36, 15));
    }

    @Test
    void withoutRepairsTheFirstAnswerCounts() {
        ScriptedModel model = new ScriptedModel().then(answer(SECRET));
        assertThatThrownBy(() -> CITY.repairs(0).chat(model, ASKED))
                .isInstanceOf(StructuredOutputFailed.class)
                .hasMessageContaining("does not parse at line 1")
                .message()
                .doesNotContain(SECRET)
                .doesNotContain("after");
        assertThat(model.requests).hasSize(1);
    }

    @Test
    void anEmptyAnswerIsAskedForAgain() {
        ChatResponse empty =
                answer("").toBuilder().message(new AssistantMessage(List.of())).build();
        ScriptedModel model = new ScriptedModel().then(empty).then(answer(ULM));
        assertThat(CITY.chat(model, ASKED).repairs()).isEqualTo(1);
        assertThat(model.requests.get(1).messages()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = FinishReason.Kind.class,
            names = {"LENGTH", "CONTENT_FILTER", "REFUSAL"})
    void whatWasCutFilteredOrRefusedIsToldApartAndNotRepaired(FinishReason.Kind kind) {
        ScriptedModel model = new ScriptedModel()
                .then(answer(ULM).toBuilder()
                        .finishReason(FinishReason.of(kind))
                        .build());
        StructuredOutputFailed failed =
                catchThrowableOfType(StructuredOutputFailed.class, () -> CITY.chat(model, ASKED));
        assertThat(model.requests).hasSize(1);
        assertThat(failed.partialResponse().finishReason().kind()).isEqualTo(kind);
        assertThat(failed)
                .hasMessageContaining(
                        switch (kind) {
                            case LENGTH -> "cut at the limit";
                            case CONTENT_FILTER -> "filtered";
                            default -> "refused";
                        });
    }

    @Test
    void callsOfToolsAreTheApplicationsToRun() {
        ChatResponse calling = answer("").toBuilder()
                .message(new AssistantMessage(List.of(new ToolCall("c1", "look", "{}"))))
                .finishReason(FinishReason.of(FinishReason.Kind.TOOL_CALLS))
                .build();
        StructuredOutputFailed failed = catchThrowableOfType(
                StructuredOutputFailed.class, () -> CITY.chat(new ScriptedModel().then(calling), ASKED));
        assertThat(failed).hasMessageContaining("called tools");
        assertThat(failed.partialResponse().toolCalls()).hasSize(1);
        assertThat(CITY.read(answer(ULM)).value().name()).isEqualTo("Ulm");
        assertThat(CITY.request(ASKED).outputFormat()).isInstanceOf(OutputFormat.Schema.class);
    }

    private static Object[] pieces(String text, ChatResponse end) {
        List<Object> steps = new ArrayList<>();
        for (int i = 0; i < text.length(); i += 5) {
            steps.add(new ChatEvent.TextDelta(text.substring(i, Math.min(text.length(), i + 5)), 0));
        }
        steps.add(end);
        return steps.toArray();
    }

    @Test
    void aStreamShowsBeginningsInTheShapeOfTheOriginalSchema() {
        String wire = "{\"name\":\"Ulm\",\"taxes\":[{\"key\":\"a\",\"value\":1.50}],\"people\":129000,"
                + "\"founded\":\"0854-07-22\"}";
        ScriptedModel model = new ScriptedModel().thenStream(pieces(wire, answer(ULM)));
        try (StructuredStream<City> stream = CITY.stream(model, ASKED)) {
            List<Object> beginnings = new ArrayList<>();
            stream.forEach(beginnings::add);
            assertThat(beginnings.get(0)).isEqualTo(Map.of());
            assertThat(beginnings)
                    .contains(Map.of("name", "U"), Map.of("name", "Ulm"), Map.of("name", "Ulm", "taxes", Map.of()))
                    .doesNotHaveDuplicates();
            assertThat(beginnings.get(beginnings.size() - 1))
                    .isEqualTo(Map.of(
                            "name",
                            "Ulm",
                            "taxes",
                            Map.of("a", new BigDecimal("1.50")),
                            "people",
                            129000,
                            "founded",
                            "0854-07-22"));
            assertThat(stream.result().value().name()).isEqualTo("Ulm");
            assertThat(stream.result()).isSameAs(stream.result());
            assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
            assertThat(stream.toString()).contains("whole").doesNotContain("Ulm");
        }
        assertThat(model.streams.get(0).aborts).isLessThanOrEqualTo(1);
    }

    @Test
    void theBeginningsOfALongAnswerCostNoMoreThanItsLength() {
        StructuredOutput<String> list = StructuredOutput.of(JsonSchema.of("{\"type\":\"array\"}"));
        String json = "[" + "1,".repeat(20_000) + "1]";
        ScriptedModel model = new ScriptedModel().thenStream(pieces(json, answer(json)));
        List<Object> beginnings = new ArrayList<>();
        try (StructuredStream<String> stream = list.stream(model, ASKED)) {
            stream.forEach(beginnings::add);
            assertThat(stream.result().json()).isEqualTo(json);
        }
        assertThat(beginnings).hasSizeBetween(50, 500);
        assertThat((List<?>) beginnings.get(beginnings.size() - 1)).hasSize(20_001);
    }

    @Test
    void aStreamMayBeReadForItsResultOnlyAndIsRepaired() {
        ScriptedModel model =
                new ScriptedModel().thenStream(pieces("no", answer("no"))).then(answer(ULM));
        try (StructuredStream<City> stream = CITY.stream(model, ASKED)) {
            assertThat(stream.result().repairs()).isEqualTo(1);
        }
    }

    @Test
    void aWrappedRootHasBeginningsOfItsOwn() {
        StructuredOutput<int[]> numbers = StructuredOutput.of(int[].class);
        ScriptedModel model = new ScriptedModel().thenStream(pieces("{\"value\":[1,2,3,4]}", answer("[1,2,3,4]")));
        try (StructuredStream<int[]> stream = numbers.stream(model, ASKED)) {
            List<Object> beginnings = new ArrayList<>();
            stream.forEach(beginnings::add);
            assertThat(beginnings).contains(List.of(1, 2)).last().isEqualTo(List.of(1, 2, 3, 4));
        }
    }

    @Test
    void aStreamThatIsClosedEarlyEndsTheCall() {
        ScriptedModel model = new ScriptedModel().thenStream(pieces(ULM, answer(ULM)));
        StructuredStream<City> stream = CITY.stream(model, ASKED);
        assertThat(stream.iterator().next()).isEqualTo(Map.of());
        stream.close();
        assertThat(model.streams.get(0).aborts).isEqualTo(1);
        assertThatThrownBy(stream::result).isInstanceOf(IllegalStateException.class);
    }
}
