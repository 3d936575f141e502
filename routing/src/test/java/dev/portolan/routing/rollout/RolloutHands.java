package dev.portolan.routing.rollout;

import dev.portolan.routing.state.FileStateStore;
import dev.portolan.routing.state.StateStore;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A process in which somebody moves a rollout on without end, against others that do the same: out of the shadow, up the steps, back, and
 * anew. Tells of each order, by its reason, once the rollout has it.
 */
public final class RolloutHands {

    static final RolloutPlan PLAN = RolloutPlan.builder("killed", "Ann", "solved tickets", "errors over 5 %")
            .times(new RolloutTimes(
                    Duration.ofDays(1),
                    Duration.ZERO,
                    Duration.ofDays(7),
                    Duration.ofMinutes(30),
                    Duration.ofDays(7),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15)))
            .build();

    private RolloutHands() {}

    private record Override(String actor, Instant at, boolean go, String overrideReason, String reference)
            implements GoDecision {
        @java.lang.Override
        public Map<String, String> hashes() {
            return Map.of();
        }
    }

    /**
     * Runs until it is killed.
     *
     * @param arguments the store's folder, who this is, and the file to tell
     * @throws Exception when something fails, which ends the process with another code than 0
     */
    public static void main(String[] arguments) throws Exception {
        String who = arguments[1];
        try (StateStore store = FileStateStore.open(Path.of(arguments[0]));
                FileOutputStream told = new FileOutputStream(arguments[2])) {
            Rollout rollout = Rollout.of(PLAN, store, Duration.ofMillis(20));
            for (int order = 1; ; order++) {
                String reason = who + "-" + order + ";";
                try {
                    if (move(rollout, who, reason)) {
                        say(told, reason);
                    }
                } catch (RolloutRefusedException e) {
                    rollout.poll(); // somebody else was faster
                }
            }
        }
    }

    private static boolean move(Rollout rollout, String who, String reason) {
        RolloutStatus status = rollout.status();
        switch (status.stage()) {
            case SHADOW -> rollout.start(new Override(who, Instant.now(), false, "a trial", reason), reason);
            case STEP -> {
                if (status.step() == PLAN.steps().size() - 1) {
                    return rollBack(rollout, who, reason);
                }
                rollout.promote(who, reason);
            }
            // Who promotes may find that others have taken the step meanwhile, and ends the last one.
            case DONE -> {
                return rollBack(rollout, who, reason);
            }
            case ROLLED_BACK -> rollout.reset(who, reason);
            default -> throw new IllegalStateException("Nobody moved it to " + status.stage());
        }
        return true;
    }

    /** It holds at once on this instance; it is told of when the store has it. */
    private static boolean rollBack(Rollout rollout, String who, String reason) {
        rollout.rollback(who, reason);
        rollout.poll();
        return rollout.log().stream().anyMatch(event -> event.reason().contains(reason));
    }

    private static void say(FileOutputStream told, String line) throws IOException {
        told.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
