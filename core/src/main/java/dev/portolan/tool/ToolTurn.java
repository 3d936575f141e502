package dev.portolan.tool;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.tool.RunningCall.State;
import dev.portolan.tool.ToolAuditEvent.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the calls of one turn. The thread that asks for the next event is the only one that starts calls, looks at clocks and tells the
 * audit; the executor's threads run tools and say when they are done. Only {@link #stop} is for any thread.
 */
final class ToolTurn {

    /** Arrives when the turn shall end early. */
    private static final Object STOP = new Object();

    private final LoopSettings settings;
    private final CallContext context;
    private final @Nullable String conversation;
    private final AuditTrail trail;
    private final CallJournal journal;
    private final List<RunningCall> calls = new ArrayList<>();
    private final Deque<ToolLoopEvent> ready = new ArrayDeque<>();
    private final BlockingQueue<Object> arrivals = new LinkedBlockingQueue<>();
    private final Set<ToolAttempt> live = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    ToolTurn(
            LoopSettings settings,
            CallContext context,
            @Nullable String conversation,
            AuditTrail trail,
            CallJournal journal) {
        this.settings = settings;
        this.context = context;
        this.conversation = conversation;
        this.trail = trail;
        this.journal = journal;
    }

    /** Adds a call that has been decided. */
    void add(CheckedCall call, CallPlan plan) {
        RunningCall added = new RunningCall(call, plan);
        calls.add(added);
        if (added.result != null) {
            ready.add(new ToolLoopEvent.ToolFinished(call.open().call(), added.result, Duration.ZERO));
        }
    }

    /**
     * Waits for the next event.
     *
     * @return the event, or null when nothing is left to run
     * @throws LlmException of kind cancelled or timeout; then {@link #abandon} has been done
     * @throws Error that a tool threw, but not that its stack was too small; then {@link #abandon} has been done too
     */
    @Nullable
    ToolLoopEvent next() {
        while (ready.isEmpty()) {
            failIfOver();
            startDue();
            if (ready.isEmpty()) {
                if (calls.stream().allMatch(call -> call.state == State.SETTLED)) {
                    return null;
                }
                await();
            }
        }
        return ready.remove();
    }

    private void failIfOver() {
        Cancellation cancellation = context.cancellation();
        if (stopped || (cancellation != null && cancellation.isCancelled())) {
            abandon();
            throw ErrorDetails.builder("cancelled while tools were running").toException(ErrorKind.CANCELLED);
        }
        Deadline deadline = context.deadline();
        if (deadline != null && deadline.isExpired()) {
            abandon();
            throw ErrorDetails.builder("the deadline passed while tools were running")
                    .timeoutPhase(TimeoutPhase.TOTAL)
                    .retryable(false)
                    .remedy("Allow more time")
                    .toException(ErrorKind.TIMEOUT);
        }
    }

    private void startDue() {
        long now = settings.nanoClock().getAsLong();
        for (RunningCall call : calls) {
            if (running() >= settings.parallelism()) {
                return;
            }
            if (call.state == State.QUEUED && (call.attempt == 0 || call.at - now <= 0)) {
                start(call);
            }
        }
    }

    private long running() {
        return calls.stream().filter(call -> call.state == State.RUNNING).count();
    }

    private void start(RunningCall call) {
        call.attempt++;
        if (call.attempt == 1 && !begun(call)) {
            return;
        }
        if (!trail.executing(call.checked, call.attempt)) {
            finish(call, CallResults.unrecorded(call.checked), Duration.ZERO);
            return;
        }
        Cancellation own = new Cancellation();
        ToolAttempt attempt = new ToolAttempt(
                Objects.requireNonNull(call.checked.bound()), invocation(call, own), own, arrivals::add);
        call.running = attempt;
        call.state = State.RUNNING;
        call.at = settings.nanoClock().getAsLong();
        ready.add(new ToolLoopEvent.ToolStarted(call.checked.open().call(), call.attempt));
        live.add(attempt);
        if (stopped) {
            attempt.abandon();
        }
        try {
            settings.threads().execute(attempt);
        } catch (RejectedExecutionException e) {
            live.remove(attempt);
            trail.executed(call.checked, call.attempt, Outcome.NOT_STARTED, Duration.ZERO);
            finish(call, CallResults.notTaken(call.checked), Duration.ZERO);
        }
    }

    /** Notes in the journal that the call begins; settles it when that cannot be, or when somebody else runs it. */
    private boolean begun(RunningCall call) {
        switch (journal.begin(call.checked.open(), ((CallPlan.Run) call.plan).again())) {
            case NOTED -> {
                return true;
            }
            case TAKEN -> call.state = State.SETTLED;
            case FAILED -> finish(call, CallResults.unrecorded(call.checked), Duration.ZERO);
        }
        return false;
    }

    private ToolInvocation invocation(RunningCall call, Cancellation own) {
        OpenTurn.Call open = call.checked.open();
        Deadline limit = Deadline.in(call.definition().timeout(), settings.nanoClock());
        Deadline deadline = context.deadline();
        CallContext inner = context.toBuilder()
                .cancellation(own)
                .deadline(deadline != null && deadline.remainingNanos() < limit.remainingNanos() ? deadline : limit)
                .build();
        String key = Digest.of(conversation == null ? "" : conversation, open.key(), open.digest());
        return new ToolInvocation(
                call.definition(), open.call(), call.checked.arguments(), inner, conversation, call.attempt, key);
    }

