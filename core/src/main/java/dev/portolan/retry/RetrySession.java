package dev.portolan.retry;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.AttemptBudget;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.ModelInfo;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** One logical call and its attempts: counts them, keeps the trail, decides whether there is another, and waits for it. */
final class RetrySession {

    private final RetryPolicy policy;
    private final RetryBudget budget;
    private final RetryTimer timer;
    private final ModelInfo info;
    private final CallContext context;
    private final AttemptBudget attempts;
    private final List<Attempt> trail = new ArrayList<>(1);
    private int sent;
    private Instant startedAt = Instant.EPOCH;
    private long startedNanos;

    RetrySession(RetryPolicy policy, RetryBudget budget, RetryTimer timer, ModelInfo info, CallContext context) {
        this.policy = policy;
        this.budget = budget;
        this.timer = timer;
        this.info = info;
        AttemptBudget shared = context.attemptBudget();
        this.attempts = shared != null ? shared : new AttemptBudget(policy.maxAttempts());
        String key = context.idempotencyKey();
        this.context = context.toBuilder()
                .attemptBudget(attempts)
                .idempotencyKey(key != null ? key : newKey())
                .build();
    }

    /** Unique is enough, so it need not be hard to guess. */
    private static String newKey() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** What the attempts are made with. */
    CallContext context() {
        return context;
    }

    /** Takes an attempt and starts its clock. */
    void start() {
        if (!attempts.tryTake()) {
            throw withTrail(ErrorDetails.builder("no attempt is left for this call")
                    .provider(info.provider())
                    .model(info.model())
                    .remedy("See the attempt trail for what went wrong before")
                    .toException(ErrorKind.ATTEMPTS_EXHAUSTED));
        }
        if (sent++ == 0) {
            budget.called();
        }
        startedAt = timer.clock().instant();
        startedNanos = timer.nanoClock().getAsLong();
    }

    /** The response with the trail. */
    ChatResponse succeeded(ChatResponse response) {
        if (response.attempts().isEmpty()) {
            trail.add(attempt(info.provider(), Attempt.OK, null, response.requestId(), null));
        } else {
            trail.addAll(response.attempts());
        }
        return response.toBuilder().attempts(trail).build();
    }

    /** An attempt failed and there must be no other: the error with the trail. */
    LlmException failed(LlmException error) {
        record(error, null);
        return withTrail(error);
    }

    /**
     * An attempt failed: waits for the next.
     *
     * @param error what went wrong
     * @param wake ends the wait when it reaches zero; whoever did it knows what comes then
     * @throws LlmException the error with the trail when there is no further attempt; of kind cancelled when the call was
     *     cancelled or the thread interrupted meanwhile
     */
    void awaitNext(LlmException error, CountDownLatch wake) {
        if (!retryable(error) || sent >= policy.maxAttempts() || attempts.remaining() == 0) {
            throw failed(error);
        }
        Duration asked = error.retryAfter();
        Duration told = asked != null && !asked.isZero() && !asked.isNegative() ? asked : null;
        Duration wait =
                told != null ? told : policy.backoff(sent, timer.random().getAsDouble());
        String refusal = refusal(told, wait);
        record(error, refusal);
        if (refusal != null) {
            throw withTrail(error);
        }
        sleep(wait, error, wake);
    }

    private boolean retryable(LlmException error) {
        return error.retryable()
                && error.details().timeoutPhase() != TimeoutPhase.TOTAL
                && !policy.except().contains(error.kind());
    }

    private @Nullable String refusal(@Nullable Duration told, Duration wait) {
        if (told != null && told.compareTo(policy.maxRetryAfter()) > 0) {
            return "not retried: the vendor asks to wait " + told.toSeconds() + " s";
        }
        Deadline deadline = context.deadline();
        if (deadline != null && deadline.remaining().compareTo(wait) <= 0) {
            return "not retried: the wait would pass the deadline";
        }
        return budget.tryTake() ? null : "not retried: the retry budget is empty";
    }

    private void sleep(Duration wait, LlmException error, CountDownLatch wake) {
        Cancellation cancellation = context.cancellation();
        Cancellation.Registration registration = cancellation == null ? null : cancellation.onCancel(wake::countDown);
        try {
            timer.sleeper().sleep(wait, wake);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw withTrail(cancelled("the thread was interrupted while it waited to retry", error));
        } finally {
            if (registration != null) {
                registration.close();
            }
        }
        if (cancellation != null && cancellation.isCancelled()) {
            throw withTrail(cancelled("cancelled while waiting to retry", error));
        }
    }

    private LlmException cancelled(String summary, LlmException cause) {
        return ErrorDetails.builder(summary)
                .provider(info.provider())
                .model(info.model())
                .toException(ErrorKind.CANCELLED, cause);
    }

    private void record(LlmException error, @Nullable String note) {
        if (!error.attempts().isEmpty()) {
            // A router further in has told of each sending already.
            trail.addAll(error.attempts());
            return;
        }
        String provider = error.provider();
        String unknown = error.outcomeUnknown() ? Attempt.OUTCOME_UNKNOWN : null;
        trail.add(attempt(
                provider != null ? provider : info.provider(),
                error.kind().id(),
                error.status(),
                error.requestId(),
                note == null ? unknown : unknown == null ? note : unknown + "; " + note));
    }

    private Attempt attempt(
            String provider,
            String outcome,
            @Nullable Integer status,
            @Nullable String requestId,
            @Nullable String note) {
        Duration duration = Duration.ofNanos(timer.nanoClock().getAsLong() - startedNanos);
        return new Attempt(provider, info.model(), startedAt, duration, outcome, status, requestId, note);
    }

    private LlmException withTrail(LlmException error) {
        return error.withDetails(error.details().toBuilder().attempts(trail).build());
    }
}
