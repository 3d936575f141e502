package dev.portolan.tool;

import dev.portolan.chat.Tool;
import dev.portolan.schema.JsonSchema;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a tool: what the model is told (name, description, input), and what the model is not told (who owns it, what
 * it takes to use it, how it may be run). Immutable.
 *
 * <pre>{@code
 * ToolDefinition refund = ToolDefinition.builder("refund_order", "Pays an order back.")
 *         .owner("billing")
 *         .permission("orders.refund")
 *         .sensitivity(Sensitivity.HIGH)
 *         .timeout(Duration.ofSeconds(10))
 *         .build();
 * }</pre>
 */
public final class ToolDefinition {

    /** How long a call may take where the definition does not say: 30 seconds. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private final String name;
    private final String description;
    private final @Nullable JsonSchema input;
    private final @Nullable JsonSchema output;
    private final @Nullable String owner;
    private final @Nullable String permission;
    private final Sensitivity sensitivity;
    private final ToolRetry retry;
    private final Duration timeout;
    private final @Nullable Boolean strict;

    private ToolDefinition(Builder builder) {
        this.name = builder.name;
        this.description = builder.description;
        this.input = builder.input;
        this.output = builder.output;
        this.owner = builder.owner;
        this.permission = builder.permission;
        this.sensitivity = builder.sensitivity;
        this.retry = builder.retry;
        this.timeout = builder.timeout;
        this.strict = builder.strict;
    }

    /**
     * Starts a definition with the defaults: no arguments, no owner, no permission, {@link Sensitivity#NORMAL}, {@link
     * ToolRetry#NEVER}, {@link #DEFAULT_TIMEOUT}.
     *
     * @param name the name the model calls it by: 1 to 64 letters, digits, {@code _} and {@code -}, which every vendor takes
     * @param description what it does and when to use it, for the model; possibly empty
     * @return a builder
     * @throws IllegalArgumentException when the name is none
     */
    public static Builder builder(String name, String description) {
        return new Builder(name, description);
    }

    /**
     * A builder with this definition's content.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        return new Builder(name, description)
                .input(input)
                .output(output)
                .owner(owner)
                .permission(permission)
                .sensitivity(sensitivity)
                .retry(retry)
                .timeout(timeout)
                .strict(strict);
    }

    /**
     * The name the model calls it by.
     *
     * @return 1 to 64 letters, digits, {@code _} and {@code -}
     */
    public String name() {
        return name;
    }

    /**
     * What it does and when to use it.
     *
     * @return the text for the model, possibly empty
     */
    public String description() {
        return description;
    }

    /**
     * The schema of its arguments.
     *
     * @return the schema, {@link JsonSchema#EMPTY_OBJECT} when none was set
     */
    public JsonSchema input() {
        return input == null ? JsonSchema.EMPTY_OBJECT : input;
    }

    /** Whether an input was set. */
    boolean hasInput() {
        return input != null;
    }

    /**
     * The schema of what it gives back. A result that does not fit is told to the model as an error.
     *
     * @return the schema, or {@code null} when results are not checked
     */
    public @Nullable JsonSchema output() {
        return output;
    }

    /**
     * Who answers for the tool: a team, a system, an MCP server.
     *
     * @return the owner, or {@code null} when nobody is named
     */
    public @Nullable String owner() {
        return owner;
    }

    /**
     * What a caller must be allowed to do, such as {@code orders.refund}. Means what the application's {@link ToolGate} makes of
     * it.
     *
     * @return the permission, or {@code null} when none is needed
     */
    public @Nullable String permission() {
        return permission;
    }

    /**
     * How careful one has to be with it.
     *
     * @return the sensitivity
     */
    public Sensitivity sensitivity() {
        return sensitivity;
    }

    /**
     * Whether a call may be made again.
     *
     * @return the behaviour
     */
    public ToolRetry retry() {
        return retry;
    }

    /**
     * How long one attempt may take, from when it is handed to the executor.
     *
     * @return the time, more than zero
     */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Whether the vendor shall make sure that arguments fit the schema. They are checked here in any case.
     *
     * @return the wish, or {@code null} to leave it to the provider
     */
    public @Nullable Boolean strict() {
        return strict;
    }

    /**
     * What the model is told.
     *
     * @return the tool for a request
     */
    public Tool tool() {
        return new Tool(name, description, input(), strict);
    }

    @Override
    public String toString() {
        return "ToolDefinition[" + name + ", owner=" + owner + ", permission=" + permission + ", " + sensitivity + "]";
    }

    /** Collects what is known of a tool. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final String description;
        private @Nullable JsonSchema input;
        private @Nullable JsonSchema output;
        private @Nullable String owner;
        private @Nullable String permission;
        private Sensitivity sensitivity = Sensitivity.NORMAL;
        private ToolRetry retry = ToolRetry.NEVER;
        private Duration timeout = DEFAULT_TIMEOUT;
        private @Nullable Boolean strict;

        private Builder(String name, String description) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "The name of a tool must be 1 to 64 letters, digits, '_' and '-', not \"" + name + "\"");
            }
            this.name = name;
            this.description = Objects.requireNonNull(description, "description");
        }

        /**
         * Sets the schema of the arguments. Not needed where they are bound to a type, which has a schema.
         *
         * @param value an object schema; {@code null} for none
         * @return this builder
         */
        public Builder input(@Nullable JsonSchema value) {
            this.input = value;
            return this;
        }

        /**
         * Sets the schema of what the tool gives back.
         *
         * @param value the schema, {@code null} to check nothing
         * @return this builder
         */
        public Builder output(@Nullable JsonSchema value) {
            this.output = value;
            return this;
        }

        /**
         * Sets who answers for the tool.
         *
         * @param value the owner, or {@code null}
         * @return this builder
         */
        public Builder owner(@Nullable String value) {
            this.owner = value;
            return this;
        }

        /**
         * Sets what a caller must be allowed to do.
         *
         * @param value the permission, or {@code null}
         * @return this builder
         */
        public Builder permission(@Nullable String value) {
            this.permission = value;
            return this;
        }

        /**
         * Sets how careful one has to be with it.
         *
         * @param value the sensitivity
         * @return this builder
         */
        public Builder sensitivity(Sensitivity value) {
            this.sensitivity = Objects.requireNonNull(value, "sensitivity");
            return this;
        }

        /**
         * Sets whether a call may be made again.
         *
         * @param value the behaviour
         * @return this builder
         */
        public Builder retry(ToolRetry value) {
            this.retry = Objects.requireNonNull(value, "retry");
            return this;
        }

        /**
         * Sets how long one attempt may take.
         *
         * @param value more than zero, at most a day
         * @return this builder
         */
        public Builder timeout(Duration value) {
            if (value.isZero() || value.isNegative() || value.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("timeout: must be more than 0 and at most a day");
            }
            this.timeout = value;
            return this;
        }

        /**
         * Sets whether the vendor shall make sure that arguments fit the schema.
         *
         * @param value the wish, or {@code null} to leave it to the provider
         * @return this builder
         */
        public Builder strict(@Nullable Boolean value) {
            this.strict = value;
            return this;
        }

        /**
         * Builds the definition.
         *
         * @return the definition
         */
        public ToolDefinition build() {
            return new ToolDefinition(this);
        }
    }
}
