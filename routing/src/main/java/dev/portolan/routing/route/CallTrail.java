package dev.portolan.routing.route;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.ModelInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was tried and what was passed over in one call. For one thread at a time. */
final class CallTrail {

    private final String router;
    private final RouteClock time;
    private final @Nullable String chosenBy;
    private final List<Attempt> attempts = new ArrayList<>(2);

    CallTrail(String router, RouteClock time, @Nullable String chosenBy) {
        this.router = router;
        this.time = time;
        this.chosenBy = chosenBy;
    }

    void passedOver(Target target, Gate.Refusal refusal) {
        attempts.add(new Attempt(
                router,
                target.name(),
                time.clock().instant(),
                Duration.ZERO,
                refusal.kind().id(),
                null,
                null,
                "passed over: " + refusal.reason()));
    }

    void asked(
            Turn turn,
            List<Attempt> inner,
            String outcome,
            @Nullable String requestId,
            @Nullable Integer status,
            @Nullable String note) {
        if (!inner.isEmpty()) {
            // A retrying target has told of each sending already.
            attempts.addAll(inner);
            return;
        }
        ModelInfo info = turn.target().model().info();
        Duration duration = Duration.ofNanos(time.nanoClock().getAsLong() - turn.startedNanos());
        attempts.add(new Attempt(
                info.provider(), info.model(), turn.startedAt(), duration, outcome, status, requestId, note));
    }

    List<Attempt> attempts() {
        return attempts;
    }

    /** The trail, with the reason of the choice at its end where nothing else is said there. */
    List<Attempt> explained() {
        if (chosenBy == null
                || attempts.isEmpty()
                || attempts.get(attempts.size() - 1).note() != null) {
            return attempts;
        }
        List<Attempt> explained = new ArrayList<>(attempts);
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
