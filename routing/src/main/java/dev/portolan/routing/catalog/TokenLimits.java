package dev.portolan.routing.catalog;

import org.jspecify.annotations.Nullable;

/**
 * How much fits, in tokens of the model's own tokenizer.
 *
 * @param context input and output together, or {@code null} when it is not known
 * @param input input alone where that is less than the context, or {@code null}
 * @param output output alone, reasoning included, or {@code null} when it is not known
 * @param dimensions of an embedding model's vectors, or {@code null}
 */
public record TokenLimits(
        @Nullable Long context,
        @Nullable Long input,
        @Nullable Long output,
        @Nullable Integer dimensions) {

    /** Nothing is known. */
    public static final TokenLimits UNKNOWN = new TokenLimits(null, null, null, null);

    /**
     * Checks the components.
     *
     * @param context as above
     * @param input as above
     * @param output as above
     * @param dimensions as above
     */
    public TokenLimits {
        positive("context", context);
        positive("input", input);
        positive("output", output);
        positive("dimensions", dimensions == null ? null : Long.valueOf(dimensions));
    }

    private static void positive(String name, @Nullable Long value) {
        if (value != null && value <= 0) {
            throw new IllegalArgumentException(name + ": must be positive, not " + value);
        }
    }

    /**
     * These limits, with those of another where these are not known.
     *
     * @param other such as the model's own, under those of an offer
     * @return both together
     */
    public TokenLimits orElse(TokenLimits other) {
        return new TokenLimits(
                context == null ? other.context : context,
                input == null ? other.input : input,
                output == null ? other.output : output,
                dimensions == null ? other.dimensions : dimensions);
    }

    /**
     * How much input fits at most.
     *
     * @return the smaller of input and context, or {@code null} when neither is known
     */
    public @Nullable Long mostInput() {
        if (input == null || context == null) {
            return input == null ? context : input;
        }
        return Math.min(input, context);
    }
}
