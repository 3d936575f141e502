package dev.portolan.routing.route;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Puts the targets of a balancing router into an order for each call. Thread-safe. */
final class BalanceChoice {

    /** With so few calls under way a target is not overloaded, whatever the others have. */
    private static final int FEW = 4;

    private final List<Target> targets;
    private final TargetLoad[] loads;
    private final int[] weights;
    private final BalancePolicy policy;
    private final CacheAffinity affinity;
    private final RouteClock time;

    /**
     * An order for a call.
     *
     * @param targets who is asked after whom
     * @param reason why the first is the first
     * @param key the hash by which the call is bound to a target, or {@code null}
     * @param borrowed whether the call leaves its target only because that has too much to do, and its cache stays there
     */
    record Order(
            List<Target> targets, String reason, @Nullable Long key, boolean borrowed) {}

    BalanceChoice(FallbackPlan plan, BalancePolicy policy, BalanceFigures figures, RouteClock time) {
        this.targets = plan.targets();
        this.loads = targets.stream().map(target -> figures.load(target.name())).toArray(TargetLoad[]::new);
        this.weights = targets.stream()
                .mapToInt(
                        target -> plan.weights().isEmpty() ? 1 : plan.weights().getOrDefault(target.name(), 0))
                .toArray();
        this.policy = policy;
        this.affinity = figures.affinity();
        this.time = time;
    }

    Order order(ChatRequest request, CallContext context, boolean streamed) {
        long now = time.nanoClock().getAsLong();
        int[] drawn = drawn(now, streamed);
        Long key = key(request, context);
        String reason = policy.strategy() == BalanceStrategy.WEIGHTED
                ? "chosen by weight"
                : policy.strategy() == BalanceStrategy.LEAST_BUSY ? "chosen as less busy" : "chosen as quicker";
        boolean borrowed = false;
        if (key != null) {
            String home = affinity.target(key, now, policy.cacheLifetime().toNanos());
            int at = home == null ? -1 : place(home);
            if (at >= 0 && weights[at] > 0 && !loads[at].resting(now)) {
                borrowed = overloaded(at);
                if (!borrowed) {
                    toFront(drawn, at);
                    reason = "has the prompt in its cache";
                }
            }
            if (!borrowed) {
                affinity.bind(key, targets.get(drawn[0]).name(), now);
            }
        }
        List<Target> order = new ArrayList<>(drawn.length);
        for (int index : drawn) {
            order.add(targets.get(index));
        }
        return new Order(order, reason, key, borrowed);
    }

    /** The call was answered by a target, which has its prompt now. */
    void answered(Order order, Target target) {
        Long key = order.key();
        if (key != null && !order.borrowed()) {
            affinity.bind(key, target.name(), time.nanoClock().getAsLong());
        }
    }

    private @Nullable Long key(ChatRequest request, CallContext context) {
        if (policy.affinity() == BalancePolicy.Affinity.OFF) {
            return null;
        }
        String given = context.stickinessKey();
        if (given != null) {
            return PromptPrefix.of(given);
        }
        return policy.affinity() == BalancePolicy.Affinity.KEY ? null : PromptPrefix.of(request);
    }

    private int place(String name) {
        for (int i = 0; i < loads.length; i++) {
            if (targets.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private boolean overloaded(int at) {
        int own = loads[at].underWay();
        if (own <= FEW || loads.length == 1) {
            return false;
        }
        int others = 0;
        for (int i = 0; i < loads.length; i++) {
            others += i == at ? 0 : loads[i].underWay();
        }
        return own > policy.overload() * others / (loads.length - 1);
    }

    /** Those that may be chosen by chance, the better one of the first two first; then the others. */
    private int[] drawn(long now, boolean streamed) {
        int[] drawn = new int[loads.length];
        int fit = 0;
        int unfit = loads.length;
        for (int i = 0; i < loads.length; i++) {
            if (weights[i] > 0 && !loads[i].resting(now)) {
                drawn[fit++] = i;
            } else {
                drawn[--unfit] = i;
            }
        }
        if (policy.strategy() == BalanceStrategy.WEIGHTED) {
            for (int i = 0; i < fit - 1; i++) {
                swap(drawn, i, drawByWeight(drawn, i, fit));
            }
        } else {
            shuffle(drawn, 0, fit);
            if (fit > 1 && cost(drawn[1], streamed, now) < cost(drawn[0], streamed, now)) {
                swap(drawn, 0, 1);
            }
        }
        shuffle(drawn, fit, drawn.length);
        return drawn;
    }

    private double cost(int index, boolean streamed, long now) {
        double cost = policy.strategy() == BalanceStrategy.LEAST_BUSY
                ? loads[index].underWay() + 1
                : loads[index].cost(streamed, now);
        return cost / weights[index];
    }

    private int drawByWeight(int[] drawn, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += weights[drawn[i]];
        }
        double at = time.random().getAsDouble() * sum;
        for (int i = from; i < to; i++) {
            at -= weights[drawn[i]];
            if (at < 0) {
                return i;
            }
        }
        return to - 1;
    }

    private void shuffle(int[] drawn, int from, int to) {
        DoubleSupplier random = time.random();
        for (int i = from; i < to - 1; i++) {
            swap(drawn, i, i + (int) (random.getAsDouble() * (to - i)));
        }
    }

    private static void swap(int[] drawn, int one, int other) {
        int kept = drawn[one];
        drawn[one] = drawn[other];
        drawn[other] = kept;
    }

    private static void toFront(int[] drawn, int index) {
        int at = 0;
        while (drawn[at] != index) {
            at++;
        }
        System.arraycopy(drawn, 0, drawn, 1, at);
        drawn[0] = index;
    }

    @Override
    public String toString() {
        return "BalanceChoice[" + policy + ", " + Arrays.toString(weights) + "]";
    }
}