    private void await() {
        try {
            Object arrival = arrivals.poll(untilNextLimit(), TimeUnit.NANOSECONDS);
            if (arrival instanceof ToolAttempt attempt) {
                calls.stream()
                        .filter(call -> call.running == attempt)
                        .findFirst()
                        .ifPresent(this::ended);
            } else if (arrival == null) {
                long now = settings.nanoClock().getAsLong();
                calls.stream()
                        .filter(call -> call.state == State.RUNNING && timeLeft(call, now) <= 0)
                        .toList()
                        .forEach(this::timedOut);
            }
        } catch (InterruptedException e) {
            abandon();
            Thread.currentThread().interrupt();
            throw ErrorDetails.builder("interrupted while tools were running").toException(ErrorKind.CANCELLED, e);
        }
    }

    private long untilNextLimit() {
        long now = settings.nanoClock().getAsLong();
        long least =
                context.deadline() == null ? Long.MAX_VALUE : context.deadline().remainingNanos();
        boolean free = running() < settings.parallelism();
        for (RunningCall call : calls) {
            if (call.state == State.RUNNING) {
                least = Math.min(least, timeLeft(call, now));
            } else if (call.state == State.QUEUED && free) {
                least = Math.min(least, call.at - now);
            }
        }
        return least;
    }

    private static long timeLeft(RunningCall call, long now) {
        return call.at + call.definition().timeout().toNanos() - now;
    }

    private void ended(RunningCall call) {
        Duration took = took(call);
        ToolAttempt attempt = Objects.requireNonNull(call.running);
        live.remove(attempt);
        try {
            ToolResult result = attempt.result();
            if (!CallResults.fits(call.definition(), result)) {
                trail.executed(call.checked, call.attempt, Outcome.INVALID_RESULT, took);
                finish(call, CallResults.invalid(call.checked), took);
                return;
            }
            trail.executed(call.checked, call.attempt, result.error() ? Outcome.FAILED : Outcome.SUCCEEDED, took);
            finish(call, result, took);
        } catch (StackOverflowError | Exception e) {
            trail.executed(call.checked, call.attempt, Outcome.FAILED, took);
            boolean useless = e instanceof ToolFailure failure && failure.isPermanent();
            if (useless || !again(call)) {
                finish(call, CallResults.failed(call.checked, call.definition(), settings, e), took);
            }
        } catch (Error e) {
            call.state = State.SETTLED;
            trail.executed(call.checked, call.attempt, Outcome.FAILED, took);
            abandon();
            throw e;
        }
    }

    private void timedOut(RunningCall call) {
        Duration took = took(call);
        abandonAttempt(call);
        trail.executed(call.checked, call.attempt, Outcome.TIMED_OUT, took);
        if (!again(call)) {
            finish(call, CallResults.tookTooLong(call.checked, call.definition()), took);
        }
    }

    /** Queues the next attempt, if there is one. */
    private boolean again(RunningCall call) {
        ToolRetry retry = call.definition().retry();
        if (call.attempt >= retry.attempts()) {
            return false;
        }
        call.state = State.QUEUED;
        call.running = null;
        call.at =
                settings.nanoClock().getAsLong() + retry.waitAfter(call.attempt).toNanos();
        return true;
    }

    private void finish(RunningCall call, ToolResult result, Duration took) {
        journal.end(call.checked.open(), result);
        call.settle(result);
        ready.add(new ToolLoopEvent.ToolFinished(call.checked.open().call(), result, took));
    }

    /** Stops what runs. A call that is not idempotent gets a result that says so; one that had not begun gets none. */
    void abandon() {
        stopped = true;
        for (RunningCall call : calls) {
            if (call.state == State.RUNNING) {
                Duration took = took(call);
                abandonAttempt(call);
                trail.executed(call.checked, call.attempt, Outcome.CANCELLED, took);
            }
            boolean begun = call.state != State.SETTLED && call.attempt > 0;
            call.state = State.SETTLED;
            if (begun && !call.definition().retry().idempotent()) {
                // Not noted in the journal: whoever resumes without these messages shall find that the outcome is
                // unknown.
                call.result = CallResults.stopped(call.checked);
            }
        }
    }

    /** Makes whoever waits in {@link #next} end with a cancellation, and stops what runs. For any thread. */
    void stop() {
        stopped = true;
        arrivals.add(STOP);
        live.forEach(ToolAttempt::abandon);
    }

    private void abandonAttempt(RunningCall call) {
        ToolAttempt attempt = call.running;
        call.running = null;
        if (attempt != null) {
            live.remove(attempt);
            attempt.abandon();
        }
    }

    private Duration took(RunningCall call) {
        return Duration.ofNanos(settings.nanoClock().getAsLong() - call.at);
    }

    /** The results that there are, in the order of the calls. */
    List<ToolResult> results() {
        List<ToolResult> results = new ArrayList<>();
        for (RunningCall call : calls) {
            ToolResult result = call.plan instanceof CallPlan.Share share ? shared(share) : call.result;
            if (result != null) {
                ToolCall of = call.checked.open().call();
                results.add(ResultIds.of(of, result));
            }
        }
        return results;
    }

    private @Nullable ToolResult shared(CallPlan.Share share) {
        return share.result() != null
                ? share.result()
                : calls.stream()
                        .filter(call -> call.checked.open().position() == share.leader())
                        .findFirst()
                        .map(call -> call.result)
                        .orElse(null);
    }

    /** The calls that wait for somebody. */
    List<PendingCall> pending() {
        List<PendingCall> pending = new ArrayList<>();
        for (RunningCall call : calls) {
            if (call.plan instanceof CallPlan.Wait wait) {
                pending.add(wait.pending());
            } else if (call.plan instanceof CallPlan.Run && call.result == null) {
                OpenTurn.Call open = call.checked.open();
                pending.add(new PendingCall(
                        open.call(), open.digest(), PendingCall.Reason.UNKNOWN_OUTCOME, "", call.definition()));
            }
        }
        return pending;
    }
}
