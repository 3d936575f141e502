package dev.portolan.routing.rollout;

import java.time.Duration;

/** What a rollout waits for, in words. */
final class Waiting {

    private Waiting() {}

    static String of(
            RolloutPlan plan,
            RolloutState state,
            RolloutStage stage,
            long requests,
            long elapsedMillis,
            boolean gate,
            double ceiling) {
        return switch (stage) {
            case SHADOW ->
                plan.steps().isEmpty()
                        ? "No traffic is to move."
                        : "It waits for somebody to promote it with a signed GO.";
            case HELD -> "It waits for somebody to resume it or to roll it back.";
            case ROLLED_BACK -> rolledBack(plan, state, elapsedMillis);
            case DONE ->
                state.reviewed()
                        ? "Its review is due to be read."
                        : "Its review is due in " + left(plan.times().review().toMillis() - elapsedMillis) + ".";
            case STEP -> step(plan, state, requests, elapsedMillis, gate, ceiling);
        };
    }

    private static String rolledBack(RolloutPlan plan, RolloutState state, long elapsedMillis) {
        if (state.stage() != RolloutStage.ROLLED_BACK) {
            return "The store does not know it yet.";
        }
        String well = state.recovered() == null
                ? "Whether things are well again is known in "
                        + left(plan.times().validation().toMillis() - elapsedMillis) + ". "
                : state.recovered() ? "Things are well again. " : "Things are not shown to be well again. ";
        long cool = plan.times().coolDown().toMillis() - elapsedMillis;
        return well + (cool > 0 ? "A reset is refused for " + left(cool) + " more." : "It waits for a reset.");
    }

    private static String step(
            RolloutPlan plan, RolloutState state, long requests, long elapsedMillis, boolean gate, double ceiling) {
        if (!Turn.fits(plan, state)) {
            return "It does not go on: the plan's steps are not those that it was begun with.";
        }
        if (gate) {
            return "It passed and waits at its gate for somebody to promote it.";
        }
        RolloutStep step = plan.steps().get(state.step());
        StringBuilder text = new StringBuilder();
        if (requests < step.minRequests()) {
            text.append("It needs ").append(step.minRequests() - requests).append(" more requests");
        }
        long time = plan.least(state.step()).toMillis() - elapsedMillis;
        if (time > 0) {
            text.append(text.isEmpty() ? "It needs " : " and ")
                    .append(left(time))
                    .append(" more");
        }
        text.append(text.isEmpty() ? "" : ".");
        if (ceiling < state.percent()) {
            text.append(text.isEmpty() ? "" : " ")
                    .append("A ceiling of ")
                    .append(ceiling)
                    .append(" % keeps it below its share; it does not advance so.");
        }
        return text.toString();
    }

    private static String left(long millis) {
        Duration time = Duration.ofMillis(Math.max(0, millis));
        if (time.toHours() >= 48) {
            return time.toDays() + " days";
        }
        return time.toMinutes() >= 120
                ? time.toHours() + " h"
                : time.toMinutes() >= 2 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
