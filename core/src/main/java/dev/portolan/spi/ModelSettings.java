package dev.portolan.spi;

import dev.portolan.chat.AdaptationPolicy;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ModelLimits;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.Timeouts;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A named model's settings in the neutral vocabulary, the same for every provider, and the provider's own beside them.
 * Immutable. Sampling settings here are defaults: what a request sets itself wins.
 */
public final class ModelSettings {

    private final String name;
    private final String model;
    private final @Nullable String baseModel;
    private final @Nullable Double temperature;
    private final @Nullable Double topP;
    private final @Nullable Integer topK;
    private final @Nullable Integer maxOutputTokens;
    private final @Nullable Long seed;
    private final @Nullable Double frequencyPenalty;
    private final @Nullable Double presencePenalty;
    private final @Nullable ReasoningEffort reasoningEffort;
    private final @Nullable Boolean parallelToolCalls;
    private final List<String> stop;
    private final @Nullable Duration timeout;
    private final Timeouts timeouts;
    private final AdaptationPolicy adaptation;
    private final Map<Capability, Boolean> capabilities;
    private final ModelLimits limits;
    private final Settings own;

    private ModelSettings(Builder builder) {
        this.name = builder.name;
        this.model = builder.model;
        this.baseModel = builder.baseModel;
        this.temperature = builder.temperature;
        this.topP = builder.topP;
        this.topK = builder.topK;
        this.maxOutputTokens = builder.maxOutputTokens;
        this.seed = builder.seed;
        this.frequencyPenalty = builder.frequencyPenalty;
        this.presencePenalty = builder.presencePenalty;
        this.reasoningEffort = builder.reasoningEffort;
        this.parallelToolCalls = builder.parallelToolCalls;
        this.stop = builder.stop;
        this.timeout = builder.timeout;
        this.timeouts = builder.timeouts;
        this.adaptation = builder.adaptation;
        this.capabilities = Map.copyOf(builder.capabilities);
        this.limits = builder.limits;
        this.own = builder.own;
    }

    /**
     * Starts the settings of a model in code.
     *
     * @param name the name it stands behind
     * @param model the model's id on the provider
     * @return a builder
     */
    public static Builder builder(String name, String model) {
        return new Builder(name, model);
    }

    /**
     * The name the model stands behind in the application.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The model as the provider names it; a deployment name on Azure.
     *
     * @return its id
     */
    public String model() {
        return model;
    }

    /**
     * The model behind a name that the customer chose (deployment, inference profile).
     *
     * @return its id, or {@code null}
     */
    public @Nullable String baseModel() {
        return baseModel;
    }

    /**
     * The default temperature.
     *
     * @return the value, or {@code null} for the vendor's default
     */
    public @Nullable Double temperature() {
        return temperature;
    }

    /**
     * The default of nucleus sampling.
     *
     * @return the value, or {@code null} for the vendor's default
     */
    public @Nullable Double topP() {
        return topP;
    }

    /**
     * The default number of likeliest tokens to choose from.
     *
     * @return the value, or {@code null} for the vendor's default
     */
    public @Nullable Integer topK() {
        return topK;
    }

    /**
     * The default limit on output tokens.
     *
     * @return the value, or {@code null} for the vendor's default
     */
    public @Nullable Integer maxOutputTokens() {
        return maxOutputTokens;
    }

    /**
     * The default seed.
     *
     * @return the value, or {@code null} for none
     */
    public @Nullable Long seed() {
        return seed;
    }

    /**
     * The default frequency penalty.
     *
     * @return the value, or {@code null} for none
     */
    public @Nullable Double frequencyPenalty() {
        return frequencyPenalty;
    }

    /**
     * The default presence penalty.
     *
     * @return the value, or {@code null} for none
     */
    public @Nullable Double presencePenalty() {
        return presencePenalty;
    }

    /**
     * The default reasoning effort.
     *
     * @return the effort, or {@code null} for the vendor's default
     */
    public @Nullable ReasoningEffort reasoningEffort() {
        return reasoningEffort;
    }

    /**
     * The default of the parallel switch.
     *
     * @return the value, or {@code null} for the vendor's default
     */
    public @Nullable Boolean parallelToolCalls() {
        return parallelToolCalls;
    }

    /**
     * The default stop sequences.
     *
     * @return the texts, empty for none
     */
    public List<String> stop() {
        return stop;
    }

    /**
     * How long a whole call may take when its context sets no deadline.
     *
     * @return the time, or {@code null} for no limit but those of the phases
     */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /**
     * Limits on the phases of an attempt where the context sets none.
     *
     * @return the limits
     */
    public Timeouts timeouts() {
        return timeouts;
    }

    /**
     * What happens to settings that the target cannot honour, where the context does not say.
     *
     * @return the policy
     */
    public AdaptationPolicy adaptation() {
        return adaptation;
    }

    /**
     * What the user states about the model, in place of what the provider's data says.
     *
     * @return the facts, empty for none
     */
    public Map<Capability, Boolean> capabilities() {
        return capabilities;
    }

    /**
     * Limits that the user states, in place of what the provider's data says.
     *
     * @return the limits; what is {@code null} is not stated
     */
    public ModelLimits limits() {
        return limits;
    }

    /**
     * The provider's own settings of a model, as it specified them in {@link ModelProvider#modelSettings()}.
     *
     * @return the checked settings
     */
    public Settings own() {
        return own;
    }

    @Override
    public String toString() {
        return "ModelSettings[" + name + ", model=" + model + "]";
    }

