package dev.portolan.routing.rollout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may follow what. Pure: an event and the state before it give the state after it, today and in every replay. */
final class Transitions {

    private Transitions() {}

    /** The state that a log leads to. */
    static @Nullable RolloutState replay(List<RolloutEvent> log) {
        RolloutState state = null;
        for (RolloutEvent event : log) {
            state = apply(state, event);
        }
        return state;
    }

    /**
     * The state after an event.
     *
     * @throws IllegalArgumentException when the event cannot follow
     */
    static RolloutState apply(@Nullable RolloutState before, RolloutEvent event) {
        if (!mayFollow(before, event)) {
            throw new IllegalArgumentException(
                    "The event " + event.number() + " (" + event.kind().id() + ") cannot follow "
                            + (before == null ? "nothing" : before.stage().id()));
        }
        if (before == null) {
            return moved(event, null, false, null);
        }
        return switch (event.kind()) {
            case ALERT, SIGNAL -> after(before, event, before.recovered(), before.reviewed());
            case RECOVERED -> after(before, event, Boolean.TRUE, before.reviewed());
            case NOT_RECOVERED -> after(before, event, Boolean.FALSE, before.reviewed());
            case REVIEWED -> after(before, event, before.recovered(), true);
            case ADVANCED ->
                moved(event, null, false, before.stage() == RolloutStage.SHADOW ? event.reference() : before.go());
            default -> moved(event, null, false, before.go());
        };
    }

    private static RolloutState after(
            RolloutState before, RolloutEvent event, @Nullable Boolean recovered, boolean reviewed) {
        return new RolloutState(
                before.stage(),
                before.step(),
                before.percent(),
                before.epoch(),
                before.run(),
                event.number(),
                before.actor(),
                before.reason(),
                before.since(),
                recovered,
                reviewed,
                before.go());
    }

    private static RolloutState moved(
            RolloutEvent event, @Nullable Boolean recovered, boolean reviewed, @Nullable String go) {
        return new RolloutState(
                event.stage(),
                event.step(),
                event.percent(),
                event.epoch(),
                event.run(),
                event.number(),
                event.actor(),
                event.reason(),
                event.at(),
                recovered,
                reviewed,
                go);
    }

    private static boolean mayFollow(@Nullable RolloutState before, RolloutEvent event) {
        if (before == null) {
            return event.kind() == RolloutEvent.Kind.CREATED
                    && event.number() == 1
                    && event.epoch() == 1
                    && stands(event, RolloutStage.SHADOW, -1);
        }
        if (event.number() != before.events() + 1
                || event.epoch() != before.epoch() + (beginsEpoch(event.kind()) ? 1 : 0)
                || event.run() != before.run() + (event.kind() == RolloutEvent.Kind.RESET ? 1 : 0)) {
            return false;
        }
        RolloutStage stage = before.stage();
        int step = before.step();
        return switch (event.kind()) {
            case CREATED -> false;
            case ADVANCED ->
                (stage == RolloutStage.SHADOW || stage == RolloutStage.STEP)
                        && stands(event, RolloutStage.STEP, step + 1);
            case HELD ->
                (stage == RolloutStage.SHADOW || stage == RolloutStage.STEP) && stands(event, RolloutStage.HELD, step);
            case RESUMED ->
                stage == RolloutStage.HELD && stands(event, step < 0 ? RolloutStage.SHADOW : RolloutStage.STEP, step);
            case ROLLED_BACK ->
                stage != RolloutStage.ROLLED_BACK
                        && stands(event, RolloutStage.ROLLED_BACK, step)
                        && event.percent() == 0;
            case DONE -> stage == RolloutStage.STEP && stands(event, RolloutStage.DONE, step) && event.percent() == 100;
            case RESET -> stage == RolloutStage.ROLLED_BACK && stands(event, RolloutStage.SHADOW, -1);
            case RECOVERED, NOT_RECOVERED -> stage == RolloutStage.ROLLED_BACK && before.recovered() == null;
            case REVIEWED -> stage == RolloutStage.DONE && !before.reviewed();
            case ALERT, SIGNAL -> true;
        };
    }

    private static boolean stands(RolloutEvent event, RolloutStage stage, int step) {
        return event.stage() == stage && event.step() == step;
    }

    /** Whether evidence and time begin anew with it. What is held keeps both, so that it shows why. */
    static boolean beginsEpoch(RolloutEvent.Kind kind) {
        return switch (kind) {
            case CREATED, HELD, RECOVERED, NOT_RECOVERED, REVIEWED, ALERT, SIGNAL -> false;
            case ADVANCED, RESUMED, ROLLED_BACK, DONE, RESET -> true;
        };
    }
}
