package dev.portolan.routing.rollout;

import dev.portolan.routing.state.StateChange;
import dev.portolan.routing.state.StateStore;
import dev.portolan.routing.state.StateStoreException;
import dev.portolan.routing.state.StoredState;
import org.jspecify.annotations.Nullable;

/** A turn as a change of the store. */
final class Meeting implements StateChange {

    private final Turn turn;
    private Turn.@Nullable Result result;
    private @Nullable IllegalArgumentException broken;

    Meeting(Turn turn) {
        this.turn = turn;
    }

    @Override
    public @Nullable Next next(@Nullable StoredState current) {
        broken = null;
        try {
            RolloutDocument found = current == null ? null : RolloutDocument.fromJson(current.value());
            Turn.Result made = turn.next(found);
            result = made;
            String text = made.document().toJson();
            if (current != null && made.events().isEmpty() && text.equals(current.value())) {
                return null;
            }
            return new Next(
                    text, made.events().stream().map(RolloutEvent::toJson).toList(), null);
        } catch (IllegalArgumentException e) {
            // What the store holds is left as it is.
            broken = e;
            return null;
        }
    }

    /** What stands in the store after the update. */
    RolloutDocument document(StateStore.Outcome outcome) {
        if (broken != null) {
            throw new StateStoreException(
                    "What the store holds of the rollout " + turn.plan().id() + " cannot be read: "
                            + broken.getMessage(),
                    false,
                    broken);
        }
        if (result == null || outcome.state() == null) {
            throw new StateStoreException(
                    "The store did not ask for the change of the rollout "
                            + turn.plan().id(),
                    false,
                    null);
        }
        return result.document();
    }

    @Nullable
    String refusal() {
        return result == null ? null : result.refusal();
    }
}
