package dev.portolan.routing.route;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.AttemptBudget;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One logical call over several targets: whose turn it is, what is left of time and attempts, and the trail. For one thread. */
final class RoutedCall {

    private final String router;
    private final FallbackPlan plan;
    private final RouteClock time;
    private final ChatRequest request;
    private final CallContext context;
    private final AttemptBudget attempts;
    private final Deque<Target> waiting;
    private final boolean failover;
    private final @Nullable String chosenBy;
    private final Set<String> asked = new HashSet<>();
    private final List<Attempt> trail = new ArrayList<>(2);
    private Target current;
    private AttemptBudget share;
    private int given;
    private Instant startedAt = Instant.EPOCH;
    private long startedNanos;
    private @Nullable LlmException last;
    private @Nullable Duration soonest;
    private @Nullable String why;
    private String how = "fell-back";

    /** A call that goes from target to target until one answers. */
    RoutedCall(String router, FallbackPlan plan, RouteClock time, ChatRequest request, CallContext context) {
        this(router, plan, time, request, context, plan.order(time), true, null);
    }

    /**
     * A call over targets in an order of its own.
     *
     * @param failover whether the next is asked when one fails, or only when one is passed over
     * @param chosenBy why the first is the first, for the trail; or {@code null}
     */
    RoutedCall(
            String router,
            FallbackPlan plan,
            RouteClock time,
            ChatRequest request,
            CallContext context,
            List<Target> order,
            boolean failover,
            @Nullable String chosenBy) {
        this.router = router;
        this.plan = plan;
        this.time = time;
        this.request = request;
        this.context = context;
        AttemptBudget shared = context.attemptBudget();
        this.attempts = shared != null ? shared : new AttemptBudget(plan.maxAttempts());
        this.share = attempts;
        this.waiting = new ArrayDeque<>(order);
        this.failover = failover;
        this.chosenBy = chosenBy;
        this.current = waiting.getFirst();
    }

    /**
     * Whose turn it is.
     *
     * @throws LlmException when there is nobody left, or no attempt, or no time
     */
    Target next() {
        Target target = nextOrNone();
        if (target == null) {
            throw exhausted();
        }
        return target;
    }

    /** Whose turn it is, or {@code null} when nobody is left who can take the request. */
    @Nullable
    Target nextOrNone() {
        for (Target target = waiting.poll(); target != null; target = waiting.poll()) {
            if (asked.contains(target.name())) {
                continue;
            }
            Gate.Refusal refusal = refusal(target);
            if (refusal == null) {
                return begin(target);
            }
            asked.add(target.name());
            Target larger = plan.onContextLength();
            if (refusal.kind().equals(ErrorKind.CONTEXT_LENGTH) && larger != null) {
                goTo(larger, "the request is too long for " + target.name());
            }
            trail.add(new Attempt(
                    router,
                    target.name(),
                    time.clock().instant(),
                    Duration.ZERO,
                    refusal.kind().id(),
                    null,
                    null,
                    "passed over: " + refusal.reason()));
        }
        return null;
    }

