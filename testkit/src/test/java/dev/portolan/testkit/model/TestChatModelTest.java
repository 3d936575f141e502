package dev.portolan.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.Portolan;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Message;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.OutputFormat;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.RateLimited;
import dev.portolan.error.StreamInterrupted;
import dev.portolan.schema.JsonSchema;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.Responder;
import dev.portolan.spi.ModelSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the contract does not say of doubles. */
class TestChatModelTest {

    private static final ChatRequest HELLO = ChatRequest.of("Hello.");

    @Test
    void aScriptIsFollowedToItsEnd() {
        TestChatModel model = TestChatModel.script(Reply.text("one"), Reply.text("two"));

        assertThat(model.chat(HELLO).text()).isEqualTo("one");
        try (ChatStream stream = model.stream(HELLO)) {
            assertThat(stream.response().text()).isEqualTo("two");
        }
        assertThatThrownBy(() -> model.chat(HELLO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 replies");
        assertThat(model.inFlight()).isZero();
    }

    @Test
    void aStreamBeyondTheScriptFailsAndIsOver() {
        TestChatModel model = TestChatModel.script(Reply.text("one"));
        model.chat(HELLO);
        try (ChatStream stream = model.stream(HELLO)) {
            assertThatThrownBy(stream::next).isInstanceOf(IllegalStateException.class);
        }
        assertThat(model.inFlight()).isZero();
    }

    @Test
    void aFunctionSeesWhatWasAsked() {
        TestChatModel model = TestChatModel.of(prompt -> Reply.text(prompt.model() + ": " + prompt.userText()));

        assertThat(model.chat(HELLO).text()).isEqualTo("test: Hello.");
    }

    @Test
    void aFunctionMayFailAsAModelDoes() {
        TestChatModel model = TestChatModel.of(prompt -> {
            throw ErrorDetails.builder("the account is empty").toException(ErrorKind.QUOTA_EXHAUSTED);
        });

        LlmException failure = catchThrowableOfType(LlmException.class, () -> model.chat(HELLO));

        assertThat(failure.kind()).isEqualTo(ErrorKind.QUOTA_EXHAUSTED);
        assertThat(failure.provider()).isEqualTo("test");
    }

    @Test
    void aSchemaIsFilled() {
        OutputFormat format = OutputFormat.schema(
                "order",
                JsonSchema.of("{\"type\":\"object\",\"properties\":{\"id\":"
                        + "{\"type\":\"integer\"}},\"required\":[\"id\"],\"additionalProperties\":false}"));
        ChatRequest request = HELLO.toBuilder().outputFormat(format).build();

        assertThat(TestChatModel.schemaDriven().chat(request).text()).matches("\\{\\s*\"id\"\\s*:\\s*\\d+\\s*}");
    }

    @Test
    void itRemembersItsLatestCalls() {
        TestChatModel model = TestChatModel.builder().callsKept(2).build();
        assertThatThrownBy(model::lastCall).isInstanceOf(IllegalStateException.class);
        model.chat(ChatRequest.of("one"));
        model.chat(ChatRequest.of("two"));
        try (ChatStream stream = model.stream(ChatRequest.of("three"))) {
            assertThat(model.calls()).hasSize(2);
            assertThat(stream.response().text()).isEqualTo("three");
        }

        assertThat(model.calls())
                .extracting(call -> call.request().messages().get(0).text())
                .containsExactly("two", "three");
        assertThat(model.lastCall().streaming()).isTrue();
        model.forgetCalls();
        assertThat(model.calls()).isEmpty();
    }

    @Test
    void itStandsUnderANameOfTheApplication() {
        TestChatModel model = TestChatModel.echo();
        try (Portolan portolan =
                Portolan.builder().isolated().model("assistant", model).build()) {
            assertThat(portolan.chatModel("assistant").chat(HELLO).text()).isEqualTo("Hello.");
        }
        assertThat(model.calls()).hasSize(1);
    }

    @Test
    void itAdaptsToWhatItIsSaidToBe() {
        ModelInfo small = ModelInfo.builder("acme", "small")
                .capability(Capability.TEMPERATURE, false)
                .build();
        TestChatModel model = TestChatModel.builder().info(small).build();

        ChatResponse response = model.chat(HELLO.toBuilder().temperature(0.5).build());

        assertThat(response.provider()).isEqualTo("acme");
        assertThat(response.warnings()).hasSize(1);
        assertThat(model.lastCall().request().temperature()).isNull();
    }

    @Test
    void settingsOfAConfigurationHold() {
        TestChatModel model = TestChatModel.builder()
                .settings(ModelSettings.builder("assistant", "large")
                        .temperature(0.25)
                        .build())
                .responder(Responder.text("Yes."))
                .pace(Pace.of(Duration.ofNanos(1), 1e9))
                .build();

        assertThat(model.chat(HELLO).model()).isEqualTo("large");
        assertThat(model.lastCall().request().temperature()).isEqualTo(0.25);
        assertThatThrownBy(() -> TestChatModel.builder().callsKept(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void faultsMeetTheCallsTheyAreMeantFor() {
        TestChatModel model = TestChatModel.of(Responder.text("one two three four"));
        model.inject(Faults.first(1, Fault.error(ErrorKind.RATE_LIMITED).retryAfter(Duration.ofSeconds(2)))
                .onRequest(2, Fault.truncateAfter(2)));

        RateLimited refused = catchThrowableOfType(RateLimited.class, () -> model.chat(HELLO));
        StreamInterrupted broken = catchThrowableOfType(StreamInterrupted.class, () -> {
            try (ChatStream stream = model.stream(HELLO)) {
                stream.response();
            }
        });

        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(2));
        assertThat(broken.partialResponse().text()).isEqualTo("one two");
        assertThat(model.chat(HELLO).text()).isEqualTo("one two three four");
    }

    @Test
    void aFaultThatNeedsBytesIsRefusedByName() {
        TestChatModel model = TestChatModel.echo();

        assertThatThrownBy(() -> model.inject(Faults.always(Fault.garble(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Garble");
        assertThat(model.supports(Fault.garble(1))).isFalse();
        assertThat(model.supports(Fault.silent().and(Fault.noUsage()))).isTrue();
    }

    @Test
    void everyStatusHasItsKind() {
        TestChatModel model = TestChatModel.echo();
        for (int status : new int[] {400, 401, 403, 404, 408, 429, 500}) {
            model.inject(Faults.always(Fault.status(status)));
            assertThat(catchThrowableOfType(LlmException.class, () -> model.chat(HELLO))
                            .status())
                    .isEqualTo(status);
        }
    }

    @Test
    void eachPartOfAStreamIsABlock() {
        TestChatModel model = TestChatModel.script(
                Reply.text("Look.").withReasoning("Hm.").withToolCall("now", "{}"), Reply.refusal("No, thanks."));
        ChatRequest request = HELLO.toBuilder()
                .tools(List.of(Tool.of("now", "Tells the time.", "{\"type\":\"object\"}")))
                .build();
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = model.stream(request)) {
            stream.forEach(events::add);
        }
        assertThat(events)
                .contains(new ChatEvent.ReasoningDelta("Hm", 0), new ChatEvent.TextDelta("Look", 1))
                .anyMatch(event -> event instanceof ChatEvent.ToolCallCompleted call && call.block() == 2);
        try (ChatStream stream = model.stream(HELLO)) {
            stream.forEach(events::add);
            assertThat(stream.response().message().parts()).hasOnlyElementsOfType(RefusalPart.class);
        }
        assertThat(events).anyMatch(ChatEvent.RefusalDelta.class::isInstance);
    }

    @Test
    void aBrokenStreamKeepsThoughtsAndRefusalsToo() {
        TestChatModel model = TestChatModel.of(
                prompt -> Reply.refusal("No thanks, not today.").withReasoning("I had better not."));
        model.inject(Faults.always(Fault.resetAfter(8)));

        LlmException failure = catchThrowableOfType(
                LlmException.class, () -> model.stream(HELLO).response());

        assertThat(failure.partialResponse().message().parts())
                .hasExactlyElementsOfTypes(ReasoningPart.class, RefusalPart.class);
    }

    @Test
    void theStateOfOthersIsTakenFromWhateverCarriesIt() {
        TestChatModel model = TestChatModel.echo();
        VendorState foreign = new VendorState("another", "{}");
        ToolCall call = new ToolCall("1", "now", "{}", false, false, foreign);
        ChatRequest request = ChatRequest.builder()
                .user("Well?")
                .add(new AssistantMessage(List.of(new RefusalPart("No.", foreign), call), foreign))
                .add(Message.toolResults(new ToolResult("1", "now", List.of(), false, foreign)))
                .build();

        assertThat(model.chat(request).warnings()).isEmpty();
        assertThat(model.lastCall().request().messages()).allSatisfy(message -> {
            assertThat(message.vendorState()).isNull();
            assertThat(message.parts())
                    .allSatisfy(part -> assertThat(part.vendorState()).isNull());
        });
    }
}
