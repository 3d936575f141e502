package dev.portolan.routing.route;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import dev.portolan.error.LlmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was tried and what was passed over in one call. For one thread at a time. */
final class CallTrail {

    /** How the note of a target begins that was not asked. */
    static final String PASSED_OVER = "passed over: ";

    private final String router;
    private final RouteClock time;
    private final @Nullable String chosenBy;
    private final List<Attempt> attempts = new ArrayList<>(2);
    private List<Attempt> judging = List.of();
    private int untaken = -1;

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
                PASSED_OVER + refusal.reason()));
    }

    void asked(
            Turn turn,
            List<Attempt> inner,
            String outcome,
            @Nullable String requestId,
            @Nullable Integer status,
            @Nullable String note) {
        // The last one of a trail is who answered.
        attempts.addAll(judging);
        judging = List.of();
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

    /** An answer came that is not the one that is given: its tokens are told here. */
    void notTaken(Turn turn, ChatResponse response, String note) {
        List<Attempt> judges = judging;
        judging = List.of();
        asked(turn, response.attempts(), Attempt.OK, response.requestId(), null, note);
        Attempt end = attempts.remove(attempts.size() - 1);
        attempts.add(with(end, end.note() == null ? note : end.note(), response.usage()));
        untaken = attempts.size() - 1;
        attempts.addAll(judges);
    }

    /** A judge was asked about the answer that is told next. */
    void judged(List<Attempt> asked) {
        List<Attempt> all = new ArrayList<>(judging);
        all.addAll(asked);
        judging = all;
    }

    /** The answer that was told last as not taken is given after all. */
    void takenAfterAll() {
        if (untaken >= 0) {
            Attempt attempt = attempts.get(untaken);
            attempts.set(untaken, with(attempt, attempt.note(), null));
        }
    }

    /** The same attempt with another note and usage. */
    static Attempt with(Attempt attempt, @Nullable String note, @Nullable Usage usage) {
        return new Attempt(
                attempt.provider(),
                attempt.model(),
                attempt.startedAt(),
                attempt.duration(),
                attempt.outcome(),
                attempt.status(),
                attempt.requestId(),
                note,
                usage);
    }

    /** What else is to be known of a failure. */
    static @Nullable String note(LlmException error, boolean ownTime) {
        String late = ownTime ? "the target's time was up" : null;
        if (!error.outcomeUnknown()) {
            return late;
        }
        return late == null ? Attempt.OUTCOME_UNKNOWN : Attempt.OUTCOME_UNKNOWN + "; " + late;
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
        explained.add(with(end, chosenBy, end.usage()));
        return explained;
    }
}
