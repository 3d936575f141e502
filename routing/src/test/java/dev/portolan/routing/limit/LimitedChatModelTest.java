package dev.portolan.routing.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.Portolan;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Message;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.RateLimits;
import dev.portolan.chat.Usage;
import dev.portolan.error.Cancelled;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.RateLimited;
import dev.portolan.routing.route.FallbackRouter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitedChatModelTest {

    private static final ChatRequest REQUEST = ChatRequest.of("Hello");

    private final AtomicLong now = new AtomicLong();
    private final List<Duration> waits = new ArrayList<>();
    private Runnable whileWaiting = () -> {};
    private int calls;
    private @Nullable LlmException mood;
    private @Nullable RateLimits told;

    private final ChatModel wire = new ChatModel() {
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
                    .usage(Usage.of(40, 60))
                    .rateLimits(told)
                    .build();
        }

        @Override
        public ChatStream stream(ChatRequest request, CallContext context) {
            return new ChatStream() {
                @Override
                protected ChatEvent pull() {
                    return new ChatEvent.Completed(chat(request, context));
                }

                @Override
                protected void abort() {}
            };
        }

        @Override
        public ModelInfo info() {
            return ModelInfo.builder("acme", "large-1").build();
        }
    };

    private ChatModel model(@Nullable Long requests, @Nullable Long tokens) {
        return new LimitedChatModel(
                wire,
                new RateLimiter(requests, tokens, now::get),
                Duration.ofSeconds(30),
                message -> 100,
                (time, wake) -> {
                    waits.add(time);
                    whileWaiting.run();
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    if (wake.getCount() > 0) {
                        now.addAndGet(time.toNanos());
                    }
                });
    }

    @Test
    void aCallWaitsForItsTurn() {
        ChatModel model = model(6L, null);
        for (int i = 0; i < 8; i++) {
            model.chat(REQUEST);
        }
        assertThat(waits).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(10));
        assertThat(calls).isEqualTo(8);
    }

    @Test
    void aTurnThatComesAfterTheLongestWaitFailsAtOnceAndIsNotRetried() {
        ChatModel model = model(1L, null);
        model.chat(REQUEST);

        RateLimited thrown = catchThrowableOfType(RateLimited.class, () -> model.chat(REQUEST));

        assertThat(thrown.retryAfter()).isEqualTo(Duration.ofSeconds(60));
        assertThat(thrown.retryable()).isFalse();
        assertThat(thrown.failoverWorthy()).isTrue();
        assertThat(thrown).hasMessageContaining("Try again in 60 s");
        assertThat(waits).isEmpty();
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void theDeadlineBoundsTheWait() {
        ChatModel model = model(6L, null);
        for (int i = 0; i < 6; i++) {
            model.chat(REQUEST);
        }
        CallContext context = CallContext.builder()
                .deadline(Deadline.in(Duration.ofSeconds(9), now::get))
                .build();

        assertThatThrownBy(() -> model.chat(REQUEST, context)).isInstanceOf(RateLimited.class);
        assertThat(waits).isEmpty();
    }

    @Test
    void theTokensOfTheAnswerTakeThePlaceOfTheEstimate() {
        ChatModel model = model(null, 1200L);
        ChatRequest large = REQUEST.toBuilder().maxOutputTokens(1000).build();
        model.chat(large); // 1,100 reserved, 100 used
        model.chat(large);

        assertThat(waits).isEmpty();
    }

    @Test
    void aRefusalOfTheVendorsPausesAllCalls() {
        ChatModel model = model(null, null);
        mood = ErrorDetails.builder("too many")
                .retryAfter(Duration.ofSeconds(20))
                .toException(ErrorKind.RATE_LIMITED);
        assertThatThrownBy(() -> model.chat(REQUEST)).isSameAs(mood);
        mood = null;
        model.chat(REQUEST);

        assertThat(waits).containsExactly(Duration.ofSeconds(20));
    }

    @Test
    void whatHeadersTellIsKeptTo() {
        ChatModel model = model(null, null);
        told = new RateLimits(10L, 0L, Duration.ofSeconds(6), null, null, null);
        model.chat(REQUEST);
        model.stream(REQUEST).response();

        assertThat(waits).containsExactly(Duration.ofSeconds(6));
    }

    @Test
    void anOpenBreakerTakesNoPlace() {
        ChatModel model = model(1L, null);
        mood = ErrorDetails.builder("open").toException(ErrorKind.CIRCUIT_OPEN);
        assertThatThrownBy(() -> model.chat(REQUEST)).isSameAs(mood);
        mood = null;
        model.chat(REQUEST);

        assertThat(waits).isEmpty();
    }

    @Test
    void cancellingEndsTheWaitAndGivesThePlaceBack() {
        ChatModel model = model(6L, null);
        for (int i = 0; i < 6; i++) {
            model.chat(REQUEST);
        }
        Cancellation cancellation = new Cancellation();
        whileWaiting = cancellation::cancel;
        assertThatThrownBy(() -> model.chat(
                        REQUEST,
                        CallContext.builder().cancellation(cancellation).build()))
                .isInstanceOf(Cancelled.class);
        whileWaiting = () -> Thread.currentThread().interrupt();
        assertThatThrownBy(() -> model.chat(REQUEST)).isInstanceOf(Cancelled.class);
        assertThat(Thread.interrupted()).isTrue();
        whileWaiting = () -> {};
        model.chat(REQUEST);

        assertThat(waits).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10));
        assertThat(calls).isEqualTo(7);
    }

    @Test
    void aStreamThatIsClosedWhileItWaitsIsNotSent() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        ChatModel patient = new LimitedChatModel(
                wire, new RateLimiter(1L, null, now::get), Duration.ofMinutes(9), message -> 600, (time, wake) -> {
                    closed.countDown();
                    wake.await();
                });
        patient.chat(REQUEST);
        ChatStream stream = patient.stream(REQUEST);
        Thread closer = new Thread(() -> {
            try {
                closed.await();
                stream.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        closer.start();

        assertThat(stream.next()).isNull();
        closer.join();
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void modelsOfOneGroupShareTheLimitByPropertiesAlone() {
        try (Portolan portolan = Portolan.builder()
                .isolated()
                .extension(new RateLimitDecorator())
                .extension(new FallbackRouter())
                .model("target", wire)
                .properties(java.util.Map.of(
                        "portolan.models.a.provider", "fallback",
                        "portolan.models.a.targets", "target",
                        "portolan.models.a.rate-limit", "on",
                        "portolan.models.a.rate-limit.group", "limits-of-this-test",
                        "portolan.models.a.rate-limit.requests-per-minute", "2",
                        "portolan.models.a.rate-limit.max-wait", "1ms"))
                .properties(java.util.Map.of(
                        "portolan.models.b.provider", "fallback",
                        "portolan.models.b.targets", "target",
                        "portolan.models.b.rate-limit", "on",
                        "portolan.models.b.rate-limit.group", "limits-of-this-test",
                        "portolan.models.b.rate-limit.requests-per-minute", "2",
                        "portolan.models.b.rate-limit.max-wait", "1ms"))
                .build()) {
            portolan.chatModel("a").chat(REQUEST);
            portolan.chatModel("b").chat(REQUEST);
            assertThatThrownBy(() -> portolan.chatModel("a").chat(REQUEST)).isInstanceOf(RateLimited.class);
        }
    }
}
