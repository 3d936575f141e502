package dev.portolan.routing.rollout;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a rollout is told to do, by a person or by an instance that saw enough.
 *
 * @param kind what
 * @param actor by whom
 * @param rule by which rule
 * @param reason why
 * @param epoch the stretch that it was meant for; a rollback holds for all of its run
 * @param run the run that it was meant for
 * @param go the decision to leave the shadow, or {@code null}
 * @param judgement what the judge had said, as JSON, or {@code null}
 * @param evidence of what, as JSON, or {@code null}
 */
record Order(
        Kind kind,
        String actor,
        String rule,
        String reason,
        long epoch,
        long run,
        @Nullable GoDecision go,
        @Nullable String judgement,
        @Nullable String evidence) {

    static final String MANUAL = "manual";

    enum Kind {
        PROMOTE,
        HOLD,
        RESUME,
        ROLLBACK,
        RESET
    }

    Order {
        Objects.requireNonNull(kind, "kind");
        if (actor.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("actor, reason: say who and why; the log keeps both");
        }
    }

    static Order manual(Kind kind, String actor, String reason, RolloutState state, @Nullable GoDecision go) {
        return new Order(kind, actor, MANUAL, reason, state.epoch(), state.run(), go, null, null);
    }
}
