package dev.portolan.routing.route;

import static dev.portolan.routing.route.Scripted.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.StreamInterrupted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class HedgeStreamTest {

    private static final ChatRequest REQUEST = ChatRequest.of("Hello");
    private static final HedgePolicy POLICY = new HedgePolicy(0.9, 10, Duration.ofSeconds(2), 1);

    private final AtomicLong nanos = new AtomicLong();
    private final RouteClock time =
            new RouteClock(Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC), nanos::get, () -> 0.5);
    private final ManualAlarm alarm = new ManualAlarm();
    private final HedgeFigures figures = new HedgeFigures();
    private final Streaming first = new Streaming("one");
    private final Streaming second = new Streaming("two");
    private final HedgeModel model = new HedgeModel(
            "assistant",
            FallbackPlan.builder()
                    .target(new Target("a", first))
                    .target(new Target("b", second))
                    .build(),
            POLICY,
            Runnable::run,
            figures,
            alarm,
            time);

    /** Streams what a test wrote down; a step may do something before it gives its event. A cancelled one says so on its next pull. */
    private static final class Streaming implements ChatModel {
        final List<CallContext> contexts = new ArrayList<>();
        final AtomicBoolean closed = new AtomicBoolean();
        final Deque<Supplier<ChatEvent>> steps = new ArrayDeque<>();
        private final Scripted answers;

        Streaming(String name) {
            this.answers = new Scripted(name);
        }

        Streaming text(String... pieces) {
            for (String piece : pieces) {
                steps.add(() -> Scripted.text(piece));
            }
            return this;
        }

        Streaming doing(Runnable what) {
            steps.add(() -> {
                what.run();
                return new ChatEvent.UsageReported(Usage.of(1, 1));
            });
            return this;
        }

        Streaming failing(LlmException e) {
            steps.add(() -> {
                throw e;
            });
            return this;
        }

        Streaming end() {
            steps.add(() -> new ChatEvent.Completed(answers.answer("whole")));
            return this;
        }

        @Override
        public ChatResponse chat(ChatRequest request, CallContext context) {
            throw new AssertionError("streams only");
        }

        @Override
        public ChatStream stream(ChatRequest request, CallContext context) {
            contexts.add(context);
            return new ChatStream() {
                @Override
                protected ChatEvent pull() {
                    ChatEvent event = steps.remove().get();
                    if (Objects.requireNonNull(context.cancellation()).isCancelled()) {
                        throw error(ErrorKind.CANCELLED);
                    }
                    return event;
                }

                @Override
                protected void abort() {
                    closed.set(true);
                }
            };
        }

        @Override
        public ModelInfo info() {
            return answers.info();
        }
    }

    private void pass() {
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        alarm.ring();
    }

    private static List<String> read(ChatStream stream) {
        List<String> seen = new ArrayList<>();
        stream.text().forEach(seen::add);
        return seen;
    }

    private static List<String> outcomes(Collection<Attempt> trail) {
        return trail.stream().map(one -> one.model() + " " + one.outcome()).toList();
    }

    @Test
    void theOneThatShowsSomethingFirstIsReadAndTheOtherStopped() {
        first.doing(this::pass).text("late").end();
        second.text("Hi", " there").end();

        try (ChatStream stream = model.stream(REQUEST)) {
            assertThat(read(stream)).containsExactly("Hi", " there");
            assertThat(outcomes(stream.response().attempts())).containsExactly("one cancelled", "two ok");
            assertThat(stream.response().warnings()).extracting(Warning::code).containsExactly("hedged");
        }
        assertThat(Objects.requireNonNull(first.contexts.get(0).cancellation()).isCancelled())
                .isTrue();
    }

    @Test
    void nobodyElseIsAskedAfterTheFirstVisibleEvent() {
        first.text("Hi").doing(this::pass).text(" there").end();

        try (ChatStream stream = model.stream(REQUEST)) {
            assertThat(first.contexts).isEmpty();
            assertThat(read(stream)).containsExactly("Hi", " there");
            assertThat(outcomes(stream.response().attempts())).containsExactly("one ok");
            assertThat(stream.response().warnings()).isEmpty();
        }
        assertThat(second.contexts).isEmpty();
        assertThat(figures.quantile("a", true, new HedgePolicy(0.5, 1, null, 1), nanos.get()))
                .as("the time to the first visible event")
                .isEqualTo(Duration.ofMillis(1).toNanos());
    }

    @Test
    void aFailureBeforeAnythingWasSeenGoesOnAndOneAfterItIsTheEnd() {
        first.failing(error(ErrorKind.UNAVAILABLE));
        second.text("Hi").failing(error(ErrorKind.STREAM_INTERRUPTED));

        try (ChatStream stream = model.stream(REQUEST)) {
            StreamInterrupted thrown = catchThrowableOfType(StreamInterrupted.class, () -> read(stream));

            assertThat(outcomes(thrown.attempts())).containsExactly("one unavailable", "two stream-interrupted");
        }
    }

    @Test
    void theSecondShowsSomethingWhenTheFirstHasToo() {
        // The first cannot be stopped in time: its beginning is given up, and the stream closed.
        Streaming deaf = new Streaming("deaf");
        deaf.steps.add(() -> Scripted.text("late"));
        second.text("Hi").end();
        ChatModel hearsNothing = new ChatModel() {
            @Override
            public ChatResponse chat(ChatRequest request, CallContext context) {
                throw new AssertionError("streams only");
            }

            @Override
            public ChatStream stream(ChatRequest request, CallContext context) {
                return new ChatStream() {
                    @Override
                    protected ChatEvent pull() {
                        pass();
                        return Scripted.text("late");
                    }

                    @Override
                    protected void abort() {
                        deaf.closed.set(true);
                    }
                };
            }

            @Override
            public ModelInfo info() {
                return deaf.info();
            }
        };
        HedgeModel both = new HedgeModel(
                "assistant",
                FallbackPlan.builder()
                        .target(new Target("a", hearsNothing))
                        .target(new Target("b", second))
                        .build(),
                POLICY,
                Runnable::run,
                figures,
                alarm,
                time);

        try (ChatStream stream = both.stream(REQUEST)) {
            assertThat(read(stream)).containsExactly("Hi");
            assertThat(stream.response().attempts().get(0).note())
                    .isEqualTo("not taken: b answered first; what it cost is unknown");
        }
        assertThat(deaf.closed).isTrue();
    }

    @Test
    void closingDuringTheRaceStopsBothQuietly() {
        ChatStream stream = model.stream(REQUEST);
        first.doing(() -> {
                    pass();
                    stream.close();
                })
                .text("late");
        second.doing(() -> {}).failing(error(ErrorKind.UNAVAILABLE));

        assertThat(stream.next()).isNull();
        assertThatThrownBy(stream::response).isInstanceOf(IllegalStateException.class);
        assertThat(Objects.requireNonNull(first.contexts.get(0).cancellation()).isCancelled())
                .isTrue();
    }

    @Test
    void closingAfterwardsClosesTheOneThatIsRead() {
        first.doing(this::pass).text("late");
        second.text("Hi", " there").end();

        try (ChatStream stream = model.stream(REQUEST)) {
            assertThat(stream.next()).isEqualTo(Scripted.text("Hi"));
        }
        assertThat(second.closed).isTrue();
    }

    @Test
    void aStreamThatIsClosedBeforeItIsReadAsksNobody() {
        ChatStream stream = model.stream(REQUEST);
        stream.close();

        assertThat(stream.next()).isNull();
        assertThat(first.contexts).isEmpty();
    }
}
