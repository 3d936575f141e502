package dev.portolan.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens a call took, with one meaning for every provider: input includes tokens read from and written to the
 * vendor's prompt cache, output includes reasoning. What the vendor did not tell is {@code null}, never zero.
 */
public final class Usage {

    /** Nothing is known. */
    public static final Usage UNKNOWN = builder().build();

    private final @Nullable Long inputTokens;
    private final @Nullable Long outputTokens;
    private final @Nullable Long cachedInputTokens;
    private final @Nullable Long cacheWriteInputTokens;
    private final @Nullable Long reasoningTokens;

    private Usage(Builder builder) {
        this.inputTokens = builder.inputTokens;
        this.outputTokens = builder.outputTokens;
        this.cachedInputTokens = builder.cachedInputTokens;
        this.cacheWriteInputTokens = builder.cacheWriteInputTokens;
        this.reasoningTokens = builder.reasoningTokens;
    }

    /**
     * Input and output only.
     *
     * @param inputTokens tokens of the prompt
     * @param outputTokens tokens of the answer
     * @return the usage
     */
    public static Usage of(long inputTokens, long outputTokens) {
        return builder().inputTokens(inputTokens).outputTokens(outputTokens).build();
    }

    /**
     * Starts with nothing known.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * All tokens of the prompt, cached ones included.
     *
     * @return the number, or {@code null} when unknown
     */
    public @Nullable Long inputTokens() {
        return inputTokens;
    }

    /**
     * All tokens the model produced, reasoning included.
     *
     * @return the number, or {@code null} when unknown
     */
    public @Nullable Long outputTokens() {
        return outputTokens;
    }

    /**
     * Those input tokens that were read from the vendor's cache.
     *
     * @return the number, or {@code null} when unknown
     */
    public @Nullable Long cachedInputTokens() {
        return cachedInputTokens;
    }

    /**
     * Those input tokens that were written to the vendor's cache.
     *
     * @return the number, or {@code null} when unknown
     */
    public @Nullable Long cacheWriteInputTokens() {
        return cacheWriteInputTokens;
    }

    /**
     * Those output tokens that were spent on reasoning.
     *
     * @return the number, or {@code null} when unknown
     */
    public @Nullable Long reasoningTokens() {
        return reasoningTokens;
    }

    /**
     * Input and output together.
     *
     * @return the sum, or {@code null} when one of them is unknown
     */
    public @Nullable Long totalTokens() {
        return inputTokens == null || outputTokens == null ? null : Long.valueOf(inputTokens + outputTokens);
    }

    /**
     * The sum of two usages, number by number; a number known on one side only is taken as it is.
     *
     * @param other the other usage
     * @return the sum
     */
    public Usage plus(Usage other) {
        return builder()
                .inputTokens(sum(inputTokens, other.inputTokens))
                .outputTokens(sum(outputTokens, other.outputTokens))
                .cachedInputTokens(sum(cachedInputTokens, other.cachedInputTokens))
                .cacheWriteInputTokens(sum(cacheWriteInputTokens, other.cacheWriteInputTokens))
                .reasoningTokens(sum(reasoningTokens, other.reasoningTokens))
                .build();
    }

    private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
        return a == null ? b : b == null ? a : Long.valueOf(a + b);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Usage that
                && Objects.equals(inputTokens, that.inputTokens)
                && Objects.equals(outputTokens, that.outputTokens)
                && Objects.equals(cachedInputTokens, that.cachedInputTokens)
                && Objects.equals(cacheWriteInputTokens, that.cacheWriteInputTokens)
                && Objects.equals(reasoningTokens, that.reasoningTokens);
    }

    @Override
    public int hashCode() {
        return Objects.hash(inputTokens, outputTokens, cachedInputTokens, cacheWriteInputTokens, reasoningTokens);
    }

    @Override
    public String toString() {
        return "Usage[input=" + inputTokens + ", output=" + outputTokens + ", cached=" + cachedInputTokens
                + ", cacheWrite=" + cacheWriteInputTokens + ", reasoning=" + reasoningTokens + "]";
    }

    /** Collects the numbers that are known. Not thread-safe. */
    public static final class Builder {
        private @Nullable Long inputTokens;
        private @Nullable Long outputTokens;
        private @Nullable Long cachedInputTokens;
        private @Nullable Long cacheWriteInputTokens;
        private @Nullable Long reasoningTokens;

        private Builder() {}

        /**
         * Sets all tokens of the prompt, cached ones included.
         *
         * @param value the number, or {@code null} when unknown
         * @return this builder
         */
        public Builder inputTokens(@Nullable Long value) {
            this.inputTokens = value;
            return this;
        }

        /**
         * Sets all tokens the model produced, reasoning included.
         *
         * @param value the number, or {@code null} when unknown
         * @return this builder
         */
        public Builder outputTokens(@Nullable Long value) {
            this.outputTokens = value;
            return this;
        }

        /**
         * Sets the input tokens read from the vendor's cache.
         *
         * @param value the number, or {@code null} when unknown
         * @return this builder
         */
        public Builder cachedInputTokens(@Nullable Long value) {
            this.cachedInputTokens = value;
            return this;
        }

        /**
         * Sets the input tokens written to the vendor's cache.
         *
         * @param value the number, or {@code null} when unknown
         * @return this builder
         */
        public Builder cacheWriteInputTokens(@Nullable Long value) {
            this.cacheWriteInputTokens = value;
            return this;
        }

        /**
         * Sets the output tokens spent on reasoning.
         *
         * @param value the number, or {@code null} when unknown
         * @return this builder
         */
        public Builder reasoningTokens(@Nullable Long value) {
            this.reasoningTokens = value;
            return this;
        }

        /**
         * Builds the usage.
         *
         * @return the usage
         */
        public Usage build() {
            return new Usage(this);
        }
    }
}