    /** Collects a model's settings. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final String model;
        private @Nullable String baseModel;
        private @Nullable Double temperature;
        private @Nullable Double topP;
        private @Nullable Integer topK;
        private @Nullable Integer maxOutputTokens;
        private @Nullable Long seed;
        private @Nullable Double frequencyPenalty;
        private @Nullable Double presencePenalty;
        private @Nullable ReasoningEffort reasoningEffort;
        private @Nullable Boolean parallelToolCalls;
        private List<String> stop = List.of();
        private @Nullable Duration timeout;
        private Timeouts timeouts = Timeouts.UNSET;
        private AdaptationPolicy adaptation = AdaptationPolicy.ADAPT;
        private Map<Capability, Boolean> capabilities = Map.of();
        private ModelLimits limits = ModelLimits.UNKNOWN;
        private Settings own = EmptySettings.INSTANCE;

        private Builder(String name, String model) {
            this.name = Objects.requireNonNull(name, "name");
            this.model = Objects.requireNonNull(model, "model");
        }

        /**
         * Sets: the model behind a name that the customer chose (deployment, inference profile).
         *
         * @param value its id, or {@code null}
         * @return this builder
         */
        public Builder baseModel(@Nullable String value) {
            this.baseModel = value;
            return this;
        }

        /**
         * Sets: the default temperature.
         *
         * @param value the value, or {@code null} for the vendor's default
         * @return this builder
         */
        public Builder temperature(@Nullable Double value) {
            this.temperature = value;
            return this;
        }

        /**
         * Sets: the default of nucleus sampling.
         *
         * @param value the value, or {@code null} for the vendor's default
         * @return this builder
         */
        public Builder topP(@Nullable Double value) {
            this.topP = value;
            return this;
        }

        /**
         * Sets: the default number of likeliest tokens to choose from.
         *
         * @param value the value, or {@code null} for the vendor's default
         * @return this builder
         */
        public Builder topK(@Nullable Integer value) {
            this.topK = value;
            return this;
        }

        /**
         * Sets: the default limit on output tokens.
         *
         * @param value the value, or {@code null} for the vendor's default
         * @return this builder
         */
        public Builder maxOutputTokens(@Nullable Integer value) {
            this.maxOutputTokens = value;
            return this;
        }

        /**
         * Sets: the default seed.
         *
         * @param value the value, or {@code null} for none
         * @return this builder
         */
        public Builder seed(@Nullable Long value) {
            this.seed = value;
            return this;
        }

        /**
         * Sets: the default frequency penalty.
         *
         * @param value the value, or {@code null} for none
         * @return this builder
         */
        public Builder frequencyPenalty(@Nullable Double value) {
            this.frequencyPenalty = value;
            return this;
        }

        /**
         * Sets: the default presence penalty.
         *
         * @param value the value, or {@code null} for none
         * @return this builder
         */
        public Builder presencePenalty(@Nullable Double value) {
            this.presencePenalty = value;
            return this;
        }

        /**
         * Sets: the default reasoning effort.
         *
         * @param value the effort, or {@code null} for the vendor's default
         * @return this builder
         */
        public Builder reasoningEffort(@Nullable ReasoningEffort value) {
            this.reasoningEffort = value;
            return this;
        }

        /**
         * Sets: the default of the parallel switch.
         *
         * @param value the value, or {@code null} for the vendor's default
         * @return this builder
         */
        public Builder parallelToolCalls(@Nullable Boolean value) {
            this.parallelToolCalls = value;
            return this;
        }

        /**
         * Sets: the default stop sequences.
         *
         * @param value the texts, empty for none
         * @return this builder
         */
        public Builder stop(List<String> value) {
            this.stop = List.copyOf(value);
            return this;
        }

        /**
         * Sets: how long a whole call may take when its context sets no deadline.
         *
         * @param value the time, or {@code null} for no limit but those of the phases
         * @return this builder
         */
        public Builder timeout(@Nullable Duration value) {
            this.timeout = value;
            return this;
        }

        /**
         * Sets: limits on the phases of an attempt where the context sets none.
         *
         * @param value the limits
         * @return this builder
         */
        public Builder timeouts(Timeouts value) {
            this.timeouts = Objects.requireNonNull(value, "timeouts");
            return this;
        }

        /**
         * Sets: what happens to settings that the target cannot honour, where the context does not say.
         *
         * @param value the policy
         * @return this builder
         */
        public Builder adaptation(AdaptationPolicy value) {
            this.adaptation = Objects.requireNonNull(value, "adaptation");
            return this;
        }

        /**
         * Sets: what the user states about the model, in place of what the provider's data says.
         *
         * @param value the facts, empty for none
         * @return this builder
         */
        public Builder capabilities(Map<Capability, Boolean> value) {
            this.capabilities = value.isEmpty() ? Map.of() : new EnumMap<>(value);
            return this;
        }

        /**
         * Sets: limits that the user states, in place of what the provider's data says.
         *
         * @param value the limits; what is {@code null} is not stated
         * @return this builder
         */
        public Builder limits(ModelLimits value) {
            this.limits = Objects.requireNonNull(value, "limits");
            return this;
        }

        /**
         * Sets: the provider's own settings.
         *
         * @param value the checked settings
         * @return this builder
         */
        public Builder own(Settings value) {
            this.own = Objects.requireNonNull(value, "own");
            return this;
        }

        /**
         * Builds the settings.
         *
         * @return the settings
         */
        public ModelSettings build() {
            return new ModelSettings(this);
        }
    }
}
