package dev.portolan.routing.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked after whom. Immutable.
 *
 * <p>Order: as listed, or drawn anew for each call by weights. A prompt that is too long for one target can go to one with a larger
 * window, and one that a content filter stopped to another, only where this plan names it: a refusal is a vendor's decision that a
 * library does not go around by itself.
 */
public final class FallbackPlan {

    private final List<Target> targets;
    private final Map<String, Integer> weights;
    private final List<Gate> gates;
    private final int maxAttempts;
    private final @Nullable Duration targetTimeout;
    private final @Nullable Target onContextLength;
    private final @Nullable Target onContentFilter;

    private FallbackPlan(Builder builder) {
        this.targets = List.copyOf(builder.targets);
        this.weights = Collections.unmodifiableMap(new LinkedHashMap<>(builder.weights));
        this.gates = List.copyOf(builder.gates);
        this.targetTimeout = builder.targetTimeout;
        this.onContextLength = builder.onContextLength;
        this.onContentFilter = builder.onContentFilter;
        int last = (onContextLength == null ? 0 : 1) + (onContentFilter == null ? 0 : 1);
        this.maxAttempts = builder.maxAttempts == null ? targets.size() + last + 2 : builder.maxAttempts;
        requireSense(targets.stream().map(Target::name).toList(), weights, maxAttempts, targetTimeout);
    }

