package dev.portolan.routing.rollout;

import dev.portolan.routing.rollout.judge.Limits;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How traffic moves from one model to another: whose decision it is, by what it is measured, when it goes back, and in which steps. Immutable.
 *
 * <p>The id is also the salt of the assignment: another id assigns every key anew. Once a rollout runs, another plan of the same id may change
 * minimums, times and the error rate at once; limits that each call is counted against (latency, cost, quality) when the process starts anew. Its
 * steps stay those that the rollout was begun with, or it does not advance.
 */
public final class RolloutPlan {

    private final String id;
    private final String owner;
    private final String successMetric;
    private final String rollbackTrigger;
    private final List<RolloutStep> steps;
    private final List<Cohort> cohorts;
    private final Audience scope;
    private final Stickiness stickiness;
    private final Limits limits;
    private final @Nullable BigDecimal forecast;
    private final HardStops.Rules hardStops;
    private final RolloutTimes times;
    private final StepTimeout onTimeout;
    private final Replay replay;
    private final @Nullable Duration targetTimeout;
    private final boolean carryErrors;

    private RolloutPlan(Builder builder) {
        this.id = builder.id;
        this.owner = builder.owner;
        this.successMetric = builder.successMetric;
        this.rollbackTrigger = builder.rollbackTrigger;
        this.steps = List.copyOf(builder.steps);
        this.cohorts = List.copyOf(builder.cohorts);
        this.scope = builder.scope;
        this.stickiness = builder.stickiness;
        this.limits = builder.limits;
        this.forecast = builder.forecast;
        this.hardStops = builder.hardStops;
        this.times = builder.times;
        this.onTimeout = builder.onTimeout;
        this.replay = builder.replay;
        this.targetTimeout = builder.targetTimeout;
        this.carryErrors = builder.carryErrors;
        requireRisingSteps();
    }

    private void requireRisingSteps() {
        double before = -1;
        for (int i = 0; i < steps.size(); i++) {
            RolloutStep step = steps.get(i);
            int number = i;
            boolean joined = cohorts.stream().anyMatch(cohort -> cohort.fromStep() == number);
            if (step.percent() < before || (step.percent() == before && !joined)) {
                throw new IllegalArgumentException("steps: must rise, not go from " + before + " to " + step.percent());
            }
            if (step.percent() == 0 && cohorts.stream().noneMatch(cohort -> cohort.fromStep() <= number)) {
                throw new IllegalArgumentException("steps: one of 0 % needs a cohort");
            }
            before = step.percent();
        }
        if (!steps.isEmpty() && before != 100) {
            throw new IllegalArgumentException("steps: the last must be 100, not " + before);
        }
        for (Cohort cohort : cohorts) {
            if (cohort.fromStep() >= steps.size()) {
                throw new IllegalArgumentException("cohorts: " + cohort.who() + " begins at step " + cohort.fromStep()
                        + ", and there are " + steps.size());
            }
        }
    }

    /**
     * Begins a plan of 5, 25 and 100 %.
     *
     * @param id its name and salt, such as {@code gpt4o-to-sonnet}; 1 to 200 letters, digits, dots, hyphens and underscores
     * @param owner who decides, and is called when it goes wrong
     * @param successMetric by what the owner will say that it was right
     * @param rollbackTrigger in the owner's words, when it goes back; the limits are the figures of it
     * @return a builder
     * @throws IllegalArgumentException when one of them says nothing
     */
    public static Builder builder(String id, String owner, String successMetric, String rollbackTrigger) {
        return new Builder(id, owner, successMetric, rollbackTrigger);
    }

    /**
     * Its name and salt.
     *
     * @return the id
     */
    public String id() {
        return id;
    }

    /**
     * Who decides.
     *
     * @return a name
     */
    public String owner() {
        return owner;
    }

    /**
     * By what success is measured.
     *
     * @return the owner's words
     */
    public String successMetric() {
        return successMetric;
    }

    /**
     * When it goes back.
     *
     * @return the owner's words
     */
    public String rollbackTrigger() {
        return rollbackTrigger;
    }

    /**
     * Its steps.
     *
     * @return in order, the last of 100 %; empty when no traffic is to move
     */
    public List<RolloutStep> steps() {
        return steps;
    }

    /**
     * Who gets the target early.
     *
     * @return the cohorts; empty by default
     */
    public List<Cohort> cohorts() {
        return cohorts;
    }

