package dev.portolan.routing.rollout;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.routing.rollout.judge.Arm;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides who answers a call. A conversation keeps the side of its first turn: later turns, which are known by an answer in their history,
 * find it by their key and a hash of the messages before the first answer. No message is kept.
 */
final class Sides {

    private final Pins pins = new Pins();
    private final DoubleSupplier random;

    Sides(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * Decides.
     *
     * @param closed whether the target answers nobody: rolled back, in the shadow, or closed by a ceiling of 0
     * @param ceiling the limit to the share, in percent
     */
    Side of(
            RolloutPlan plan,
            RolloutState state,
            boolean closed,
            double ceiling,
            ChatRequest request,
            CallContext context) {
        long epoch = state.epoch();
        if (!plan.scope().matches(context)) {
            return Side.source(false, false, epoch);
        }
        String key = plan.stickiness().of(context);
        if (closed) {
            return closed(state, key, request);
        }
        String conversation = conversation(key, request.messages());
        boolean first = firstAnswer(request.messages()) < 0;
        Arm pinned = first || state.stage() == RolloutStage.DONE ? null : pins.of(conversation);
        if (pinned != null) {
            return new Side(pinned, true, key != null, false, false, false, epoch);
        }
        boolean early = plan.cohorts().stream()
                .anyMatch(cohort -> state.reached(cohort) && cohort.who().matches(context));
        double percent = Math.min(state.percent(), ceiling);
        boolean target = early || drawn(plan, key, percent);
        Arm arm = target ? Arm.TARGET : Arm.SOURCE;
        pins.put(conversation, arm);
        boolean assigned = first && !early && key != null && ceiling >= state.percent();
        return new Side(arm, true, key != null, false, assigned, false, epoch);
    }

    private boolean drawn(RolloutPlan plan, @Nullable String key, double percent) {
        return key == null ? random.getAsDouble() * 100 < percent : Assignment.toTarget(plan.id(), key, percent);
    }

    private Side closed(RolloutState state, @Nullable String key, ChatRequest request) {
        boolean later = firstAnswer(request.messages()) >= 0;
        boolean moved = false;
        if (later) {
            String conversation = conversation(key, request.messages());
            moved = pins.of(conversation) == Arm.TARGET;
            if (moved) {
                pins.put(conversation, Arm.SOURCE);
            }
        }
        boolean shadow = state.stage() == RolloutStage.SHADOW;
        return new Side(Arm.SOURCE, true, key != null, moved, false, shadow, state.epoch());
    }

    private static int firstAnswer(List<Message> messages) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof AssistantMessage) {
                return i;
            }
        }
        return -1;
    }

    /** What tells a conversation from others: its key, and a hash of how it began. */
    private static String conversation(@Nullable String key, List<Message> messages) {
        int answer = firstAnswer(messages);
        int begin = (answer < 0 ? messages : messages.subList(0, answer)).hashCode();
        return Integer.toHexString(begin) + "#" + Objects.requireNonNullElse(key, "");
    }
}
