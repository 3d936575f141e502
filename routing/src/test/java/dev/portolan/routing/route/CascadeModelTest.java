package dev.portolan.routing.route;

import static dev.portolan.routing.route.Scripted.error;
import static dev.portolan.routing.route.Scripted.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.Portolan;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.Attempt;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.Usage;
import dev.portolan.chat.Warning;
import dev.portolan.config.ConfigurationException;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.InvalidRequest;
import dev.portolan.routing.complexity.TaskMeans;
import dev.portolan.schema.JsonSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

class CascadeModelTest {

    private static final String SCHEMA = """
            {"type":"object","properties":{"total":{"type":"number"}},"required":["total"]}""";
    private static final ChatRequest PLAIN = ChatRequest.of("Hello");
    private static final ChatRequest SHAPED = ChatRequest.builder()
            .user("The total?")
            .outputFormat(OutputFormat.schema("total", JsonSchema.of(SCHEMA)))
            .build();
    private static final ChatRequest WITH_TOOL = PLAIN.toBuilder()
            .tools(List.of(Tool.of("book", "Books an amount", SCHEMA)))
            .build();

    private final Scripted cheap = new Scripted("small");
    private final Scripted strong = new Scripted("large");
    private final TaskMeans means = new TaskMeans(new TaskMeans.Settings(10, 1000, 0));
    private final CascadeModel model = new CascadeModel(
            "extract",
            List.of(new Target("cheap", cheap), new Target("strong", strong)),
            Acceptance.FREE,
            means,
            RouteClock.SYSTEM);

    private static List<String> outcomes(List<Attempt> trail) {
        return trail.stream().map(one -> one.model() + " " + one.outcome()).toList();
    }

    private ChatResponse calling(Scripted who, String tool, String arguments) {
        return who.answer("").toBuilder()
                .message(new AssistantMessage(List.of(new ToolCall("c1", tool, arguments))))
                .finishReason(FinishReason.of(FinishReason.Kind.TOOL_CALLS))
                .build();
    }

    @Test
    void anAnswerThatWillDoIsTheEnd() {
        cheap.then(cheap.answer("{\"total\": 3}"));

        ChatResponse response = model.chat(SHAPED);

        assertThat(outcomes(response.attempts())).containsExactly("small ok");
        assertThat(response.warnings()).isEmpty();
        assertThat(strong.calls()).isZero();
    }

    @Test
    void anAnswerThatWillNotDoIsAskedOfTheStrongModel() {
        assertEscalates(SHAPED, cheap.answer("{\"total\": \"three\"}"), "the answer did not fit its schema");
        assertEscalates(SHAPED, cheap.answer("Three."), "the answer did not fit its schema");
        assertEscalates(PLAIN, cheap.answer("I", FinishReason.Kind.LENGTH), "the answer was cut");
        assertEscalates(PLAIN, cheap.answer("No", FinishReason.Kind.REFUSAL), "the answer was refused or filtered");
        assertEscalates(
                PLAIN, cheap.answer("N", FinishReason.Kind.CONTENT_FILTER), "the answer was refused or filtered");
        assertEscalates(PLAIN, cheap.answer("  "), "the answer was empty");
        assertEscalates(WITH_TOOL, calling(cheap, "book", "{\"total\":"), "a tool call did not fit its schema");
        assertEscalates(WITH_TOOL, calling(cheap, "book", ""), "a tool call did not fit its schema");
        assertEscalates(WITH_TOOL, calling(cheap, "pay", "{}"), "a tool was called that there is not");
    }

    private void assertEscalates(ChatRequest request, ChatResponse answer, String reason) {
        cheap.then(answer);
        strong.then(strong.answer("whatever it is"));

        ChatResponse response = model.chat(request);

        assertThat(response.text()).isEqualTo("whatever it is");
        assertThat(outcomes(response.attempts())).containsExactly("small ok", "large ok");
        assertThat(response.attempts().get(0).note()).isEqualTo("not taken: " + reason);
        assertThat(response.attempts().get(0).usage()).isEqualTo(Usage.of(12, 5));
        assertThat(response.attempts().get(1).usage()).isNull();
        assertThat(response.warnings())
                .containsExactly(new Warning(
                        "escalated", "model", "strong answered, since the answer of cheap was not taken: " + reason));
    }

