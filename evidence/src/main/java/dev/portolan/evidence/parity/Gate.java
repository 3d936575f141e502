package dev.portolan.evidence.parity;

import dev.portolan.evidence.stats.Bootstrap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a target must show to pass: for each metric how much worse than the source it may be, and limits that hold whatever the
 * source does. Immutable.
 *
 * <pre>{@code
 * Gate gate = Gate.builder()
 *         .margin("extraction", 0.02)
 *         .informational("tone")
 *         .objective(Objective.latency(0.95, Duration.ofSeconds(3)))
 *         .objective(Objective.atLeast("label", 0.9))
 *         .build();
 * }</pre>
 */
public final class Gate {

    /** How much worse a metric may be unless told otherwise. */
    public static final double MARGIN = 0.05;

    /** The largest share of calls that may fail, or of scores that may be missing, unless told otherwise. */
    public static final double MAX_FAILED = 0.05;

    /** Slices with fewer examples decide nothing: even without any difference they could not prove a margin of 5 points. */
    public static final int SLICE_MINIMUM = 52;

    /** Every check guards, at {@link #MARGIN}; no hard break that the source does not have. */
    public static final Gate DEFAULT = builder().build();

    private final double margin;
    private final Map<String, Double> margins;
    private final Set<String> informational;
    private final List<Objective> objectives;
    private final int hardBreaksAllowed;
    private final double maxFailed;
    private final int sliceMinimum;
    private final Bootstrap bootstrap;

    private Gate(Builder builder) {
        this.margin = builder.margin;
        this.margins = Map.copyOf(builder.margins);
        this.informational = Collections.unmodifiableSet(new LinkedHashSet<>(builder.informational));
        this.objectives = List.copyOf(builder.objectives);
        this.hardBreaksAllowed = builder.hardBreaksAllowed;
        this.maxFailed = builder.maxFailed;
        this.sliceMinimum = builder.sliceMinimum;
        this.bootstrap = builder.bootstrap;
    }

    /**
     * Starts with the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A builder with this gate's content.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.margin = margin;
        builder.margins.putAll(margins);
        builder.informational.addAll(informational);
        builder.objectives.addAll(objectives);
        builder.hardBreaksAllowed = hardBreaksAllowed;
        builder.maxFailed = maxFailed;
        builder.sliceMinimum = sliceMinimum;
        builder.bootstrap = bootstrap;
        return builder;
    }

    /**
     * How much worse than the source a metric may be.
     *
     * @param metric the check's name
     * @return between 0 and 1; shares for pass rates, relative to the source for scores
     */
    public double margin(String metric) {
        return margins.getOrDefault(metric, margin);
    }

    /**
     * What a metric counts for.
     *
     * @param metric the check's name
     * @return {@link Role#GUARD} unless the gate says otherwise
     */
    public Role role(String metric) {
        return informational.contains(metric) ? Role.INFORMATION : Role.GUARD;
    }

    /**
     * The metrics that the gate names.
     *
     * @return unmodifiable; a run warns of those that no check has
     */
    public Set<String> named() {
        Set<String> names = new LinkedHashSet<>(margins.keySet());
        names.addAll(informational);
        objectives.forEach(objective -> {
            if (objective.kind() == Objective.Kind.AT_LEAST) {
                names.add(objective.subject());
            }
        });
        return Collections.unmodifiableSet(names);
    }

    /**
     * Limits that hold whatever the source does.
     *
     * @return unmodifiable, possibly empty
     */
    public List<Objective> objectives() {
        return objectives;
    }

    /**
     * How many examples may have a hard break of the target where the source has none.
     *
     * @return 0 unless told otherwise
     */
    public int hardBreaksAllowed() {
        return hardBreaksAllowed;
    }

    /**
     * The largest share of calls of a side that may fail, and of scores of a guard that may be missing, before the run is invalid.
     *
     * @return from 0 to 1, both excluded
     */
    public double maxFailed() {
        return maxFailed;
    }

    /**
     * How many examples a slice needs for a verdict of its own.
     *
     * @return at least 1
     */
    public int sliceMinimum() {
        return sliceMinimum;
    }

    /**
     * How bounds are drawn.
     *
     * @return the bootstrap
     */
    public Bootstrap bootstrap() {
        return bootstrap;
    }

    /** Collects a gate. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Double> margins = new HashMap<>();
        private final Set<String> informational = new LinkedHashSet<>();
        private final List<Objective> objectives = new ArrayList<>();
        private double margin = MARGIN;
        private int hardBreaksAllowed;
        private double maxFailed = MAX_FAILED;
        private int sliceMinimum = SLICE_MINIMUM;
        private Bootstrap bootstrap = new Bootstrap();

        private Builder() {}

        /**
         * Sets: how much worse than the source any metric may be that has no margin of its own.
         *
         * @param value between 0 and 1, both excluded; {@link Gate#MARGIN} when it is not set
         * @return this builder
         */
        public Builder margin(double value) {
            this.margin = share("margin", value);
            return this;
        }

        /**
         * Sets: how much worse than the source a metric may be.
         *
         * @param metric the check's name
         * @param value between 0 and 1, both excluded; shares for pass rates, relative to the source for scores
         * @return this builder
         */
        public Builder margin(String metric, double value) {
            margins.put(Objects.requireNonNull(metric, "metric"), share("margin of " + metric, value));
            return this;
        }

        /**
         * Names metrics that are shown and decide nothing.
         *
         * @param metrics names of checks
         * @return this builder
         */
        public Builder informational(String... metrics) {
            informational.addAll(List.of(metrics));
            return this;
        }

        /**
         * Adds a limit that holds whatever the source does.
         *
         * @param value the limit
         * @return this builder
         */
        public Builder objective(Objective value) {
            objectives.add(Objects.requireNonNull(value, "objective"));
            return this;
        }

        /**
         * Sets: how many examples may have a hard break of the target where the source has none. A rule, not a statistical claim:
         * with 0 a single one fails the run.
         *
         * @param value at least 0; 0 when it is not set
         * @return this builder
         */
        public Builder hardBreaksAllowed(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("hardBreaksAllowed: must not be negative, as " + value + " is");
            }
            this.hardBreaksAllowed = value;
            return this;
        }

        /**
         * Sets: the largest share of calls that may fail, or of scores that may be missing, before the run is invalid.
         *
         * @param value between 0 and 1, both excluded; {@link Gate#MAX_FAILED} when it is not set
         * @return this builder
         */
        public Builder maxFailed(double value) {
            this.maxFailed = share("maxFailed", value);
            return this;
        }

        /**
         * Sets: how many examples a slice needs for a verdict of its own.
         *
         * @param value at least 1; {@link Gate#SLICE_MINIMUM} when it is not set
         * @return this builder
         */
        public Builder sliceMinimum(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("sliceMinimum: must be at least 1, not " + value);
            }
            this.sliceMinimum = value;
            return this;
        }

        /**
         * Sets: how bounds are drawn.
         *
         * @param value the bootstrap; {@link Bootstrap#RESAMPLES} from {@link Bootstrap#SEED} when it is not set
         * @return this builder
         */
        public Builder bootstrap(Bootstrap value) {
            this.bootstrap = Objects.requireNonNull(value, "bootstrap");
            return this;
        }

        private static double share(String name, double value) {
            if (!(value > 0 && value < 1)) {
                throw new IllegalArgumentException(
                        name + ": must lie between 0 and 1, both excluded (0.05 is five per cent), not " + value);
            }
            return value;
        }

        /**
         * The gate.
         *
         * @return the gate
         */
        public Gate build() {
            return new Gate(this);
        }
    }
}
