package dev.portolan.routing.route;

import dev.portolan.chat.AttemptBudget;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Warning;
import dev.portolan.error.Cancelled;
import dev.portolan.error.LlmException;
import dev.portolan.routing.complexity.Arm;
import dev.portolan.routing.complexity.TaskMeans;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call of a cascade: what becomes of each answer. For one thread, but for {@link #stop}. */
final class CascadeCall {

    private final RoutedCall call;
    private final ChatRequest request;
    private final CallContext context;
    private final RouteClock time;
    private final List<Acceptance> checks;
    private final @Nullable TaskMeans means;
    private final Cancellation judging = new Cancellation();
    private @Nullable Arm arm;
    private @Nullable ChatResponse spare;

    CascadeCall(
            RoutedCall call,
            ChatRequest request,
            CallContext context,
            RouteClock time,
            List<Acceptance> checks,
            @Nullable TaskMeans means) {
        this.call = call;
        this.request = request;
        this.context = context;
        this.time = time;
        this.checks = checks;
        this.means = context.taskKey() == null ? null : means;
        this.arm = Arm.CHEAP;
    }

    /**
     * Whose turn it is, or {@code null} when the answer that was not taken is all there can be.
     *
     * @throws LlmException when there is no answer either
     */
    @Nullable
    Target next() {
        if (spare == null) {
            return call.next();
        }
        return call.spent() ? null : call.nextOrNone();
    }

    CallContext context() {
        return call.context();
    }

    /** Whether the answer of whose turn it is will be taken as it is. */
    boolean last() {
        return call.last();
    }

    /** The answer that was not taken, after all. */
    ChatResponse kept() {
        return call.kept(Objects.requireNonNull(spare));
    }

    /** As {@link RoutedCall#failed}. An outage says nothing of how a task is done. */
    void failed(LlmException error, boolean begun) {
        arm = null;
        spare = null;
        call.failed(error, begun);
    }

    /** Stops the judge, from any thread. */
    void stop() {
        judging.cancel();
    }

    /**
     * An answer came.
     *
     * @return what to give, or {@code null} when the next is to be asked
     * @throws Cancelled when the call was cancelled while the answer was judged
     */
    @Nullable
    ChatResponse answered(ChatResponse response) {
        if (last()) {
            learnFromLast(response);
            return call.succeeded(response, false);
        }
        String rejection;
        try {
            rejection = unjudged(response);
        } catch (LlmException e) {
            failed(e, false);
            return null;
        }
        Arm next = arm == null ? null : Arm.STRONG;
        if (rejection == null) {
            for (Acceptance check : checks) {
                if (rejection == null && check instanceof JudgedAcceptance judge) {
                    rejection = judged(judge, response);
                    // Nobody judges the last answer, so that the two could not be compared.
                    next = null;
                }
            }
        }
        learn(rejection == null);
        if (rejection == null) {
            return call.succeeded(response, false);
        }
        call.rejected(response, rejection);
        spare = response;
        arm = next;
        return null;
    }

    private @Nullable String unjudged(ChatResponse response) {
        for (Acceptance check : checks) {
            String rejection = check instanceof JudgedAcceptance ? null : check.rejection(request, context, response);
            if (rejection != null) {
                return rejection;
            }
        }
        return null;
    }

    private @Nullable String judged(JudgedAcceptance judge, ChatResponse response) {
        AttemptBudget share = call.judgesShare();
        Double score = share == null ? null : score(judge, response, share);
        String rejection = judge.rejection(score);
        if (score == null) {
            // The task may have been done well or not.
            arm = null;
            if (rejection == null) {
                String why = share == null ? "no attempt was left for the judge" : "the judge gave no verdict";
                call.note(new Warning("not-judged", "model", "the answer was taken unjudged: " + why));
            }
        }
        return rejection;
    }

    private @Nullable Double score(JudgedAcceptance judge, ChatResponse response, AttemptBudget share) {
        Cancellation callers = context.cancellation();
        Cancellation.Registration link = callers == null ? null : callers.onCancel(judging::cancel);
        AskedJudge asked = judge.ask(
                context.toBuilder().attemptBudget(share).cancellation(judging).build(), time);
        try {
            Double score = judge.score(asked, request, response);
            call.judged(asked.attempts(score), asked.used());
            return score;
        } catch (Cancelled e) {
            call.judged(asked.attempts(null), asked.used());
            throw call.stopped(response, e);
        } finally {
            if (link != null) {
                link.close();
            }
        }
    }

    /** What the stronger models do is known only of requests that the first did not do: how often it helps to ask them. */
    private void learn(boolean did) {
        String task = context.taskKey();
        if (means != null && task != null && arm != null) {
            means.record(task, arm, did ? 1 : 0);
        }
    }

    private void learnFromLast(ChatResponse response) {
        if (means == null || arm == null) {
            return;
        }
        boolean did;
        try {
            did = unjudged(response) == null;
        } catch (LlmException e) {
            // The answer is taken in any case; a check that cannot tell teaches nothing.
            return;
        }
        learn(did);
    }
}
