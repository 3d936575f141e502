package dev.portolan.routing.catalog;

import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.conversation.TokenEstimate;
import dev.portolan.evidence.inventory.WorkloadInventory;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a stand-in must have. Each need is a hard filter: who does not meet it is excluded, and {@link Equivalents#excluded()} says why. What
 * is not known passes with a warning, except residency and licence, where not known is no. Immutable and thread-safe.
 */
public final class Needs {

    /** How many days a stand-in must go on, unless it is said otherwise. */
    public static final int DEFAULT_LIFECYCLE_MARGIN = 180;

    private static final Needs NONE = builder().build();

    private final @Nullable String residency;
    private final Set<Capability> capabilities;
    private final boolean toolsInStreams;
    private final @Nullable Long inputTokens;
    private final @Nullable Long outputTokens;
    private final int lifecycleMargin;
    private final boolean anyLifecycle;
    private final boolean previews;
    private final @Nullable Tier tier;
    private final boolean openWeights;
    private final Set<String> licences;
    private final @Nullable Long memoryBytes;
    private final Clock clock;

    private Needs(Builder builder) {
        this.residency = builder.residency;
        this.capabilities = Collections.unmodifiableSet(EnumSet.copyOf(builder.capabilities));
        this.toolsInStreams = builder.toolsInStreams;
        this.inputTokens = builder.inputTokens;
        this.outputTokens = builder.outputTokens;
        this.lifecycleMargin = builder.lifecycleMargin;
        this.anyLifecycle = builder.anyLifecycle;
        this.previews = builder.previews;
        this.tier = builder.tier;
        this.openWeights = builder.openWeights;
        this.licences = Collections.unmodifiableSet(new TreeSet<>(builder.licences));
        this.memoryBytes = builder.memoryBytes;
        this.clock = builder.clock;
    }

    /**
     * No needs beyond a life of {@link #DEFAULT_LIFECYCLE_MARGIN} days from today on.
     *
     * @return the needs
     */
    public static Needs none() {
        return NONE;
    }

    /**
     * Starts with {@link #none()}.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The needs of a workload, as far as its calls show them: tools, schemas, media, and the length of its longest request and answer (an
     * inventory keeps no 99th percentile). Tools count as used in streams where the workload has both. Residency, licence and margin are
     * for people to add.
     *
     * @param inventory the workload
     * @return a builder with them
     */
    public static Builder of(WorkloadInventory inventory) {
        return WorkloadNeeds.of(inventory);
    }

    /**
     * The needs of requests: tools, schemas, media, the 99th percentile of their length and the largest limit of output that they set.
     *
     * @param requests such as those of a dataset
     * @param tokens counts them, by the source's tokenizer, such as {@link TokenEstimator}
     * @return a builder with them
     */
    public static Builder of(Collection<ChatRequest> requests, TokenEstimate tokens) {
        return WorkloadNeeds.of(requests, tokens);
    }

    /**
     * A builder with these needs.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.residency = residency;
        builder.capabilities.addAll(capabilities);
        builder.toolsInStreams = toolsInStreams;
        builder.inputTokens = inputTokens;
        builder.outputTokens = outputTokens;
        builder.lifecycleMargin = lifecycleMargin;
        builder.anyLifecycle = anyLifecycle;
        builder.previews = previews;
        builder.tier = tier;
        builder.openWeights = openWeights;
        builder.licences = licences;
        builder.memoryBytes = memoryBytes;
        builder.clock = clock;
        return builder;
    }

    /**
     * The same needs on a fixed day.
     *
     * @param day the day that counts as today
     * @return the needs
     */
    public Needs on(LocalDate day) {
        return toBuilder().on(day).build();
    }

    /**
     * Where processing must stay.
     *
     * @return the name of a {@link Scope}, or {@code null} for anywhere
     */
    public @Nullable String residency() {
        return residency;
    }

    /**
     * What a stand-in is asked for.
     *
     * @return unmodifiable
     */
    public Set<Capability> capabilities() {
        return capabilities;
    }

    /**
     * Whether tools are used in streams.
     *
     * @return false unless stated
     */
    public boolean toolsInStreams() {
        return toolsInStreams;
    }

    /**
     * How long a long request is.
     *
     * @return tokens of the source's tokenizer, or {@code null} when it does not matter
     */
    public @Nullable Long inputTokens() {
        return inputTokens;
    }

    /**
     * How long a long answer is.
     *
     * @return tokens of the source's tokenizer, or {@code null} when it does not matter
     */
    public @Nullable Long outputTokens() {
        return outputTokens;
    }

    /**
     * How long a stand-in must go on.
     *
     * @return days from today
     */
    public int lifecycleMargin() {
        return lifecycleMargin;
    }

    /**
     * Whether ends do not matter, neither those that have come nor those that are announced.
     *
     * @return false unless stated
     */
    public boolean anyLifecycle() {
        return anyLifecycle;
    }

    /**
     * Whether previews may stand in.
     *
     * @return true unless stated
     */
    public boolean previews() {
        return previews;
    }

    /**
     * The tier to look in.
     *
     * @return the tier, or {@code null} for the source's own
     */
    public @Nullable Tier tier() {
        return tier;
    }

    /**
     * Whether the weights must be open.
     *
     * @return false unless stated
     */
    public boolean openWeights() {
        return openWeights;
    }

    /**
     * The licences of weights that will do.
     *
     * @return sorted and unmodifiable; empty for all
     */
    public Set<String> licences() {
        return licences;
    }

    /**
     * How much memory there is for a model on machines of one's own.
     *
     * @return bytes, or {@code null} when it does not matter
     */
    public @Nullable Long memoryBytes() {
        return memoryBytes;
    }

    /**
     * The day that counts as today.
     *
     * @return the day of the clock, in UTC
     */
    public LocalDate today() {
        return LocalDate.now(clock.withZone(ZoneOffset.UTC));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Needs[");
        text.append(anyLifecycle ? "any lifecycle" : "margin " + lifecycleMargin + " d");
        text.append(residency == null ? "" : ", residency " + residency);
        text.append(capabilities.isEmpty() ? "" : ", " + capabilities);
        text.append(toolsInStreams ? ", tools in streams" : "");
        text.append(inputTokens == null ? "" : ", input " + inputTokens);
        text.append(outputTokens == null ? "" : ", output " + outputTokens);
        text.append(previews ? "" : ", no previews");
        text.append(tier == null ? "" : ", tier " + tier);
        text.append(openWeights ? ", open weights" : "");
        text.append(licences.isEmpty() ? "" : ", licences " + licences);
        text.append(memoryBytes == null ? "" : ", memory " + memoryBytes);
        return text.append(']').toString();
    }

    /** Collects needs. Not thread-safe. */
    public static final class Builder {
        private @Nullable String residency;
        private final Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        private boolean toolsInStreams;
        private @Nullable Long inputTokens;
        private @Nullable Long outputTokens;
        private int lifecycleMargin = DEFAULT_LIFECYCLE_MARGIN;
        private boolean anyLifecycle;
        private boolean previews = true;
        private @Nullable Tier tier;
        private boolean openWeights;
        private Set<String> licences = Set.of();
        private @Nullable Long memoryBytes;
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /**
         * Sets where processing must stay. An offer that is not known to keep it there is excluded.
         *
         * @param zone the name of a {@link Scope}, such as {@code eu} or {@code region:eu-central-1}, or {@code null} for anywhere
         * @return this builder
         */
        public Builder residency(@Nullable String zone) {
            this.residency = zone;
            return this;
        }

        /**
         * Adds what a stand-in is asked for: tools, strict output, images and the like. What an offer is known to lack excludes it.
         *
         * @param needed capabilities
         * @return this builder
         */
        public Builder capabilities(Capability... needed) {
            return capabilities(Arrays.asList(needed));
        }

        /**
         * Adds what a stand-in is asked for.
         *
         * @param needed capabilities
         * @return this builder
         */
        public Builder capabilities(Collection<Capability> needed) {
            capabilities.addAll(needed);
            return this;
        }

        /**
         * Says that tools are used in streams; some clouds refuse that. Needs {@link Capability#TOOLS} and
         * {@link Capability#STREAMING} too.
         *
         * @return this builder
         */
        public Builder toolsInStreams() {
            this.toolsInStreams = true;
            return capabilities(Capability.TOOLS, Capability.STREAMING);
        }

        /**
         * Sets how long a long request and its answer are, such as the 99th percentile of the workload. They are counted in tokens of the
         * source's tokenizer and converted by the factors of both.
         *
         * @param input tokens of the request, or {@code null} when they do not matter
         * @param output tokens of the answer, or {@code null} when they do not matter
         * @return this builder
         */
        public Builder tokens(@Nullable Long input, @Nullable Long output) {
            if ((input != null && input < 0) || (output != null && output < 0)) {
                throw new IllegalArgumentException("tokens: must not be negative");
            }
            this.inputTokens = input;
            this.outputTokens = output;
            return this;
        }

        /**
         * Sets how long a stand-in must go on. An offer whose announced end comes sooner is excluded.
         * {@link Needs#DEFAULT_LIFECYCLE_MARGIN} unless set.
         *
         * @param days from today; 0 when it is enough that it answers today
         * @return this builder
         */
        public Builder lifecycleMargin(int days) {
            if (days < 0) {
                throw new IllegalArgumentException("lifecycleMargin: must not be negative");
            }
            this.lifecycleMargin = days;
            return this;
        }

        /**
         * Lets in what is retired or will be soon, with a warning; to see what would have stood in.
         *
         * @return this builder
         */
        public Builder anyLifecycle() {
            this.anyLifecycle = true;
            return this;
        }

        /**
         * Says whether previews may stand in. They may unless set, behind what is in general use.
         *
         * @param allowed false to exclude them
         * @return this builder
         */
        public Builder previews(boolean allowed) {
            this.previews = allowed;
            return this;
        }

        /**
         * Sets the tier to look in.
         *
         * @param other a tier, or {@code null} for the source's own
         * @return this builder
         */
        public Builder tier(@Nullable Tier other) {
            this.tier = other;
            return this;
        }

        /**
         * Lets in models alone whose weights are known to be open.
         *
         * @return this builder
         */
        public Builder openWeights() {
            this.openWeights = true;
            return this;
        }

        /**
         * Lets in models alone whose weights are known to be under one of these licences.
         *
         * @param allowed such as {@code Apache-2.0}, compared without regard to case; empty for all
         * @return this builder
         */
        public Builder licences(Set<String> allowed) {
            this.licences = Set.copyOf(allowed);
            return this;
        }

        /**
         * Sets how much memory there is for a model on machines of one's own. Says nothing of hosted ones.
         *
         * @param bytes the memory, or {@code null} when it does not matter
         * @return this builder
         */
        public Builder memoryBytes(@Nullable Long bytes) {
            this.memoryBytes = bytes;
            return this;
        }

        /**
         * Fixes the day that counts as today.
         *
         * @param day the day
         * @return this builder
         */
        public Builder on(LocalDate day) {
            return clock(Clock.fixed(day.atStartOfDay(ZoneOffset.UTC).toInstant(), ZoneOffset.UTC));
        }

        /**
         * Sets what tells today. The system's clock unless set.
         *
         * @param other a clock; its day in UTC counts
         * @return this builder
         */
        public Builder clock(Clock other) {
            this.clock = Objects.requireNonNull(other, "clock");
            return this;
        }

        /**
         * Builds the needs.
         *
         * @return the needs
         */
        public Needs build() {
            return new Needs(this);
        }
    }
}
