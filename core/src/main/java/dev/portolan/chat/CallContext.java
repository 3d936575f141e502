package dev.portolan.chat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to one call and not to what is asked: until when, who may stop it, with whose credentials, for whom.
 *
 * <p>Immutable; decorators hand changed copies inward by {@link #toBuilder()}. It travels as a parameter, never in a
 * thread-local.
 */
public final class CallContext {

    /** Nothing set: the model's own settings apply. */
    public static final CallContext EMPTY = builder().build();

    private final @Nullable Deadline deadline;
    private final Timeouts timeouts;
    private final @Nullable Cancellation cancellation;
    private final @Nullable AttemptBudget attemptBudget;
    private final @Nullable Credentials credentials;
    private final @Nullable AdaptationPolicy adaptation;
    private final @Nullable String idempotencyKey;
    private final @Nullable String tenant;
    private final @Nullable String feature;
    private final @Nullable String taskKey;
    private final @Nullable String stickinessKey;
    private final Map<String, String> tags;
    private final Map<String, String> traceHeaders;
    private final @Nullable WireListener wireListener;

    private CallContext(Builder builder) {
        this.deadline = builder.deadline;
        this.timeouts = builder.timeouts;
        this.cancellation = builder.cancellation;
        this.attemptBudget = builder.attemptBudget;
        this.credentials = builder.credentials;
        this.adaptation = builder.adaptation;
        this.idempotencyKey = builder.idempotencyKey;
        this.tenant = builder.tenant;
        this.feature = builder.feature;
        this.taskKey = builder.taskKey;
        this.stickinessKey = builder.stickinessKey;
        this.tags = Map.copyOf(builder.tags);
        this.traceHeaders = Map.copyOf(builder.traceHeaders);
        this.wireListener = builder.wireListener;
    }

    /**
     * Starts with nothing set.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A context that gives up after a while from now.
     *
     * @param timeout how long the whole call may take, retries and fallbacks included
     * @return the context
     */
    public static CallContext withTimeout(Duration timeout) {
        return builder().timeout(timeout).build();
    }

    /**
     * A builder with this context's content.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.deadline = deadline;
        builder.timeouts = timeouts;
        builder.cancellation = cancellation;
        builder.attemptBudget = attemptBudget;
        builder.credentials = credentials;
        builder.adaptation = adaptation;
        builder.idempotencyKey = idempotencyKey;
        builder.tenant = tenant;
        builder.feature = feature;
        builder.taskKey = taskKey;
        builder.stickinessKey = stickinessKey;
        builder.tags = tags;
        builder.traceHeaders = traceHeaders;
        builder.wireListener = wireListener;
        return builder;
    }

    /**
     * When the whole call must be over, retries and fallbacks included.
     *
     * @return the deadline, or {@code null} when only the model's settings limit the call
     */
    public @Nullable Deadline deadline() {
        return deadline;
    }

    /**
     * Limits on the phases of each attempt.
     *
     * @return the limits, {@link Timeouts#UNSET} when none is set
     */
    public Timeouts timeouts() {
        return timeouts;
    }

    /**
     * The handle that stops this call.
     *
     * @return the handle, or {@code null} when nobody can stop it from elsewhere
     */
    public @Nullable Cancellation cancellation() {
        return cancellation;
    }

    /**
     * How many times the call may still be sent. Set by decorators, not by applications.
     *
     * @return the shared budget, or {@code null} outside of retries and fallbacks
     */
    public @Nullable AttemptBudget attemptBudget() {
        return attemptBudget;
    }

    /**
     * Secrets to use in place of the connection's.
     *
     * @return the secrets, or {@code null} to use the connection's
     */
    public @Nullable Credentials credentials() {
        return credentials;
    }

    /**
     * What happens to settings that the target cannot honour.
     *
     * @return the policy, or {@code null} for the model's own, which is {@link AdaptationPolicy#ADAPT} by default
     */
    public @Nullable AdaptationPolicy adaptation() {
        return adaptation;
    }

    /**
     * Lets the vendor recognise a repeated request, where it can. Made by the retry decorator when the application gives none.
     *
     * @return the key, or {@code null}
     */
    public @Nullable String idempotencyKey() {
        return idempotencyKey;
    }

    /**
     * The customer on whose behalf the call is made; budgets and routes may depend on it.
     *
     * @return the tenant, or {@code null}
     */
    public @Nullable String tenant() {
        return tenant;
    }

    /**
     * The part of the application that makes the call, such as {@code ticket-summary}.
     *
     * @return the feature, or {@code null}
     */
    public @Nullable String feature() {
        return feature;
    }

    /**
     * What kind of task this is; learning routers keep statistics by it.
     *
     * @return the key, or {@code null}
     */
    public @Nullable String taskKey() {
        return taskKey;
    }

    /**
     * Who shall stay on the same side of a gradual rollout: a user, a session, a conversation.
     *
     * @return the key, or {@code null}
     */
    public @Nullable String stickinessKey() {
        return stickinessKey;
    }

    /**
     * Further names and values for routing, budgets and reports. Not sent to the vendor unless a setting says so.
     *
     * @return unmodifiable, empty for none
     */
    public Map<String, String> tags() {
        return tags;
    }

    /**
     * Trace context to send as HTTP headers, such as {@code traceparent}.
     *
     * @return unmodifiable, empty for none
     */
    public Map<String, String> traceHeaders() {
        return traceHeaders;
    }

    /**
     * Who sees the bytes of the call.
     *
     * @return the listener, or {@code null} for nobody
     */
    public @Nullable WireListener wireListener() {
        return wireListener;
    }

    @Override
    public String toString() {
        return "CallContext[deadline=" + deadline + ", tenant=" + tenant + ", feature=" + feature + ", tags="
                + tags.keySet() + "]";
    }

    /** Collects what belongs to a call. Not thread-safe. */
    public static final class Builder {
        private @Nullable Deadline deadline;
        private Timeouts timeouts = Timeouts.UNSET;
        private @Nullable Cancellation cancellation;
        private @Nullable AttemptBudget attemptBudget;
        private @Nullable Credentials credentials;
        private @Nullable AdaptationPolicy adaptation;
        private @Nullable String idempotencyKey;
        private @Nullable String tenant;
        private @Nullable String feature;
        private @Nullable String taskKey;
        private @Nullable String stickinessKey;
        private Map<String, String> tags = Map.of();
        private Map<String, String> traceHeaders = Map.of();
        private @Nullable WireListener wireListener;

        private Builder() {}

        /**
         * Sets when the whole call must be over.
         *
         * @param value the deadline, or {@code null} for none
         * @return this builder
         */
        public Builder deadline(@Nullable Deadline value) {
            this.deadline = value;
            return this;
        }

        /**
         * Sets the deadline to a while from now. The clock starts here, not when the context is used.
         *
         * @param value how long the whole call may take; more than zero
         * @return this builder
         */
        public Builder timeout(Duration value) {
            return deadline(Deadline.in(value));
        }

        /**
         * Sets the limits on the phases of each attempt.
         *
         * @param value the limits
         * @return this builder
         */
        public Builder timeouts(Timeouts value) {
            this.timeouts = Objects.requireNonNull(value, "timeouts");
            return this;
        }

        /**
         * Sets the handle that stops the call.
         *
         * @param value the handle, or {@code null}
         * @return this builder
         */
        public Builder cancellation(@Nullable Cancellation value) {
            this.cancellation = value;
            return this;
        }

        /**
         * Sets how many times the call may still be sent. For decorators.
         *
         * @param value the shared budget, or {@code null}
         * @return this builder
         */
        public Builder attemptBudget(@Nullable AttemptBudget value) {
            this.attemptBudget = value;
            return this;
        }

        /**
         * Sets secrets to use in place of the connection's.
         *
         * @param value the secrets, or {@code null}
         * @return this builder
         */
        public Builder credentials(@Nullable Credentials value) {
            this.credentials = value;
            return this;
        }

        /**
         * Sets what happens to settings that the target cannot honour.
         *
         * @param value the policy, or {@code null} for the model's own
         * @return this builder
         */
        public Builder adaptation(@Nullable AdaptationPolicy value) {
            this.adaptation = value;
            return this;
        }

        /**
         * Sets the key by which the vendor recognises a repeated request.
         *
         * @param value the key, or {@code null}
         * @return this builder
         */
        public Builder idempotencyKey(@Nullable String value) {
            this.idempotencyKey = value;
            return this;
        }

        /**
         * Sets the customer on whose behalf the call is made.
         *
         * @param value the tenant, or {@code null}
         * @return this builder
         */
        public Builder tenant(@Nullable String value) {
            this.tenant = value;
            return this;
        }

        /**
         * Sets the part of the application that makes the call.
         *
         * @param value the feature, or {@code null}
         * @return this builder
         */
        public Builder feature(@Nullable String value) {
            this.feature = value;
            return this;
        }

        /**
         * Sets what kind of task this is.
         *
         * @param value the key, or {@code null}
         * @return this builder
         */
        public Builder taskKey(@Nullable String value) {
            this.taskKey = value;
            return this;
        }

        /**
         * Sets who shall stay on the same side of a gradual rollout.
         *
         * @param value the key, or {@code null}
         * @return this builder
         */
        public Builder stickinessKey(@Nullable String value) {
            this.stickinessKey = value;
            return this;
        }

        /**
         * Adds a name and value for routing, budgets and reports.
         *
         * @param name the name
         * @param value the value
         * @return this builder
         */
        public Builder tag(String name, String value) {
            this.tags = with(tags, name, value);
            return this;
        }

        /**
         * Adds a header of the trace context.
         *
         * @param name such as {@code traceparent}
         * @param value the header's value
         * @return this builder
         */
        public Builder traceHeader(String name, String value) {
            this.traceHeaders = with(traceHeaders, name, value);
            return this;
        }

        /**
         * Sets who sees the bytes of the call.
         *
         * @param value the listener, or {@code null} for nobody, the default
         * @return this builder
         */
        public Builder wireListener(@Nullable WireListener value) {
            this.wireListener = value;
            return this;
        }

        private static Map<String, String> with(Map<String, String> map, String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(map);
            more.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return more;
        }

        /**
         * Builds the context.
         *
         * @return the context
         */
        public CallContext build() {
            return new CallContext(this);
        }
    }
}
