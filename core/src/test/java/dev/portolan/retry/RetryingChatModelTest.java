package dev.portolan.retry;

import static dev.portolan.spi.ScriptedModel.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.AttemptBudget;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Deadline;
import dev.portolan.error.AttemptsExhausted;
import dev.portolan.error.Cancelled;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.RateLimited;
import dev.portolan.error.TimedOut;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.error.Unavailable;
import dev.portolan.spi.ScriptedModel;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RetryingChatModelTest {

    private static final ChatRequest REQUEST = ChatRequest.of("Hello");

    private final ManualTimer time = new ManualTimer();
    private final ScriptedModel wire = new ScriptedModel();
    private final RetryBudget budget = new RetryBudget(0.2, time::nanos);

    private RetryingChatModel model(RetryPolicy policy) {
        return new RetryingChatModel(wire, policy, budget, time.timer());
    }

    private static ErrorDetails.Builder details() {
        return ErrorDetails.builder("failed").provider("acme").model("large-1").requestId("req_1");
    }

    private static LlmException unavailable() {
        return details().status(503).toException(ErrorKind.UNAVAILABLE);
    }

    @Test
    void anAnswerAtOnceHasATrailOfOne() {
        wire.then(answer("Hi"));
        ChatResponse response = model(RetryPolicy.DEFAULT).chat(REQUEST);
        assertThat(response.attempts())
                .containsExactly(new Attempt(
                        "acme",
                        "large-1",
                        Instant.parse("2026-08-01T12:00:00Z"),
                        Duration.ZERO,
                        "ok",
                        null,
                        "req_7",
                        null));
        assertThat(time.waits).isEmpty();
    }

    @Test
    void waitsGrowUntilTheAnswerComes() {
        wire.then(unavailable()).then(unavailable()).then(answer("Hi"));
        ChatResponse response = model(RetryPolicy.DEFAULT).chat(REQUEST);
        assertThat(time.waits).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(response.attempts())
                .extracting(Attempt::outcome)
                .containsExactly("unavailable", "unavailable", "ok");
        assertThat(response.attempts().get(0).status()).isEqualTo(503);
        assertThat(response.attempts().get(0).requestId()).isEqualTo("req_1");
    }

    @Test
    void aWaitIsARandomPartOfTheLongestAndStopsGrowing() {
        RetryPolicy policy = RetryPolicy.builder()
                .maxAttempts(6)
                .baseDelay(Duration.ofSeconds(1))
                .multiplier(3)
                .maxDelay(Duration.ofSeconds(5))
                .build();
        time.random = 0.5;
        for (int i = 0; i < 5; i++) {
            wire.then(unavailable());
        }
        wire.then(answer("Hi"));
        model(policy).chat(REQUEST);
        assertThat(time.waits).extracting(Duration::toMillis).containsExactly(500L, 1_500L, 2_500L, 2_500L, 2_500L);
    }

    @Test
    void whenAttemptsAreUsedUpTheLastErrorItselfIsThrownWithTheTrail() {
        LlmException last = unavailable();
        wire.then(unavailable()).then(unavailable()).then(last);
        Unavailable thrown = catchThrowableOfType(
                Unavailable.class, () -> model(RetryPolicy.DEFAULT).chat(REQUEST));
        assertThat(thrown.attempts()).hasSize(3);
        assertThat(thrown).hasMessage(last.getMessage());
        assertThat(thrown.getStackTrace()).isEqualTo(last.getStackTrace());
    }

    @Test
    void theVendorsWaitIsObeyedExactly() {
        time.random = 0.3;
        wire.then(details().retryAfter(Duration.ofSeconds(7)).toException(ErrorKind.RATE_LIMITED))
                .then(answer("Hi"));
        model(RetryPolicy.DEFAULT).chat(REQUEST);
        assertThat(time.waits).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void aVendorsWaitOfZeroSaysNothing() {
        wire.then(details().retryAfter(Duration.ZERO).toException(ErrorKind.RATE_LIMITED))
                .then(answer("Hi"));
        model(RetryPolicy.DEFAULT).chat(REQUEST);
        assertThat(time.waits).containsExactly(Duration.ofMillis(500));
    }

    @Test
    void aWaitThatIsTooLongFailsAtOnceAndIsTold() {
        wire.then(details().retryAfter(Duration.ofMinutes(10)).toException(ErrorKind.RATE_LIMITED));
        RateLimited thrown = catchThrowableOfType(
                RateLimited.class, () -> model(RetryPolicy.DEFAULT).chat(REQUEST));
        assertThat(thrown.retryAfter()).isEqualTo(Duration.ofMinutes(10));
        assertThat(thrown.attempts())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.note()).contains("asks to wait 600 s"));
        assertThat(time.waits).isEmpty();
    }

    @Test
    void noWaitGoesPastTheDeadline() {
        wire.then(details().retryAfter(Duration.ofSeconds(5)).toException(ErrorKind.RATE_LIMITED));
        CallContext context = CallContext.builder()
                .deadline(Deadline.in(Duration.ofSeconds(5), time::nanos))
                .build();
        RateLimited thrown = catchThrowableOfType(
                RateLimited.class, () -> model(RetryPolicy.DEFAULT).chat(REQUEST, context));
        assertThat(thrown.attempts().get(0).note()).contains("would pass the deadline");
        assertThat(time.waits).isEmpty();
    }

    @Test
    void aRetryBeforeTheDeadlineIsMade() {
        wire.then(unavailable()).then(answer("Hi"));
        CallContext context = CallContext.builder()
                .deadline(Deadline.in(Duration.ofSeconds(5), time::nanos))
                .build();
        assertThat(model(RetryPolicy.DEFAULT).chat(REQUEST, context).text()).isEqualTo("Hi");
    }

    @Test
    void whatTheErrorSaysAboutRetryingHolds() {
        wire.then(details().status(503).retryable(false).toException(ErrorKind.UNAVAILABLE));
        assertThatThrownBy(() -> model(RetryPolicy.DEFAULT).chat(REQUEST)).isInstanceOf(Unavailable.class);
        wire.then(details().retryable(true).toException(ErrorKind.INVALID_REQUEST))
                .then(answer("Hi"));
        assertThat(model(RetryPolicy.DEFAULT).chat(REQUEST).attempts()).hasSize(2);
        wire.then(details().toException(ErrorKind.AUTHENTICATION));
        assertThatThrownBy(() -> model(RetryPolicy.DEFAULT).chat(REQUEST)).isInstanceOf(LlmException.class);
        assertThat(wire.requests).hasSize(4);
    }

    @Test
    void aKindTakenOutByThePolicyIsNotRetried() {
        RetryPolicy policy =
                RetryPolicy.builder().except(Set.of(ErrorKind.UNAVAILABLE)).build();
        wire.then(unavailable());
        assertThatThrownBy(() -> model(policy).chat(REQUEST)).isInstanceOf(Unavailable.class);
        assertThat(wire.requests).hasSize(1);
    }

    @Test
    void aCallWhoseWholeTimeIsUpIsNotRetried() {
        wire.then(details().timeoutPhase(TimeoutPhase.TOTAL).toException(ErrorKind.TIMEOUT));
        assertThatThrownBy(() -> model(RetryPolicy.DEFAULT).chat(REQUEST)).isInstanceOf(TimedOut.class);
        assertThat(wire.requests).hasSize(1);
    }

    @Test
    void aForeignExceptionIsNeverRetried() {
        IllegalStateException bug = new IllegalStateException("a bug");
        wire.then(bug);
        assertThatThrownBy(() -> model(RetryPolicy.DEFAULT).chat(REQUEST)).isSameAs(bug);
        assertThat(wire.requests).hasSize(1);
    }

    @Test
    void theTrailTellsWhereTheOutcomeAtTheVendorIsUnknown() {
        RetryPolicy policy = RetryPolicy.builder().maxAttempts(9).build();
        wire.then(details().timeoutPhase(TimeoutPhase.FIRST_TOKEN).toException(ErrorKind.TIMEOUT))
                .then(details().timeoutPhase(TimeoutPhase.CONNECT).toException(ErrorKind.TIMEOUT))
                .then(details().toException(ErrorKind.NETWORK, new IOException("reset")))
                .then(details()
                        .toException(ErrorKind.NETWORK, new IOException("wrapped", new ConnectException("refused"))))
                .then(details().toException(ErrorKind.STREAM_INTERRUPTED))
                .then(unavailable())
                .then(answer("Hi"));
        assertThat(model(policy).chat(REQUEST).attempts())
                .extracting(attempt -> attempt.note() != null)
                .containsExactly(true, false, true, false, true, false, false);
    }

    @Test
    void everyAttemptCarriesTheSameIdempotencyKey() {
        wire.then(unavailable()).then(answer("Hi")).then(answer("Hi")).then(answer("Hi"));
        RetryingChatModel model = model(RetryPolicy.DEFAULT);
        model.chat(REQUEST);
        model.chat(REQUEST);
        model.chat(REQUEST, CallContext.builder().idempotencyKey("mine").build());
        List<String> keys =
                wire.contexts.stream().map(CallContext::idempotencyKey).toList();
        assertThat(keys.get(0)).isNotBlank().isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
        assertThat(keys.get(3)).isEqualTo("mine");
    }

    @Test
    void anAttemptBudgetOfTheCallIsShared() {
        AttemptBudget attempts = new AttemptBudget(2);
        CallContext context = CallContext.builder().attemptBudget(attempts).build();
        wire.then(unavailable()).then(unavailable());
        RetryingChatModel model = model(RetryPolicy.DEFAULT);
        assertThatThrownBy(() -> model.chat(REQUEST, context)).isInstanceOf(Unavailable.class);
        assertThat(attempts.remaining()).isZero();
        assertThat(wire.contexts)
                .allSatisfy(each -> assertThat(each.attemptBudget()).isSameAs(attempts));

        assertThatThrownBy(() -> model.chat(REQUEST, context)).isInstanceOf(AttemptsExhausted.class);
        assertThat(wire.requests).hasSize(2);
    }

    @Test
    void theTrailOfARouterFurtherInIsTakenOver() {
        Attempt inner = new Attempt("east", "m", Instant.EPOCH, Duration.ZERO, "unavailable", 503, null, null);
        wire.then(details().attempts(List.of(inner, inner)).toException(ErrorKind.UNAVAILABLE))
                .then(answer("Hi").toBuilder().attempts(List.of(inner)).build());
        assertThat(model(RetryPolicy.DEFAULT).chat(REQUEST).attempts()).containsExactly(inner, inner, inner);
    }

    @Test
    void anEmptyBudgetEndsRetriesForAll() {
        RetryBudget poor = new RetryBudget(0, time::nanos);
        while (poor.tryTake()) {
            // Others have retried.
        }
        wire.then(unavailable());
        RetryingChatModel model = new RetryingChatModel(wire, RetryPolicy.DEFAULT, poor, time.timer());
        Unavailable thrown = catchThrowableOfType(Unavailable.class, () -> model.chat(REQUEST));
        assertThat(thrown.attempts().get(0).note()).contains("retry budget is empty");
    }

    @Test
    void cancellingEndsTheWait() {
        Cancellation cancellation = new Cancellation();
        time.whileWaiting = cancellation::cancel;
        wire.then(unavailable());
        CallContext context = CallContext.builder().cancellation(cancellation).build();
        Cancelled thrown = catchThrowableOfType(
                Cancelled.class, () -> model(RetryPolicy.DEFAULT).chat(REQUEST, context));
        assertThat(thrown.attempts()).extracting(Attempt::outcome).containsExactly("unavailable");
        assertThat(thrown).hasCauseInstanceOf(Unavailable.class);
        assertThat(time.nanos()).isZero();
    }

    @Test
    void anUncancelledWaitLeavesNothingRegistered() {
        Cancellation cancellation = new Cancellation();
        wire.then(unavailable()).then(answer("Hi"));
        CallContext context = CallContext.builder().cancellation(cancellation).build();
        assertThat(model(RetryPolicy.DEFAULT).chat(REQUEST, context).text()).isEqualTo("Hi");
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() {
        time.whileWaiting = Thread.currentThread()::interrupt;
        wire.then(unavailable());
        assertThatThrownBy(() -> model(RetryPolicy.DEFAULT).chat(REQUEST))
                .isInstanceOf(Cancelled.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    @Timeout(10)
    void cancellingWakesARealWait() throws Exception {
        RetryPolicy patient = RetryPolicy.builder()
                .baseDelay(Duration.ofHours(1))
                .maxDelay(Duration.ofHours(1))
                .maxRetryAfter(Duration.ofHours(1))
                .build();
        CountDownLatch sent = new CountDownLatch(1);
        ScriptedModel hourly = new ScriptedModel()
                .then(details().retryAfter(Duration.ofHours(1)).toException(ErrorKind.RATE_LIMITED));
        RetryTimer real = new RetryTimer(
                RetryTimer.SYSTEM.clock(), RetryTimer.SYSTEM.nanoClock(), RetryTimer.SYSTEM.random(), (wait, wake) -> {
                    sent.countDown();
                    RetryTimer.SYSTEM.sleeper().sleep(wait, wake);
                });
        Cancellation cancellation = new Cancellation();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                new RetryingChatModel(hourly, patient, new RetryBudget(), real)
                        .chat(
                                REQUEST,
                                CallContext.builder().cancellation(cancellation).build());
            } catch (LlmException e) {
                thrown.set(e);
            }
        });
        caller.start();
        sent.await();
        cancellation.cancel();
        caller.join();
        assertThat(thrown.get()).isInstanceOf(Cancelled.class);
    }

    @Test
    void theModelInsideIsDescribedAndThePublicConstructorWorks() {
        wire.then(answer("Hi"));
        RetryingChatModel model = new RetryingChatModel(wire, RetryPolicy.DEFAULT, new RetryBudget());
        assertThat(model.chat(REQUEST).attempts()).hasSize(1);
        assertThat(model.info()).isSameAs(wire.info());
    }
}