    /**
     * Which calls take part. The source answers all others, and they are not counted.
     *
     * @return the audience; everyone by default
     */
    public Audience scope() {
        return scope;
    }

    /**
     * What keeps a caller on its side.
     *
     * @return the key; that of the call's context by default
     */
    public Stickiness stickiness() {
        return stickiness;
    }

    /**
     * What the target is held to.
     *
     * @return the limits
     */
    public Limits limits() {
        return limits;
    }

    /**
     * What an answer of the target is to cost on average.
     *
     * @return the amount in the currency of the prices, or {@code null} for what the source's cost
     */
    public @Nullable BigDecimal forecast() {
        return forecast;
    }

    /**
     * What rolls back at once, below the minimums too.
     *
     * @return the rules
     */
    public HardStops.Rules hardStops() {
        return hardStops;
    }

    /**
     * Its windows and times.
     *
     * @return the times
     */
    public RolloutTimes times() {
        return times;
    }

    /**
     * What happens to a step that takes longer than {@link RolloutTimes#maxStep()}.
     *
     * @return {@link StepTimeout#HOLD} by default
     */
    public StepTimeout onTimeout() {
        return onTimeout;
    }

    /**
     * What happens to calls that the target fails.
     *
     * @return {@link Replay#ON_SOURCE} by default
     */
    public Replay replay() {
        return replay;
    }

    /**
     * How long the target has before the source is asked.
     *
     * @return the time, or {@code null} for what the call's deadline leaves, which leaves nothing for the source when the target hangs
     */
    public @Nullable Duration targetTimeout() {
        return targetTimeout;
    }

    /**
     * Whether the error counts of a step go on counting in the next one. All other evidence is always fresh.
     *
     * @return false by default
     */
    public boolean carryErrors() {
        return carryErrors;
    }

    /** A step's least duration: at 100 % it is not over before the rollback window is. */
    Duration least(int step) {
        Duration least = steps.get(step).minDuration();
        Duration window = times.rollbackWindow();
        return step == steps.size() - 1 && window.compareTo(least) > 0 ? window : least;
    }

    /** The longest duration of a step, never shorter than what it takes at least. */
    Duration most(int step) {
        Duration most = times.maxStep();
        Duration least = least(step).multipliedBy(2);
        return most.compareTo(least) < 0 ? least : most;
    }

    /** Its steps as text, which must not change while it runs. */
    String shape() {
        StringBuilder shape = new StringBuilder();
        steps.forEach(
                step -> shape.append(shape.isEmpty() ? "" : ",").append(Assignment.buckets(step.percent()) / 100.0));
        return shape.toString();
    }

    @Override
    public String toString() {
        return "RolloutPlan[" + id + ", owner " + owner + ", steps " + shape() + "]";
    }

    /** Collects a plan. Not thread-safe. */
    public static final class Builder {

        private final String id;
        private final String owner;
        private final String successMetric;
        private final String rollbackTrigger;
        private List<RolloutStep> steps = RolloutPreset.CANARY.steps();
        private final List<Cohort> cohorts = new ArrayList<>();
        private Audience scope = Audience.everyone();
        private Stickiness stickiness = Stickiness.KEY;
        private Limits limits = Limits.DEFAULT;
        private @Nullable BigDecimal forecast;
        private HardStops.Rules hardStops = HardStops.Rules.DEFAULT;
        private RolloutTimes times = RolloutTimes.DEFAULT;
        private StepTimeout onTimeout = StepTimeout.HOLD;
        private Replay replay = Replay.ON_SOURCE;
        private @Nullable Duration targetTimeout;
        private boolean carryErrors;

        private Builder(String id, String owner, String successMetric, String rollbackTrigger) {
            if (!id.matches("[A-Za-z0-9._-]{1,200}")) {
                throw new IllegalArgumentException(
                        "id: must be 1 to 200 letters, digits, dots, hyphens and underscores");
            }
            this.id = id;
            this.owner = said("owner", owner);
            this.successMetric = said("success-metric", successMetric);
            this.rollbackTrigger = said("rollback-trigger", rollbackTrigger);
        }

        private static String said(String name, String text) {
            if (text.isBlank()) {
                throw new IllegalArgumentException(
                        name + ": must be given before any traffic moves; it is what people will ask for first");
            }
            return text.strip();
        }

        /**
         * Takes the steps of a preset.
         *
         * @param preset the preset
         * @return this
         */
        public Builder preset(RolloutPreset preset) {
            return steps(preset.steps());
        }

