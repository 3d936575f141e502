package dev.portolan.routing.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Credentials;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import dev.portolan.error.CircuitOpen;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.error.Unavailable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreakingChatModelTest {

    private static final ChatRequest REQUEST = ChatRequest.of("Hello");

    private final AtomicLong now = new AtomicLong();
    private final CircuitBreaker breaker = new CircuitBreaker(BreakerPolicy.DEFAULT, now::get);
    private final Moody wire = new Moody();
    private final ChatModel model = new BreakingChatModel(wire, breaker);

    /** Answers, or fails with what it is told to. */
    private static final class Moody implements ChatModel {

        private @Nullable RuntimeException mood;
        private int calls;

        @Override
        public ChatResponse chat(ChatRequest request, CallContext context) {
            calls++;
            if (mood != null) {
                throw mood;
            }
            return ChatResponse.builder()
                    .provider("acme")
                    .model("large-1")
                    .message(Message.assistant("Hi"))
                    .finishReason(new FinishReason(FinishReason.Kind.STOP, "stop"))
                    .usage(Usage.of(1, 1))
                    .build();
        }

        @Override
        public ChatStream stream(ChatRequest request, CallContext context) {
            return new ChatStream() {
                private boolean begun;

                @Override
                protected ChatEvent pull() {
                    if (begun) {
                        return new ChatEvent.Completed(chat(request, context));
                    }
                    begun = true;
                    return new ChatEvent.TextDelta("Hi", 0);
                }

                @Override
                protected void abort() {}
            };
        }

        @Override
        public ModelInfo info() {
            return ModelInfo.builder("acme", "large-1").build();
        }
    }

    private static LlmException error(ErrorKind kind) {
        return ErrorDetails.builder("it went wrong").toException(kind);
    }

    private void fail(int times, CallContext context) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> model.chat(REQUEST, context)).isSameAs(wire.mood);
        }
    }

    @Test
    void afterTooManyFailuresTheModelIsLeftAlone() {
        wire.mood = error(ErrorKind.UNAVAILABLE);
        fail(10, CallContext.EMPTY);

        CircuitOpen thrown = catchThrowableOfType(CircuitOpen.class, () -> model.chat(REQUEST));
        assertThat(thrown.retryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(thrown)
                .hasMessageContaining("acme")
                .hasMessageContaining("large-1")
                .hasMessageContaining("Try again in 30 s");
        assertThat(wire.calls).isEqualTo(10);

        now.addAndGet(Duration.ofSeconds(30).toNanos());
        wire.mood = null;
        assertThat(model.chat(REQUEST).message().text()).isEqualTo("Hi");
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate-limited",
                "quota-exhausted",
                "unavailable",
                "timeout",
                "network",
                "stream-interrupted",
                "invalid-response",
                "authentication",
                "permission",
                "model-not-found"
            })
    void whatAnotherModelCouldDoBetterCounts(String kind) {
        wire.mood = error(kind(kind));
        fail(10, CallContext.EMPTY);

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invalid-request",
                "content-filtered",
                "context-length",
                "unsupported-feature",
                "structured-output",
                "cancelled",
                "budget-exceeded"
            })
    void whatTheRequestIsToBlameForCountsNot(String kind) {
        wire.mood = error(kind(kind));
        fail(100, CallContext.EMPTY);

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    private static ErrorKind kind(String id) {
        return ErrorKind.values().stream()
                .filter(kind -> kind.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDeadlineOfTheCallersCountsNot() {
        wire.mood = ErrorDetails.builder("too late")
                .timeoutPhase(TimeoutPhase.TOTAL)
                .toException(ErrorKind.TIMEOUT);
        fail(100, CallContext.EMPTY);

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void aKeyOfTheCallsOwnThatIsRefusedCountsNot() {
        wire.mood = error(ErrorKind.AUTHENTICATION);
        fail(
                100,
                CallContext.builder()
                        .credentials(Credentials.apiKey("sk-of-a-tenant"))
                        .build());

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void whatIsNoFailureOfACallIsThrownAsItIsAndCountsNot() {
        wire.mood = new IllegalStateException("a bug");
        fail(100, CallContext.EMPTY);

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void aStreamCountsWhenItEnds() {
        wire.mood = error(ErrorKind.STREAM_INTERRUPTED);
        for (int i = 0; i < 10; i++) {
            ChatStream stream = model.stream(REQUEST);
            stream.next();
            assertThatThrownBy(stream::next).isSameAs(wire.mood);
        }
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);

        ChatStream refused = model.stream(REQUEST);
        assertThatThrownBy(refused::next).isInstanceOf(CircuitOpen.class);

        now.addAndGet(Duration.ofSeconds(30).toNanos());
        wire.mood = null;
        assertThat(model.stream(REQUEST).response().message().text()).isEqualTo("Hi");
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void aStreamThatItsReaderLeavesGivesTheProbeBack() {
        wire.mood = error(ErrorKind.UNAVAILABLE);
        fail(10, CallContext.EMPTY);
        now.addAndGet(Duration.ofSeconds(30).toNanos());
        ChatStream stream = model.stream(REQUEST);
        stream.next();
        stream.close();

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
        assertThat(breaker.closedFor()).isZero();
        assertThatThrownBy(() -> model.chat(REQUEST)).isInstanceOf(Unavailable.class);
    }
}