    @Test
    void anAnswerThatWillNotDoIsKeptWhereNoStrongerModelCanTakeTheRequest() {
        Scripted plain = new Scripted(ModelInfo.builder("acme", "plain")
                .capability(Capability.TOOLS, false)
                .build());
        CascadeModel alone = new CascadeModel(
                "extract",
                List.of(new Target("cheap", cheap), new Target("strong", plain)),
                Acceptance.FREE,
                null,
                RouteClock.SYSTEM);
        cheap.then(cheap.answer("I", FinishReason.Kind.LENGTH));

        ChatResponse response = alone.chat(WITH_TOOL);

        assertThat(response.text()).isEqualTo("I");
        assertThat(outcomes(response.attempts())).containsExactly("small ok", "strong unsupported-feature");
        assertThat(response.attempts()).extracting(Attempt::usage).containsOnlyNulls();
        assertThat(response.warnings()).extracting(Warning::code).containsExactly("not-escalated");
    }

    @Test
    void aToolCallThatFitsWillDo() {
        cheap.then(calling(cheap, "book", "{\"total\": 3}"));

        assertThat(model.chat(WITH_TOOL).toolCalls()).hasSize(1);
    }

    @Test
    void aCheckOfOnesOwnDecidesToo() {
        CascadeModel strict = new CascadeModel(
                "extract",
                List.of(new Target("cheap", cheap), new Target("strong", strong)),
                List.of((request, context, response) -> response.text().contains("maybe") ? "it was not sure" : null),
                null);
        cheap.then(cheap.answer("maybe"));
        strong.then(strong.answer("maybe, too"));

        assertThat(strict.chat(PLAIN).text()).isEqualTo("maybe, too");
    }

    @Test
    void aFailureGoesOnWhereThatCanHelp() {
        cheap.then(error(ErrorKind.UNAVAILABLE), error(ErrorKind.INVALID_REQUEST));
        strong.then(strong.answer("Hi"));

        ChatResponse response = model.chat(PLAIN);
        assertThat(outcomes(response.attempts())).containsExactly("small unavailable", "large ok");
        assertThat(response.warnings()).extracting(Warning::code).containsExactly("fell-back");
        assertThatThrownBy(() -> model.chat(PLAIN)).isInstanceOf(InvalidRequest.class);
    }

    @Test
    void outcomesOfTheCheapModelAreLearnt() {
        CallContext task = CallContext.builder().taskKey("totals").build();
        for (int i = 0; i < 100; i++) {
            cheap.then(cheap.answer("no"));
            strong.then(strong.answer("{\"total\": 3}"));
            model.chat(SHAPED, task);
        }
        double helps = means.gain("totals", 0.1);
        for (int i = 0; i < 300; i++) {
            cheap.then(cheap.answer("no"));
            strong.then(strong.answer("no, too"));
            model.chat(SHAPED, task);
        }

        assertThat(helps).isGreaterThan(0.5);
        assertThat(means.gain("totals", 0.1)).isLessThan(helps - 0.2);
    }

    @Test
    void streamsGoToTheStrongModel() {
        strong.then(List.of(text("Hi"), strong.answer("Hi")));

        try (ChatStream stream = model.stream(PLAIN)) {
            assertThat(stream.response().attempts().get(0).note()).isEqualTo("streams go to the strongest model");
        }
        assertThat(cheap.calls()).isZero();
    }

    @Test
    void propertiesAloneMakeOne() {
        cheap.then(cheap.answer(""));
        strong.then(strong.answer("Hi"));
        Portolan.Builder configuration = Portolan.builder()
                .isolated()
                .extension(new CascadeRouter())
                .model("cheap", cheap)
                .model("strong", strong)
                .property("portolan.models.extract.provider", "cascade");
        try (Portolan portolan = configuration
                .property("portolan.models.extract.targets", "cheap,strong")
                .build()) {
            assertThat(portolan.chatModel("extract").chat(PLAIN).text()).isEqualTo("Hi");
            assertThat(portolan.chatModel("extract").check(PLAIN)).isEmpty();
            assertThat(portolan.chatModel("extract").info().provider()).isEqualTo("cascade");
        }
        assertThatThrownBy(() -> configuration
                        .property("portolan.models.extract.targets", "cheap")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("at least one stronger one");
    }
}
