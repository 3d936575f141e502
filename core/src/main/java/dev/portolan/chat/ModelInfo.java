package dev.portolan.chat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who answers behind a {@link ChatModel} and what it can be asked for. Tells what is known without calling anything.
 */
public final class ModelInfo {

    private final String provider;
    private final String model;
    private final @Nullable String baseModel;
    private final Map<Capability, Boolean> capabilities;
    private final ModelLimits limits;
    private final List<ModelInfo> targets;

    private ModelInfo(Builder builder) {
        this.provider = builder.provider;
        this.model = builder.model;
        this.baseModel = builder.baseModel;
        this.capabilities = new EnumMap<>(builder.capabilities);
        this.limits = builder.limits;
        this.targets = builder.targets;
    }

    /**
     * Starts the description of a model about which nothing is known yet.
     *
     * @param provider the provider id, such as {@code openai}
     * @param model the model's id on that provider
     * @return a builder
     */
    public static Builder builder(String provider, String model) {
        return new Builder(provider, model);
    }

    /**
     * A builder with this description's content.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder =
                new Builder(provider, model).baseModel(baseModel).limits(limits).targets(targets);
        builder.capabilities.putAll(capabilities);
        return builder;
    }

    /**
     * The provider.
     *
     * @return its id, such as {@code openai}
     */
    public String provider() {
        return provider;
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
     * @return its id, or {@code null} when the model's own id says it or it is unknown
     */
    public @Nullable String baseModel() {
        return baseModel;
    }

    /**
     * Whether the model can be asked for something. Unknown counts as yes: what is not known to fail is sent.
     *
     * @param capability what to ask for
     * @return false only when it is known not to work
     */
    public boolean supports(Capability capability) {
        return capabilities.getOrDefault(capability, Boolean.TRUE);
    }

    /**
     * Whether it is known if the model can be asked for something.
     *
     * @param capability what to ask for
     * @return true when {@link #supports} is a fact and no guess
     */
    public boolean knows(Capability capability) {
        return capabilities.containsKey(capability);
    }

    /**
     * The numbers a request has to stay within.
     *
     * @return the limits
     */
    public ModelLimits limits() {
        return limits;
    }

    /**
     * Who may answer in its place, where it is a router.
     *
     * @return unmodifiable; routers among them have targets of their own; empty for a model that answers itself
     */
    public List<ModelInfo> targets() {
        return targets;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelInfo that
                && provider.equals(that.provider)
                && model.equals(that.model)
                && Objects.equals(baseModel, that.baseModel)
                && capabilities.equals(that.capabilities)
                && limits.equals(that.limits)
                && targets.equals(that.targets);
    }

    @Override
    public int hashCode() {
        return Objects.hash(provider, model, baseModel, capabilities, limits, targets);
    }

    @Override
    public String toString() {
        return "ModelInfo[" + provider + "/" + model + (baseModel == null ? "" : " (" + baseModel + ")") + "]";
    }

    /** Collects what is known. Not thread-safe. */
    public static final class Builder {
        private final String provider;
        private final String model;
        private @Nullable String baseModel;
        private final Map<Capability, Boolean> capabilities = new EnumMap<>(Capability.class);
        private ModelLimits limits = ModelLimits.UNKNOWN;
        private List<ModelInfo> targets = List.of();

        private Builder(String provider, String model) {
            this.provider = Objects.requireNonNull(provider, "provider");
            this.model = Objects.requireNonNull(model, "model");
        }

        /**
         * Sets the model behind a name that the customer chose.
         *
         * @param value its id, or {@code null}
         * @return this builder
         */
        public Builder baseModel(@Nullable String value) {
            this.baseModel = value;
            return this;
        }

        /**
         * States a fact.
         *
         * @param capability what to ask for
         * @param supported whether it works
         * @return this builder
         */
        public Builder capability(Capability capability, boolean supported) {
            capabilities.put(capability, supported);
            return this;
        }

        /**
         * Sets the numbers a request has to stay within.
         *
         * @param value the limits
         * @return this builder
         */
        public Builder limits(ModelLimits value) {
            this.limits = Objects.requireNonNull(value, "limits");
            return this;
        }

        /**
         * Sets who may answer in its place. For routers.
         *
         * @param value the targets; copied
         * @return this builder
         */
        public Builder targets(List<ModelInfo> value) {
            this.targets = List.copyOf(value);
            return this;
        }

        /**
         * Builds the description.
         *
         * @return the description
         */
        public ModelInfo build() {
            return new ModelInfo(this);
        }
    }
}