        /**
         * Sets the steps.
         *
         * @param value rising, the last of 100 %; empty when no traffic is to move
         * @return this
         */
        public Builder steps(List<RolloutStep> value) {
            this.steps = List.copyOf(value);
            return this;
        }

        /**
         * Moves one module or use case after another, each completely, and then everything else.
         *
         * @param parts the parts in their order, such as {@code Audience.feature("search")}
         * @return this
         */
        public Builder oneByOne(List<Audience> parts) {
            List<RolloutStep> some = new ArrayList<>();
            cohorts.clear();
            for (Audience part : parts) {
                cohorts.add(new Cohort(part, some.size()));
                some.add(RolloutStep.of(0));
            }
            some.add(RolloutStep.of(100));
            return steps(some);
        }

        /**
         * Gives the target early to some.
         *
         * @param who who
         * @param fromStep from which step on, 0 for the first
         * @return this
         */
        public Builder cohort(Audience who, int fromStep) {
            cohorts.add(new Cohort(who, fromStep));
            return this;
        }

        /**
         * Puts a step of 0 % for a cohort before all others.
         *
         * @param who such as internal users
         * @return this
         */
        public Builder first(Audience who) {
            List<RolloutStep> more = new ArrayList<>();
            more.add(RolloutStep.of(0));
            more.addAll(steps);
            cohorts.replaceAll(cohort -> new Cohort(cohort.who(), cohort.fromStep() + 1));
            cohorts.add(0, new Cohort(who, 0));
            return steps(more);
        }

        /**
         * Limits the rollout to some calls.
         *
         * @param value which
         * @return this
         */
        public Builder scope(Audience value) {
            this.scope = Objects.requireNonNull(value, "scope");
            return this;
        }

        /**
         * Sets what keeps a caller on its side.
         *
         * @param value the key
         * @return this
         */
        public Builder stickiness(Stickiness value) {
            this.stickiness = Objects.requireNonNull(value, "stickiness");
            return this;
        }

        /**
         * Sets what the target is held to.
         *
         * @param value the limits
         * @return this
         */
        public Builder limits(Limits value) {
            this.limits = Objects.requireNonNull(value, "limits");
            return this;
        }

        /**
         * Sets what an answer of the target is to cost on average.
         *
         * @param value more than 0, or {@code null} for what the source's cost
         * @return this
         */
        public Builder forecast(@Nullable BigDecimal value) {
            if (value != null && value.signum() <= 0) {
                throw new IllegalArgumentException("forecast: must be more than 0");
            }
            this.forecast = value;
            return this;
        }

        /**
         * Sets what rolls back at once.
         *
         * @param value the rules
         * @return this
         */
        public Builder hardStops(HardStops.Rules value) {
            this.hardStops = Objects.requireNonNull(value, "hardStops");
            return this;
        }

        /**
         * Sets windows and times.
         *
         * @param value the times
         * @return this
         */
        public Builder times(RolloutTimes value) {
            this.times = Objects.requireNonNull(value, "times");
            return this;
        }

        /**
         * Sets what happens to a step that takes too long.
         *
         * @param value hold or roll back
         * @return this
         */
        public Builder onTimeout(StepTimeout value) {
            this.onTimeout = Objects.requireNonNull(value, "onTimeout");
            return this;
        }

        /**
         * Sets what happens to calls that the target fails.
         *
         * @param value on the source, or not at all
         * @return this
         */
        public Builder replay(Replay value) {
            this.replay = Objects.requireNonNull(value, "replay");
            return this;
        }

        /**
         * Sets how long the target has before the source is asked.
         *
         * @param value more than zero, or {@code null} for what the call's deadline leaves
         * @return this
         */
        public Builder targetTimeout(@Nullable Duration value) {
            if (value != null && (value.isZero() || value.isNegative())) {
                throw new IllegalArgumentException("target-timeout: must be more than zero");
            }
            this.targetTimeout = value;
            return this;
        }

        /**
         * Sets whether error counts go on counting in the next step.
         *
         * @param value whether they do
         * @return this
         */
        public Builder carryErrors(boolean value) {
            this.carryErrors = value;
            return this;
        }

        /**
         * Builds the plan.
         *
         * @return the plan
         * @throws IllegalArgumentException when the steps or cohorts do not fit together
         */
        public RolloutPlan build() {
            return new RolloutPlan(this);
        }
    }
}
