package dev.portolan.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Deadlines, timeouts, budgets, credentials, choices, gaps. */
class SmallValuesTest {

    @Test
    void aDeadlineRunsDownByItsClock() {
        AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);
        Deadline deadline = Deadline.in(Duration.ofMillis(2), clock::get);
        assertThat(deadline.remaining()).isEqualTo(Duration.ofMillis(2));
        assertThat(deadline.isExpired()).isFalse();

        clock.addAndGet(1_500_000);
        assertThat(deadline.remainingNanos()).as("over the clock's overflow").isEqualTo(500_000);
        assertThat(deadline).hasToString("Deadline[0 ms left]");

        clock.addAndGet(500_000);
        assertThat(deadline.isExpired()).isTrue();
        assertThat(deadline.remaining()).isZero();

        clock.addAndGet(5);
        assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(-5));
    }

    @Test
    void aDeadlineLiesInTheFutureAndNoFurtherThanAYear() {
        assertThatThrownBy(() -> Deadline.in(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Deadline.in(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
        Deadline far = Deadline.in(Duration.ofSeconds(Long.MAX_VALUE), () -> 0);
        assertThat(far.remaining()).isEqualTo(Duration.ofDays(365));
        assertThat(Deadline.in(Duration.ofHours(1)).isExpired()).isFalse();
    }

    @Test
    void timeoutsAreMoreThanZero() {
        assertThatThrownBy(() -> new Timeouts(Duration.ZERO, null, null)).hasMessageContaining("connect");
        assertThatThrownBy(() -> new Timeouts(null, Duration.ofMillis(-1), null))
                .hasMessageContaining("firstToken");
        assertThatThrownBy(() -> new Timeouts(null, null, Duration.ZERO)).hasMessageContaining("idle");
    }

    @Test
    void missingTimeoutsAreTakenFromTheOther() {
        Duration one = Duration.ofSeconds(1);
        Duration two = Duration.ofSeconds(2);
        assertThat(new Timeouts(one, null, null).orElse(new Timeouts(two, two, null)))
                .isEqualTo(new Timeouts(one, two, null));
        assertThat(new Timeouts(null, one, one).orElse(new Timeouts(two, two, two)))
                .isEqualTo(new Timeouts(two, one, one));
        assertThat(Timeouts.UNSET.orElse(Timeouts.UNSET)).isEqualTo(Timeouts.UNSET);
    }

    @Test
    void anAttemptBudgetIsTakenToItsEndAndNotBelow() {
        AttemptBudget budget = new AttemptBudget(2);
        assertThat(budget).hasToString("AttemptBudget[2 left]");
        assertThat(budget.tryTake()).isTrue();
        assertThat(budget.tryTake()).isTrue();
        assertThat(budget.tryTake()).isFalse();
        assertThat(budget.tryTake()).isFalse();
        assertThat(budget.remaining()).isZero();
        assertThatThrownBy(() -> new AttemptBudget(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAttemptBudgetIsSharedByThreads() throws Exception {
        AttemptBudget budget = new AttemptBudget(1_000);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> taken = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                taken.add(threads.submit(() -> {
                    int mine = 0;
                    for (int n = 0; n < 500; n++) {
                        mine += budget.tryTake() ? 1 : 0;
                    }
                    return mine;
                }));
            }
            int sum = 0;
            for (Future<Integer> mine : taken) {
                sum += mine.get();
            }
            assertThat(sum).isEqualTo(1_000);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void credentialsShowNamesOnly() {
        Credentials credentials = Credentials.of(Map.of("secret-key", "s3cr3t", "access-key", "4cc355"));
        assertThat(credentials).hasToString("Credentials[access-key, secret-key]");
        assertThat(credentials.get("secret-key")).isEqualTo("s3cr3t");
        assertThat(credentials.get("session-token")).isNull();
        assertThat(Credentials.apiKey("sk-1").get(Credentials.API_KEY)).isEqualTo("sk-1");
        assertThat(Credentials.apiKey("sk-1"))
                .isEqualTo(Credentials.of(Map.of("api-key", "sk-1")))
                .hasSameHashCodeAs(Credentials.of(Map.of("api-key", "sk-1")))
                .isNotEqualTo(Credentials.apiKey("sk-2"))
                .isNotEqualTo("sk-1");
    }

    @Test
    void aToolNameGoesWithTheNamedChoiceAndOnlyWithIt() {
        assertThat(ToolChoice.named("f")).isEqualTo(new ToolChoice(ToolChoice.Mode.NAMED, "f"));
        assertThatThrownBy(() -> ToolChoice.named(" ")).hasMessageStartingWith("toolChoice");
        assertThatThrownBy(() -> new ToolChoice(ToolChoice.Mode.NAMED, null)).hasMessageStartingWith("toolChoice");
        assertThatThrownBy(() -> new ToolChoice(ToolChoice.Mode.AUTO, "f")).hasMessageStartingWith("toolChoice");
    }

    @Test
    void aGapBecomesAWarningOfItsEffect() {
        assertThat(new Gap("stop", Gap.Effect.LEFT_OUT, "because").toWarning())
                .isEqualTo(new Warning("left-out", "stop", "because"));
    }

    @Test
    void aFinishReasonMayLackTheVendorsWord() {
        assertThat(FinishReason.of(FinishReason.Kind.STOP)).isEqualTo(new FinishReason(FinishReason.Kind.STOP, null));
    }

    @Test
    void aContextIsCopiedWhole() {
        CallContext context = CallContext.builder()
                .deadline(Deadline.in(Duration.ofSeconds(1), () -> 0))
                .timeouts(new Timeouts(Duration.ofSeconds(1), null, null))
                .cancellation(new Cancellation())
                .attemptBudget(new AttemptBudget(3))
                .credentials(Credentials.apiKey("sk"))
                .adaptation(AdaptationPolicy.STRICT)
                .idempotencyKey("once")
                .tenant("acme")
                .feature("summary")
                .taskKey("t")
                .stickinessKey("u1")
                .tag("team", "blue")
                .traceHeader("traceparent", "00-1")
                .build();

        assertThat(context.toBuilder().build()).usingRecursiveComparison().isEqualTo(context);
        assertThat(context.toBuilder().build().deadline()).isSameAs(context.deadline());
        assertThat(context.toBuilder().build().attemptBudget()).isSameAs(context.attemptBudget());
        assertThat(context.toBuilder().build().cancellation()).isSameAs(context.cancellation());
        assertThat(context.credentials()).isEqualTo(Credentials.apiKey("sk"));
        assertThat(context.adaptation()).isEqualTo(AdaptationPolicy.STRICT);
        assertThat(context.idempotencyKey()).isEqualTo("once");
        assertThat(context.taskKey()).isEqualTo("t");
        assertThat(context.stickinessKey()).isEqualTo("u1");
        assertThat(context.timeouts().connect()).isEqualTo(Duration.ofSeconds(1));
        assertThat(context.traceHeaders()).containsEntry("traceparent", "00-1");
        assertThat(context).asString().contains("acme", "summary", "team").doesNotContain("blue", "sk", "00-1");
        assertThatThrownBy(() -> context.tags().put("a", "b")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void anEmptyContextSetsNothing() {
        assertThat(CallContext.EMPTY.deadline()).isNull();
        assertThat(CallContext.EMPTY.timeouts()).isEqualTo(Timeouts.UNSET);
        assertThat(CallContext.EMPTY.tags()).isEmpty();
        assertThat(CallContext.withTimeout(Duration.ofHours(1)).deadline().remaining())
                .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    }

    @Test
    void anAttemptNeedsAllThatEveryAttemptHas() {
        assertThatThrownBy(() -> new Attempt(null, "m", null, null, "ok", null, null, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("provider");
    }

    @Test
    void anAttemptTellsWhetherItsOutcomeIsKnown() {
        Attempt late = new Attempt(
                "acme",
                "one",
                Instant.EPOCH,
                Duration.ZERO,
                "timeout",
                null,
                null,
                Attempt.OUTCOME_UNKNOWN + "; not retried");
        Attempt refused =
                new Attempt("acme", "one", Instant.EPOCH, Duration.ZERO, "rate-limited", 429, null, "not retried");

        assertThat(late.outcomeUnknown()).isTrue();
        assertThat(late.usage()).isNull();
        assertThat(refused.outcomeUnknown()).isFalse();
    }

    @Test
    void aRouterTellsWhoMayAnswerInItsPlace() {
        ModelInfo one = ModelInfo.builder("acme", "one").build();
        ModelInfo router =
                ModelInfo.builder("fallback", "assistant").targets(List.of(one)).build();

        assertThat(one.targets()).isEmpty();
        assertThat(router.targets()).containsExactly(one);
        assertThat(router.toBuilder().build()).isEqualTo(router).hasSameHashCodeAs(router);
        assertThat(router)
                .isNotEqualTo(ModelInfo.builder("fallback", "assistant").build());
    }
}
