package dev.portolan.routing.route;

import static dev.portolan.routing.route.Scripted.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.AttemptBudget;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Usage;
import dev.portolan.chat.Warning;
import dev.portolan.error.AttemptsExhausted;
import dev.portolan.error.Cancelled;
import dev.portolan.error.ContentFiltered;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.InvalidRequest;
import dev.portolan.error.LlmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HedgeModelTest {

    private static final ChatRequest REQUEST = ChatRequest.of("Hello");
    private static final HedgePolicy AT_ONCE = new HedgePolicy(0.9, 10, Duration.ofSeconds(2), 1);

    private final AtomicLong nanos = new AtomicLong();
    private final RouteClock time =
            new RouteClock(Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC), nanos::get, () -> 0.5);
    private final ManualAlarm alarm = new ManualAlarm();
    private final HedgeFigures figures = new HedgeFigures();
    private final Scripted first = new Scripted("one");
    private final Scripted second = new Scripted("two");
    private final Scripted third = new Scripted("three");

    private FallbackPlan.Builder plan() {
        return FallbackPlan.builder()
                .target(new Target("a", first))
                .target(new Target("b", second))
                .target(new Target("c", third));
    }

    private HedgeModel model(FallbackPlan plan, HedgePolicy policy) {
        return new HedgeModel("assistant", plan, policy, Runnable::run, figures, alarm, time);
    }

    private HedgeModel model() {
        return model(plan().build(), AT_ONCE);
    }

    private static List<String> outcomes(List<Attempt> trail) {
        return trail.stream().map(one -> one.model() + " " + one.outcome()).toList();
    }

    private void pass(int millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    /** Takes three seconds, in which the alarm goes off; ends with the error of a stopped call when it was stopped by then. */
    private Scripted.Step slow(Object end) {
        return context -> {
            pass(3000);
            alarm.ring();
            return stopped(context) ? error(ErrorKind.CANCELLED) : end;
        };
    }

    private static boolean stopped(CallContext context) {
        return Objects.requireNonNull(context.cancellation()).isCancelled();
    }

    /** Hangs until it is stopped, and tells when it was asked and when it ended. */
    private static final class Hanging implements Scripted.Step {
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch ended = new CountDownLatch(1);
        final CountDownLatch over = new CountDownLatch(1);
        Object end = error(ErrorKind.CANCELLED);

        @Override
        public Object play(CallContext context) {
            Cancellation.Registration held =
                    Objects.requireNonNull(context.cancellation()).onCancel(over::countDown);
            try {
                asked.countDown();
                assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
                return end;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                held.close();
                ended.countDown();
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anAnswerInTimeIsAskedForOnce() {
        first.then(first.answer("Hi"));

        ChatResponse response = model().chat(REQUEST);

        assertThat(outcomes(response.attempts())).containsExactly("one ok");
        assertThat(response.warnings()).isEmpty();
        assertThat(alarm.waiting()).isFalse();
        assertThat(second.calls()).isZero();
    }

    @Test
    void theSecondAnswersFirstAndTheFirstIsStopped() {
        first.then(slow(first.answer("late")));
        second.then(second.answer("Hi"));

        ChatResponse response = model().chat(REQUEST);

        assertThat(response.text()).isEqualTo("Hi");
        assertThat(response.usage()).isEqualTo(Usage.of(12, 5));
        assertThat(stopped(first.contexts.get(0))).isTrue();
        assertThat(stopped(second.contexts.get(0))).isFalse();
        assertThat(outcomes(response.attempts())).containsExactly("one cancelled", "two ok");
        assertThat(response.attempts().get(0).note()).isEqualTo("stopped: b answered first; what it cost is unknown");
        assertThat(response.warnings())
                .containsExactly(new Warning(
                        "hedged",
                        "model",
                        "b answered; after 3000 ms two models were asked, and of a what it cost is unknown"));
        assertThat(third.calls()).isZero();
    }

    @Test
    void theFirstAnswersFirstAndTheSecondIsStopped() {
        Hanging hanging = new Hanging();
        second.then(hanging);
        first.then((Scripted.Step) context -> {
            pass(3000);
            alarm.ringElsewhere();
            await(hanging.asked);
            return first.answer("Hi");
        });

        ChatResponse response = model().chat(REQUEST);

        assertThat(response.text()).isEqualTo("Hi");
        await(hanging.ended);
        assertThat(outcomes(response.attempts())).containsExactly("two cancelled", "one ok");
        assertThat(response.warnings()).extracting(Warning::code).containsExactly("hedged");
    }

    @Test
    void whatBothAnsweredIsPaidTwiceAndTheCostIsTold() {
        first.then((Scripted.Step) context -> {
            pass(3000);
            alarm.ring();
            return first.answer("cannot be stopped");
        });
        second.then(second.answer("Hi"));

        ChatResponse response = model().chat(REQUEST);

        assertThat(response.text()).isEqualTo("Hi");
        assertThat(outcomes(response.attempts())).containsExactly("one ok", "two ok");
        assertThat(response.attempts().get(0).note())
                .isEqualTo("not taken: b answered first; it cost 12 input and 5 output tokens");
        assertThat(response.warnings().get(0).message()).endsWith("and of a it cost 12 input and 5 output tokens");
    }

    @Test
    void itsOwnQuantileTellsWhenATargetIsSlow() {
        HedgeModel model = model(plan().build(), new HedgePolicy(0.9, 10, null, 1));
        for (int i = 1; i <= 10; i++) {
            int millis = i * 100;
            first.then((Scripted.Step) context -> {
                pass(millis);
                return first.answer("Hi");
            });
            model.chat(REQUEST);
            assertThat(alarm.waiting()).isFalse();
        }
        assertThat(alarm.delays).as("too few answers").isEmpty();
        first.then(first.answer("Hi"));
        model.chat(REQUEST);

        assertThat(alarm.delays).hasSize(1);
        assertThat(alarm.delays.get(0)).isBetween(Duration.ofMillis(900), Duration.ofMillis(990));
    }

    @Test
    void theFloorHoldsWhereTheQuantileIsShorter() {
        HedgeModel model = model(plan().build(), new HedgePolicy(0.9, 1, Duration.ofSeconds(2), 1));
        first.then(first.answer("Hi"), first.answer("Hi"));

        model.chat(REQUEST);
        model.chat(REQUEST);

        assertThat(alarm.delays).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2));
    }

    @Test
    void aStoppedTargetCountsAsOneThatTookLonger() {
        HedgePolicy policy = new HedgePolicy(0.5, 1, null, 1);
        HedgeModel model = model(plan().build(), policy);
        figures.answered("a", false, Duration.ofMillis(100).toNanos(), nanos.get());
        first.then(slow(first.answer("late")));
        second.then(second.answer("Hi"));

        model.chat(REQUEST);
        HedgePolicy longest = new HedgePolicy(0.99, 1, null, 1);

        assertThat(figures.quantile("a", false, longest, nanos.get()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(3).toNanos());
        figures.tookLonger("a", false, 1000, nanos.get(), longest);
        assertThat(figures.quantile("a", false, new HedgePolicy(0.01, 1, null, 1), nanos.get()))
                .as("what was stopped early tells nothing")
                .isGreaterThan(1_000_000);
    }

    @Test
    void aFailureBeforeTheSecondIsAskedIsAFallback() {
        first.then(error(ErrorKind.UNAVAILABLE));
        second.then(second.answer("Hi"));

        ChatResponse response = model().chat(REQUEST);

        assertThat(outcomes(response.attempts())).containsExactly("one unavailable", "two ok");
        assertThat(response.warnings()).extracting(Warning::code).containsExactly("fell-back");
        assertThat(alarm.waiting()).isFalse();
    }

    @Test
    void theFirstFailsAndTheSecondIsWaitedFor() {
        Hanging hanging = new Hanging();
        hanging.end = second.answer("Hi");
        second.then(hanging);
        first.then((Scripted.Step) context -> {
            pass(3000);
            alarm.ringElsewhere();
            await(hanging.asked);
            hanging.over.countDown();
            return error(ErrorKind.UNAVAILABLE);
        });

        ChatResponse response = model().chat(REQUEST);

        assertThat(response.text()).isEqualTo("Hi");
        assertThat(response.attempts()).extracting(Attempt::model).containsOnly("one", "two");
        assertThat(response.attempts()).hasSize(2);
    }

    @Test
    void whenBothFailTheThirdIsAskedAndWithoutItIsTheEnd() {
        first.then(slow(error(ErrorKind.UNAVAILABLE)), slow(error(ErrorKind.UNAVAILABLE)));
        second.then(error(ErrorKind.RATE_LIMITED, Duration.ofSeconds(7)), error(ErrorKind.NETWORK));
        third.then(third.answer("Hi"), error(ErrorKind.UNAVAILABLE));
        HedgeModel model = model();

        ChatResponse response = model.chat(REQUEST);
        assertThat(outcomes(response.attempts())).containsExactly("one unavailable", "two rate-limited", "three ok");

        AttemptsExhausted thrown = catchThrowableOfType(AttemptsExhausted.class, () -> model.chat(REQUEST));
        assertThat(outcomes(thrown.attempts())).containsExactly("one unavailable", "two network", "three unavailable");
    }

    @Test
    void aSecondThatFailsChangesNothingForTheFirst() {
        first.then(slow(first.answer("Hi")));
        second.then(error(ErrorKind.UNAVAILABLE));

        ChatResponse response = model().chat(REQUEST);

        assertThat(outcomes(response.attempts())).containsExactly("two unavailable", "one ok");
        assertThat(response.warnings()).isEmpty();
    }

    @Test
    void aBadRequestEndsBothAndIsNoFigure() {
        Hanging hanging = new Hanging();
        second.then(hanging);
        first.then((Scripted.Step) context -> {
            alarm.ringElsewhere();
            await(hanging.asked);
            return error(ErrorKind.INVALID_REQUEST);
        });

        InvalidRequest thrown = catchThrowableOfType(InvalidRequest.class, () -> model().chat(REQUEST));

        await(hanging.ended);
        assertThat(outcomes(thrown.attempts())).containsExactly("one invalid-request", "two cancelled");
        assertThat(third.calls()).isZero();
        assertThat(figures.quantile("a", false, new HedgePolicy(0.5, 1, null, 1), nanos.get()))
                .isEqualTo(-1);
    }

    @Test
    void aFilteredPromptEndsTheSecondAttemptToo() {
        Scripted other = new Scripted("other");
        other.then(other.answer("Hi"));
        for (int i = 0; i < 2; i++) {
            Hanging hanging = new Hanging();
            second.then(hanging);
            first.then((Scripted.Step) context -> {
                alarm.ringElsewhere();
                await(hanging.asked);
                return error(ErrorKind.CONTENT_FILTERED);
            });
        }

        assertThatThrownBy(() -> model().chat(REQUEST)).isInstanceOf(ContentFiltered.class);
        ChatResponse response = model(
                        plan().onContentFilter(new Target("other", other)).build(), AT_ONCE)
                .chat(REQUEST);

        assertThat(outcomes(response.attempts())).containsExactly("one content-filtered", "two cancelled", "other ok");
        assertThat(response.warnings()).extracting(Warning::code).containsExactly("fell-back");
    }

    @Test
    void notMoreThanTheShareOfTheCallsAsksTwice() {
        HedgeModel model = model(plan().build(), new HedgePolicy(0.9, 10, Duration.ofSeconds(2), 0.1));
        for (int i = 0; i < 100; i++) {
            first.then(slow(first.answer("Hi")));
            second.then(second.answer("Hi"));
            model.chat(REQUEST);
        }

        assertThat(second.calls()).isEqualTo(10);
    }

    @Test
    void savedAttemptsAreAtMostTen() {
        HedgeFigures saved = new HedgeFigures();
        for (int i = 0; i < 1000; i++) {
            saved.called(0.1);
        }
        int taken = 0;
        while (saved.tryTake()) {
            taken++;
        }
        assertThat(taken).isEqualTo(10);
    }

    @Test
    void bothTogetherKeepToTheAttemptBudget() {
        AttemptBudget shared = new AttemptBudget(3);
        first.then((Scripted.Step) context -> {
            Scripted.sends(context, 9).run();
            alarm.ring();
            return stopped(context) ? error(ErrorKind.CANCELLED) : first.answer("late");
        });
        second.then((Scripted.Step) context -> {
            Scripted.sends(context, 9).run();
            return second.answer("Hi");
        });

        model().chat(REQUEST, CallContext.builder().attemptBudget(shared).build());

        assertThat(shared.remaining()).as("one is left for the third target").isEqualTo(1);
        assertThat(Objects.requireNonNull(first.contexts.get(0).attemptBudget()).remaining())
                .isZero();
    }

    @Test
    void theLastAttemptIsNotAskedTwice() {
        first.then(slow(first.answer("Hi")));

        model().chat(
                        REQUEST,
                        CallContext.builder()
                                .attemptBudget(new AttemptBudget(1))
                                .build());

        assertThat(second.calls()).isZero();
    }

    @Test
    void theCallersCancellationStopsBoth() {
        Cancellation callers = new Cancellation();
        Hanging hanging = new Hanging();
        second.then(hanging);
        first.then((Scripted.Step) context -> {
            alarm.ringElsewhere();
            await(hanging.asked);
            callers.cancel();
            return stopped(context) ? error(ErrorKind.CANCELLED) : first.answer("late");
        });

        Cancelled thrown = catchThrowableOfType(
                Cancelled.class,
                () -> model().chat(
                                REQUEST,
                                CallContext.builder().cancellation(callers).build()));

        await(hanging.ended);
        assertThat(thrown.attempts()).hasSize(2);
    }

    @Test
    void aCancellationThatOutlivesTheCallHoldsNothingOfIt() {
        Cancellation callers = new Cancellation();
        first.then(slow(first.answer("late")));
        second.then(second.answer("Hi"));

        model().chat(REQUEST, CallContext.builder().cancellation(callers).build());
        callers.cancel();

        assertThat(stopped(second.contexts.get(0))).isFalse();
    }

    @Test
    void anInterruptEndsTheWaitForTheSecond() {
        Hanging hanging = new Hanging();
        second.then(hanging);
        first.then((Scripted.Step) context -> {
            alarm.ringElsewhere();
            await(hanging.asked);
            Thread.currentThread().interrupt();
            return error(ErrorKind.UNAVAILABLE);
        });

        assertThatThrownBy(() -> model().chat(REQUEST)).isInstanceOf(Cancelled.class);
        assertThat(Thread.interrupted()).isTrue();
        await(hanging.ended);
    }

    @Test
    void aSecondAttemptIsNoRepetitionOfTheFirst() {
        first.then(slow(first.answer("late")));
        second.then(second.answer("Hi"));

        model().chat(REQUEST, CallContext.builder().idempotencyKey("k").build());

        assertThat(first.contexts.get(0).idempotencyKey()).isEqualTo("k");
        assertThat(second.contexts.get(0).idempotencyKey()).isEqualTo("k-hedge");
    }

    @Test
    void theOnlyTargetIsAskedTwiceForSlownessAndNeverForAFailure() {
        HedgeModel model =
                model(FallbackPlan.builder().target(new Target("a", first)).build(), AT_ONCE);
        first.then(slow(first.answer("late")), first.answer("Hi"), error(ErrorKind.UNAVAILABLE));

        assertThat(outcomes(model.chat(REQUEST).attempts())).containsExactly("one cancelled", "one ok");
        AttemptsExhausted thrown = catchThrowableOfType(AttemptsExhausted.class, () -> model.chat(REQUEST));
        assertThat(outcomes(thrown.attempts())).containsExactly("one unavailable");
    }

    @Test
    void whatNoModelShouldThrowGoesUpAndTheOtherIsStopped() {
        Hanging hanging = new Hanging();
        second.then(hanging);
        first.then((Scripted.Step) context -> {
            alarm.ringElsewhere();
            await(hanging.asked);
            throw new IllegalArgumentException("a mistake");
        });

        assertThatThrownBy(() -> model().chat(REQUEST)).isInstanceOf(IllegalArgumentException.class);
        await(hanging.ended);

        first.then(slow(error(ErrorKind.UNAVAILABLE)), slow(error(ErrorKind.UNAVAILABLE)), slow(first.answer("Hi")));
        second.then(
                new IllegalArgumentException("a mistake"),
                (Scripted.Step) context -> {
                    throw new AssertionError("a mistake");
                },
                new IllegalArgumentException("a mistake"));
        assertThatThrownBy(() -> model().chat(REQUEST)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> model().chat(REQUEST)).isInstanceOf(AssertionError.class);
        assertThat(model().chat(REQUEST).text()).isEqualTo("Hi");
    }

    @Test
    void afterTheDeadlineNobodyElseIsAsked() {
        first.then((Scripted.Step) context -> {
            pass(9000);
            alarm.ring();
            return error(ErrorKind.UNAVAILABLE);
        });

        assertThatThrownBy(() -> model().chat(
                                REQUEST,
                                CallContext.builder()
                                        .deadline(dev.portolan.chat.Deadline.in(Duration.ofSeconds(5), nanos::get))
                                        .build()))
                .isInstanceOf(LlmException.class);
        assertThat(second.calls()).isZero();
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new HedgePolicy(1, 1, null, 0.1)).hasMessageStartingWith("quantile:");
        assertThatThrownBy(() -> new HedgePolicy(0.9, 0, null, 0.1)).hasMessageStartingWith("minimum-calls:");
        assertThatThrownBy(() -> new HedgePolicy(0.9, 1, Duration.ZERO, 0.1)).hasMessageStartingWith("after:");
        assertThatThrownBy(() -> new HedgePolicy(0.9, 1, null, 1.1)).hasMessageStartingWith("max-share:");
        assertThatThrownBy(() ->
                        model(plan().weights(Map.of("a", 1, "b", 1, "c", 1)).build(), AT_ONCE))
                .hasMessageStartingWith("weights:");
        assertThat(model().info().provider()).isEqualTo("hedge");
        assertThat(model().check(REQUEST)).isEmpty();
        assertThat(model()).hasToString("HedgeModel[assistant, " + plan().build() + ", " + AT_ONCE + "]");
    }
}
