package dev.portolan.retry;

import static dev.portolan.spi.ScriptedModel.answer;
import static dev.portolan.spi.ScriptedModel.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.AttemptBudget;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Usage;
import dev.portolan.error.AttemptsExhausted;
import dev.portolan.error.Cancelled;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.StreamInterrupted;
import dev.portolan.spi.ForwardingChatModel;
import dev.portolan.spi.ScriptedModel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryingChatStreamTest {

    private static final ChatRequest REQUEST = ChatRequest.of("Hello");

    private final ManualTimer time = new ManualTimer();
    private final ScriptedModel wire = new ScriptedModel();

    private ChatStream stream(CallContext context) {
        return new RetryingChatModel(wire, RetryPolicy.DEFAULT, new RetryBudget(0.2, time::nanos), time.timer())
                .stream(REQUEST, context);
    }

    private ChatStream stream() {
        return stream(CallContext.EMPTY);
    }

    private static LlmException broken() {
        return ErrorDetails.builder("broke off").toException(ErrorKind.STREAM_INTERRUPTED);
    }

    private static LlmException unavailable() {
        return ErrorDetails.builder("failed").status(503).toException(ErrorKind.UNAVAILABLE);
    }

    @Test
    void nothingIsSentBeforeTheFirstPull() {
        wire.thenStream(answer("Hi"));
        try (ChatStream stream = stream()) {
            assertThat(wire.requests).isEmpty();
            assertThat(stream.response().attempts())
                    .extracting(Attempt::outcome)
                    .containsExactly("ok");
        }
    }

    @Test
    void failuresBeforeAnythingIsSeenAreRetried() {
        wire.then(unavailable())
                .thenStream(new ChatEvent.UsageReported(Usage.of(1, 0)), broken())
                .thenStream(text("Hi"), answer("Hi"));
        ChatStream stream = stream();
        assertThat(stream.text()).containsExactly("Hi");
        assertThat(stream.response().attempts())
                .extracting(Attempt::outcome)
                .containsExactly("unavailable", "stream-interrupted", "ok");
        assertThat(time.waits).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void afterTheFirstVisibleEventNothingIsRetried(int which) {
        ChatEvent visible = new ChatEvent[] {
                    text("Hi"),
                    new ChatEvent.ReasoningDelta("hm", 0),
                    new ChatEvent.RefusalDelta("no", 0),
                    new ChatEvent.ToolCallDelta(0, "call_1", "weather", ""),
                    new ChatEvent.Other("ping", "{}")
                }
                [which];
        wire.thenStream(visible, broken());
        ChatStream stream = stream();
        assertThat(stream.next()).isEqualTo(visible);
        StreamInterrupted thrown = catchThrowableOfType(StreamInterrupted.class, stream::next);
        assertThat(thrown.attempts())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.note()).contains("unknown"));
        assertThat(wire.requests).hasSize(1);
        assertThatThrownBy(stream::next).isSameAs(thrown);
    }

    @Test
    void theLastErrorOfAStreamCarriesTheTrail() {
        wire.then(unavailable()).then(unavailable()).thenStream(unavailable());
        assertThat(catchThrowableOfType(LlmException.class, stream()::next).attempts())
                .hasSize(3);
    }

    @Test
    void withoutAnAttemptLeftNothingIsSent() {
        AttemptBudget none = new AttemptBudget(1);
        none.tryTake();
        ChatStream stream = stream(CallContext.builder().attemptBudget(none).build());
        AttemptsExhausted thrown = catchThrowableOfType(AttemptsExhausted.class, stream::next);
        assertThat(thrown.attempts()).isEmpty();
        assertThat(wire.requests).isEmpty();
    }

    @Test
    void closingDuringTheWaitEndsQuietly() {
        wire.then(unavailable());
        ChatStream stream = stream();
        time.whileWaiting = stream::close;
        assertThat(stream.next()).isNull();
        assertThat(time.nanos()).isZero();
        assertThat(wire.requests).hasSize(1);
    }

    @Test
    void cancellingDuringTheWaitThrows() {
        Cancellation cancellation = new Cancellation();
        wire.then(unavailable());
        time.whileWaiting = cancellation::cancel;
        ChatStream stream =
                stream(CallContext.builder().cancellation(cancellation).build());
        assertThatThrownBy(stream::next).isInstanceOf(Cancelled.class);
    }

    @Test
    void closingAbortsTheCallInside() {
        wire.thenStream(text("a"), text("b"));
        ChatStream stream = stream();
        stream.next();
        stream.close();
        assertThat(wire.streams.get(0).aborts).isEqualTo(1);
        assertThat(stream.next()).isNull();
    }

    @Test
    void closingAtTheMomentOfOpeningAbortsTheCallInside() {
        ChatStream[] outer = new ChatStream[1];
        ScriptedModel slow = new ScriptedModel();
        slow.thenStream(text("a"));
        ForwardingChatModel closing = new ForwardingChatModel(slow) {
            @Override
            public ChatStream stream(ChatRequest request, CallContext context) {
                ChatStream inner = super.stream(request, context);
                outer[0].close();
                return inner;
            }
        };
        outer[0] = new RetryingChatModel(closing, RetryPolicy.DEFAULT, new RetryBudget(), time.timer())
                .stream(REQUEST, CallContext.EMPTY);
        assertThat(outer[0].next()).isNull();
        assertThat(slow.streams.get(0).aborts).isEqualTo(1);
    }

    @Test
    void aStreamClosedBeforeItsFirstPullSendsNothing() {
        ChatStream stream = stream();
        stream.close();
        assertThat(stream.next()).isNull();
        assertThat(wire.requests).isEmpty();
    }

    @Test
    void anInnerStreamClosedBySomebodyElseIsNoQuietEnd() {
        wire.thenStream(text("a"), text("b"));
        ChatStream stream = stream();
        stream.next();
        wire.streams.get(0).close();
        assertThatIllegalStateException().isThrownBy(stream::next).withMessageContaining("somebody else");
    }
}