    private Gate.@Nullable Refusal refusal(Target target) {
        for (Gate gate : plan.gates()) {
            Gate.Refusal refusal = gate.refusal(target, request, context);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private Target begin(Target target) {
        Deadline deadline = context.deadline();
        if (attempts.remaining() == 0 || (last != null && deadline != null && deadline.isExpired())) {
            throw exhausted();
        }
        asked.add(target.name());
        if (!failover) {
            waiting.clear();
        }
        current = target;
        startedAt = time.clock().instant();
        startedNanos = time.nanoClock().getAsLong();
        given = Math.max(1, attempts.remaining() - waiting.size());
        share = new AttemptBudget(given);
        return target;
    }

    /** What the current target is called with: its share of the attempts and of the time. */
    CallContext context() {
        CallContext.Builder builder = context.toBuilder().attemptBudget(share);
        Duration each = plan.targetTimeout();
        Deadline deadline = context.deadline();
        if (each != null && (deadline == null || deadline.remaining().compareTo(each) > 0)) {
            builder.deadline(Deadline.in(each, time.nanoClock()));
        }
        return builder.build();
    }

    /** A target that retries took from its share; one that does not was sent to once. */
    private void settle() {
        int used = Math.max(1, given - share.remaining());
        for (int i = 0; i < used; i++) {
            attempts.tryTake();
        }
    }

    /** The answer with the trail, or {@code null} when the plan asks somebody else after such an answer. */
    @Nullable
    ChatResponse succeeded(ChatResponse response, boolean mayGoOn) {
        settle();
        record(response.attempts(), Attempt.OK, response.requestId(), null, null);
        Target other = plan.onContentFilter();
        if (mayGoOn && other != null && refused(response.finishReason().kind()) && !asked.contains(other.name())) {
            waiting.clear();
            goTo(other, "the answer of " + current.name() + " was refused or filtered");
            return null;
        }
        ChatResponse.Builder told = response.toBuilder().attempts(explained());
        if (why != null) {
            List<Warning> warnings = new ArrayList<>(response.warnings());
            warnings.add(new Warning(how, "model", current.name() + " answered, since " + why));
            told.warnings(warnings);
        }
        return told.build();
    }

    /** Whether nobody can be asked after the current target. */
    boolean last() {
        return waiting.isEmpty();
    }

    /** The answer that will not do, since nobody else can take the request. */
    ChatResponse kept(ChatResponse response) {
        List<Warning> warnings = new ArrayList<>(response.warnings());
        warnings.add(new Warning("not-escalated", "model", why + "; and no stronger model can take the request"));
        return response.toBuilder().attempts(trail).warnings(warnings).build();
    }

    /** The current target answered, and the answer will not do. */
    void rejected(ChatResponse response, String reason) {
        settle();
        record(response.attempts(), Attempt.OK, response.requestId(), null, "not taken: " + reason);
        how = "escalated";
        why = "the answer of " + current.name() + " was not taken: " + reason;
    }

    private static boolean refused(FinishReason.Kind kind) {
        return kind == FinishReason.Kind.CONTENT_FILTER || kind == FinishReason.Kind.REFUSAL;
    }

    /**
     * The current target failed: returns when somebody else may be asked.
     *
     * @param begun whether the reader has seen anything of it
     * @throws LlmException the error with the trail when there is no going on
     */
    void failed(LlmException error, boolean begun) {
        settle();
        boolean own = ownTimeout(error);
        record(
                error.attempts(),
                error.kind().id(),
                error.requestId(),
                error.status(),
                own ? "the target's time was up" : null);
        last = error;
        Duration wait = error.retryAfter();
        if (wait != null && (soonest == null || wait.compareTo(soonest) < 0)) {
            soonest = wait;
        }
        if (begun || (context.cancellation() != null && context.cancellation().isCancelled())) {
            throw withTrail(error);
        }
        Target filter = plan.onContentFilter();
        Target larger = plan.onContextLength();
        if (error.kind().equals(ErrorKind.CONTENT_FILTERED) && filter != null && !asked.contains(filter.name())) {
            waiting.clear();
            goTo(filter, "a content filter of " + current.name() + " stopped the prompt");
        } else if (!error.failoverWorthy() || (error.details().timeoutPhase() == TimeoutPhase.TOTAL && !own)) {
            throw withTrail(error);
        } else if (error.kind().equals(ErrorKind.CONTEXT_LENGTH) && larger != null && !asked.contains(larger.name())) {
            goTo(larger, "the request was too long for " + current.name());
        } else if (failover) {
            why = current.name() + " failed: " + error.kind().id();
        } else {
            throw withTrail(error);
        }
    }

    private void goTo(Target target, String reason) {
        waiting.addFirst(target);
        why = reason;
    }

    /** Whether the time that was up is the target's and not the call's. */
    private boolean ownTimeout(LlmException error) {
        Deadline deadline = context.deadline();
        return plan.targetTimeout() != null
                && error.details().timeoutPhase() == TimeoutPhase.TOTAL
                && (deadline == null || !deadline.isExpired());
    }

    private void record(
            List<Attempt> inner,
            String outcome,
            @Nullable String requestId,
            @Nullable Integer status,
            @Nullable String note) {
        if (!inner.isEmpty()) {
            // A retrying target has told of each sending already.
            trail.addAll(inner);
            return;
        }
        ModelInfo info = current.model().info();
        Duration duration = Duration.ofNanos(time.nanoClock().getAsLong() - startedNanos);
        trail.add(new Attempt(info.provider(), info.model(), startedAt, duration, outcome, status, requestId, note));
    }

    private LlmException exhausted() {
        LlmException cause = last;
        if (cause == null) {
            return ErrorDetails.builder("none of the targets of " + router + " can take the request")
                    .provider(router)
                    .attempts(trail)
                    .remedy("See the attempt trail for why each was passed over")
                    .toException(ErrorKind.NO_ELIGIBLE_ROUTE);
        }
        return ErrorDetails.builder("no target of " + router + " is left to try")
                .provider(router)
                .attempts(trail)
                .retryAfter(soonest)
                .remedy(
                        soonest == null
                                ? "See the attempt trail for what went wrong with each"
                                : "Try again in " + Math.max(1, soonest.toSeconds())
                                        + " s; the attempt trail tells what went wrong")
                .toException(ErrorKind.ATTEMPTS_EXHAUSTED, cause);
    }

    private LlmException withTrail(LlmException error) {
        return error.withDetails(
                error.details().toBuilder().attempts(explained()).build());
    }

    /** The trail, with the reason of the choice at its end where nothing else is said there. */
    private List<Attempt> explained() {
        if (chosenBy == null || trail.isEmpty() || trail.get(trail.size() - 1).note() != null) {
            return trail;
        }
        List<Attempt> explained = new ArrayList<>(trail);
        Attempt end = explained.remove(explained.size() - 1);
        explained.add(new Attempt(
                end.provider(),
                end.model(),
                end.startedAt(),
                end.duration(),
                end.outcome(),
                end.status(),
                end.requestId(),
                chosenBy));
        return explained;
    }
}