    /** Also asked at load, before there are models. */
    static void requireSense(
            List<String> targets,
            Map<String, Integer> weights,
            @Nullable Integer maxAttempts,
            @Nullable Duration timeout) {
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("targets: name at least one model");
        }
        Set<String> names = new HashSet<>();
        for (String target : targets) {
            if (!names.add(target)) {
                throw new IllegalArgumentException("targets: " + target + " is there twice");
            }
        }
        if (maxAttempts != null && maxAttempts < 1) {
            throw new IllegalArgumentException("max-attempts: must be at least 1, not " + maxAttempts);
        }
        if (!weights.isEmpty() && !weights.keySet().equals(names)) {
            throw new IllegalArgumentException(
                    "weights: must name exactly the targets " + targets + ", not " + new TreeSet<>(weights.keySet()));
        }
        if (!weights.isEmpty()
                && (weights.values().stream().anyMatch(weight -> weight < 0)
                        || weights.values().stream().allMatch(weight -> weight == 0))) {
            throw new IllegalArgumentException("weights: must not be negative, and one must be more than 0");
        }
        if (timeout != null && (timeout.isZero() || timeout.isNegative())) {
            throw new IllegalArgumentException("target-timeout: must be more than zero");
        }
    }

    /**
     * Starts a plan with {@link Gates#STANDARD}.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Who is asked, in this order unless there are weights.
     *
     * @return at least one
     */
    public List<Target> targets() {
        return targets;
    }

    /**
     * How often each target is asked first, in proportion, by name.
     *
     * @return empty when targets are asked in their order
     */
    public Map<String, Integer> weights() {
        return weights;
    }

    /**
     * What a target must pass before it is asked.
     *
     * @return the gates in their order
     */
    public List<Gate> gates() {
        return gates;
    }

    /**
     * How many times a call is sent at most, over all targets and their retries.
     *
     * @return at least 1
     */
    public int maxAttempts() {
        return maxAttempts;
    }

    /**
     * How long one target has before the next is asked.
     *
     * @return the time, or {@code null} when each has what the call's deadline leaves
     */
    public @Nullable Duration targetTimeout() {
        return targetTimeout;
    }

    /**
     * Who is asked next, before all others, when a request was too long.
     *
     * @return the target, or {@code null} when it is the next in order
     */
    public @Nullable Target onContextLength() {
        return onContextLength;
    }

    /**
     * Who is asked when a content filter stopped the prompt, or the model refused to answer.
     *
     * @return the target, or {@code null} when such an end is the end
     */
    public @Nullable Target onContentFilter() {
        return onContentFilter;
    }

    /** The same plan with something around each target. */
    FallbackPlan around(UnaryOperator<Target> each) {
        Builder builder = new Builder();
        targets.forEach(target -> builder.target(each.apply(target)));
        return builder.weights(weights)
                .gates(gates)
                .maxAttempts(maxAttempts)
                .targetTimeout(targetTimeout)
                .onContextLength(onContextLength == null ? null : each.apply(onContextLength))
                .onContentFilter(onContentFilter == null ? null : each.apply(onContentFilter))
                .build();
    }

    /** The order for one call. */
    List<Target> order(RouteClock chance) {
        if (weights.isEmpty()) {
            return targets;
        }
        List<Target> left = new ArrayList<>(targets);
        List<Target> drawn = new ArrayList<>(left.size());
        while (!left.isEmpty()) {
            drawn.add(left.remove(draw(left, chance)));
        }
        return drawn;
    }

    private int draw(List<Target> from, RouteClock chance) {
        long sum = from.stream().mapToLong(this::weight).sum();
        if (sum == 0) {
            return 0;
        }
        double at = chance.random().getAsDouble() * sum;
        for (int i = 0; i < from.size(); i++) {
            at -= weight(from.get(i));
            if (at < 0) {
                return i;
            }
        }
        return from.size() - 1;
    }

    private long weight(Target target) {
        return weights.getOrDefault(target.name(), 0);
    }

    @Override
    public String toString() {
        return "FallbackPlan" + targets.stream().map(Target::name).toList();
    }

    /** Collects a plan. Not thread-safe. */
    public static final class Builder {
        private final List<Target> targets = new ArrayList<>();
        private Map<String, Integer> weights = Map.of();
        private List<Gate> gates = Gates.STANDARD;
        private @Nullable Integer maxAttempts;
        private @Nullable Duration targetTimeout;
        private @Nullable Target onContextLength;
        private @Nullable Target onContentFilter;

        private Builder() {}

        /**
         * Adds a target after those that are there.
         *
         * @param target who is asked
         * @return this builder
         */
        public Builder target(Target target) {
            targets.add(Objects.requireNonNull(target, "target"));
            return this;
        }

        /**
         * Draws the order for each call in place of asking in the order of the targets. A target of weight 0 is asked last.
         *
         * @param value a weight for each target by its name; empty for no weights
         * @return this builder
         */
        public Builder weights(Map<String, Integer> value) {
            this.weights = Map.copyOf(value);
            return this;
        }

        /**
         * Sets what a target must pass before it is asked.
         *
         * @param value in place of {@link Gates#STANDARD}
         * @return this builder
         */
        public Builder gates(List<Gate> value) {
            this.gates = List.copyOf(value);
            return this;
        }

        /**
         * Sets how many times a call is sent at most, over all targets and their retries. What a retrying target may use of it leaves
         * one for each target after it.
         *
         * @param value at least 1; by default two more than there are targets
         * @return this builder
         */
        public Builder maxAttempts(int value) {
            this.maxAttempts = value;
            return this;
        }

        /**
         * Sets how long one target has before the next is asked.
         *
         * @param value the time, or {@code null} for what the call's deadline leaves
         * @return this builder
         */
        public Builder targetTimeout(@Nullable Duration value) {
            this.targetTimeout = value;
            return this;
        }

        /**
         * Sets who is asked when a request was too long.
         *
         * @param value the target, best one with a larger window, or {@code null} for the next in order
         * @return this builder
         */
        public Builder onContextLength(@Nullable Target value) {
            this.onContextLength = value;
            return this;
        }

        /**
         * Sets who is asked when a content filter stopped the prompt, or the model refused.
         *
         * @param value the target, or {@code null} for nobody
         * @return this builder
         */
        public Builder onContentFilter(@Nullable Target value) {
            this.onContentFilter = value;
            return this;
        }

        /**
         * Builds the plan.
         *
         * @return the plan
         * @throws IllegalArgumentException when it makes no sense; the message names the setting
         */
        public FallbackPlan build() {
            return new FallbackPlan(this);
        }
    }
}
