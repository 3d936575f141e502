package dev.portolan.routing.route;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.AttemptBudget;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
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
    private final Set<String> asked = new HashSet<>();
    private final List<Warning> notes = new ArrayList<>(0);
    private final CallTrail trail;
    private @Nullable Consumer<Target> answered;
    private @Nullable Turn current;
    private int outstanding;
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
        this.waiting = new ArrayDeque<>(order);
        this.failover = failover;
        this.trail = new CallTrail(router, time, chosenBy);
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
            trail.passedOver(target, refusal);
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
        if (attempts.remaining() <= outstanding || (last != null && expired())) {
            throw exhausted();
        }
        asked.add(target.name());
        if (!failover) {
            waiting.clear();
        }
        int given = Math.max(1, attempts.remaining() - outstanding - waiting.size());
        outstanding += given;
        current =
                new Turn(target, time.clock().instant(), time.nanoClock().getAsLong(), given, new AttemptBudget(given));
        return target;
    }

    private boolean expired() {
        Deadline deadline = context.deadline();
        return deadline != null && deadline.isExpired();
    }

    /** Whose turn began last. */
    Turn turn() {
        return Objects.requireNonNull(current, "nobody was asked");
    }

    /** Whether another target can be asked while those that were asked have not answered yet. */
    boolean spare() {
        return !waiting.isEmpty() && attempts.remaining() > outstanding && !expired();
    }

    /** Who can be asked beside those that were asked; it was for no failure of theirs. */
    @Nullable
    Target besideOrNone() {
        String before = why;
        Target target = nextOrNone();
        why = before;
        return target;
    }

    /** This one is not to be asked any more. */
    void forget(String target) {
        asked.add(target);
    }

    /** What the current target is called with: its share of the attempts and of the time. */
    CallContext context() {
        return context(turn());
    }

    /** What a target is called with. */
    CallContext context(Turn turn) {
        CallContext.Builder builder = context.toBuilder().attemptBudget(turn.share());
        Duration each = plan.targetTimeout();
        Deadline deadline = context.deadline();
        if (each != null && (deadline == null || deadline.remaining().compareTo(each) > 0)) {
            builder.deadline(Deadline.in(each, time.nanoClock()));
        }
        return builder.build();
    }

    private void settle(Turn turn) {
        outstanding -= turn.given();
        for (int i = turn.used(); i > 0; i--) {
            attempts.tryTake();
        }
    }

    /** Who hears which target's answer was taken. */
    void whenAnswered(Consumer<Target> listener) {
        answered = listener;
    }

    /** Something that the answer's reader should know. */
    void note(Warning warning) {
        notes.add(warning);
    }

    /** A target that was asked beside another one, and is not needed any more or did not help. */
    void lost(Turn turn, String outcome, List<Attempt> inner, @Nullable String note) {
        settle(turn);
        trail.asked(turn, inner, outcome, null, null, note);
    }

    /** The answer with the trail, or {@code null} when the plan asks somebody else after such an answer. */
    @Nullable
    ChatResponse succeeded(ChatResponse response, boolean mayGoOn) {
        return succeeded(turn(), response, mayGoOn);
    }

    /** The same of a target that need not be the one asked last. */
    @Nullable
    ChatResponse succeeded(Turn turn, ChatResponse response, boolean mayGoOn) {
        settle(turn);
        Target target = turn.target();
        trail.asked(turn, response.attempts(), Attempt.OK, response.requestId(), null, null);
        Target other = plan.onContentFilter();
        if (mayGoOn && other != null && refused(response.finishReason().kind()) && !asked.contains(other.name())) {
            waiting.clear();
            goTo(other, "the answer of " + target.name() + " was refused or filtered");
            return null;
        }
        if (answered != null) {
            answered.accept(target);
        }
        ChatResponse.Builder told = response.toBuilder().attempts(trail.explained());
        if (why != null || !notes.isEmpty()) {
            List<Warning> warnings = new ArrayList<>(response.warnings());
            if (why != null) {
                warnings.add(new Warning(how, "model", target.name() + " answered, since " + why));
            }
            warnings.addAll(notes);
            told.warnings(warnings);
        }
        return told.build();
    }

    /** Whether nobody can be asked after the current target. */
    boolean last() {
        return waiting.isEmpty();
    }

    /** Whether attempts or time are used up. */
    boolean spent() {
        return attempts.remaining() <= outstanding || expired();
    }

    /**
     * How often a judge may be asked about the current target's answer: one attempt is left for each who could be asked after
     * that, as far as there are so many.
     *
     * @return {@code null} when nobody could be asked after that
     */
    @Nullable
    AttemptBudget judgesShare() {
        Turn turn = turn();
        int left = attempts.remaining() - (outstanding - turn.given()) - turn.used();
        return left < 2 ? null : new AttemptBudget(Math.max(1, left - waiting.size()));
    }

    /** A judge was asked about the current target's answer. */
    void judged(List<Attempt> asked, int used) {
        for (int i = used; i > 0; i--) {
            attempts.tryTake();
        }
        trail.judged(asked);
    }

    /** The current target answered, and the call was stopped before the answer could be given. */
    LlmException stopped(ChatResponse response, LlmException error) {
        settle(turn());
        trail.notTaken(turn(), response, "not taken: " + error.kind().id());
        return withTrail(error);
    }

    /** The answer that will not do, since nobody else can take the request. */
    ChatResponse kept(ChatResponse response) {
        List<Warning> warnings = new ArrayList<>(response.warnings());
        String end = spent() ? "no attempt or time is left" : "no stronger model can take the request";
        warnings.add(new Warning("not-escalated", "model", why + "; and " + end));
        trail.takenAfterAll();
        return response.toBuilder()
                .attempts(trail.attempts())
                .warnings(warnings)
                .build();
    }

    /** The current target answered, and the answer will not do. */
    void rejected(ChatResponse response, String reason) {
        settle(turn());
        trail.notTaken(turn(), response, "not taken: " + reason);
        how = "escalated";
        why = "the answer of " + turn().target().name() + " was not taken: " + reason;
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
        failed(turn(), error, begun);
    }

    /** The same of a target that need not be the one asked last. */
    void failed(Turn turn, LlmException error, boolean begun) {
        Target target = turn.target();
        boolean own = ownTimeout(error);
        Duration wait = error.retryAfter();
        if (wait != null && (soonest == null || wait.compareTo(soonest) < 0)) {
            soonest = wait;
        }
        if (PassedOver.by(error)) {
            passedOver(turn, error);
            return;
        }
        settle(turn);
        trail.asked(
                turn,
                error.attempts(),
                error.kind().id(),
                error.requestId(),
                error.status(),
                CallTrail.note(error, own));
        last = error;
        if (begun || (context.cancellation() != null && context.cancellation().isCancelled())) {
            throw withTrail(error);
        }
        Target filter = plan.onContentFilter();
        Target larger = plan.onContextLength();
        if (error.kind().equals(ErrorKind.CONTENT_FILTERED) && filter != null && !asked.contains(filter.name())) {
            waiting.clear();
            goTo(filter, "a content filter of " + target.name() + " stopped the prompt");
        } else if (!error.failoverWorthy() || (error.details().timeoutPhase() == TimeoutPhase.TOTAL && !own)) {
            throw withTrail(error);
        } else if (error.kind().equals(ErrorKind.CONTEXT_LENGTH) && larger != null && !asked.contains(larger.name())) {
            goTo(larger, "the request was too long for " + target.name());
        } else if (failover) {
            why = target.name() + " failed: " + error.kind().id();
        } else {
            throw withTrail(error);
        }
    }

    /** The target said before it sent anything that it cannot be asked now: no attempt was made. */
    private void passedOver(Turn turn, LlmException error) {
        outstanding -= turn.given();
        Target target = turn.target();
        trail.passedOver(target, new Gate.Refusal(error.kind(), error.details().summary()));
        // Not being eligible is the weakest reason of all: what else was the matter may pass.
        last = last == null || last.kind().equals(ErrorKind.NO_ELIGIBLE_ROUTE) ? error : last;
        if (!failover) {
            throw withTrail(error);
        }
        why = target.name() + " was passed over: " + error.kind().id();
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

    private LlmException exhausted() {
        LlmException cause = last;
        if (cause == null || cause.kind().equals(ErrorKind.NO_ELIGIBLE_ROUTE)) {
            return ErrorDetails.builder("none of the targets of " + router + " can take the request")
                    .provider(router)
                    .attempts(trail.attempts())
                    .remedy("See the attempt trail for why each was passed over")
                    .toException(ErrorKind.NO_ELIGIBLE_ROUTE, cause);
        }
        if (cause.kind().equals(ErrorKind.BUDGET_EXCEEDED)) {
            // Nobody was asked, and a budget is why.
            return withTrail(cause);
        }
        return ErrorDetails.builder("no target of " + router + " is left to try")
                .provider(router)
                .attempts(trail.attempts())
                .retryAfter(soonest)
                .remedy(
                        soonest == null
                                ? "See the attempt trail for what went wrong with each"
                                : "Try again in " + Math.max(1, soonest.toSeconds())
                                        + " s; the attempt trail tells what went wrong")
                .toException(ErrorKind.ATTEMPTS_EXHAUSTED, cause);
    }

    /** An error with the trail as it is now. */
    LlmException withTrail(LlmException error) {
        return error.withDetails(
                error.details().toBuilder().attempts(trail.explained()).build());
    }
}
