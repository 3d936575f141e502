package dev.portolan.error;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.ChatResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Everything that is known of a failed call. Immutable. */
public final class ErrorDetails {

    private final String summary;
    private final @Nullable String remedy;
    private final @Nullable String provider;
    private final @Nullable String model;
    private final @Nullable Integer status;
    private final @Nullable String vendorCode;
    private final @Nullable String requestId;
    private final @Nullable Duration retryAfter;
    private final @Nullable Boolean retryable;
    private final @Nullable TimeoutPhase timeoutPhase;
    private final boolean outputBegun;
    private final @Nullable ChatResponse partialResponse;
    private final @Nullable String vendorMessage;
    private final @Nullable String vendorMetadata;
    private final List<Attempt> attempts;

    private ErrorDetails(Builder builder) {
        this.summary = builder.summary;
        this.remedy = builder.remedy;
        this.provider = builder.provider;
        this.model = builder.model;
        this.status = builder.status;
        this.vendorCode = builder.vendorCode;
        this.requestId = builder.requestId;
        this.retryAfter = builder.retryAfter;
        this.retryable = builder.retryable;
        this.timeoutPhase = builder.timeoutPhase;
        this.outputBegun = builder.outputBegun;
        this.partialResponse = builder.partialResponse;
        this.vendorMessage = builder.vendorMessage;
        this.vendorMetadata = builder.vendorMetadata;
        this.attempts = builder.attempts;
    }

    /**
     * Starts with one sentence.
     *
     * @param summary what happened, without key, prompt or answer
     * @return a builder
     */
    public static Builder builder(String summary) {
        return new Builder(summary);
    }

    /**
     * A builder with these details.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder(summary);
        builder.remedy = remedy;
        builder.provider = provider;
        builder.model = model;
        builder.status = status;
        builder.vendorCode = vendorCode;
        builder.requestId = requestId;
        builder.retryAfter = retryAfter;
        builder.retryable = retryable;
        builder.timeoutPhase = timeoutPhase;
        builder.outputBegun = outputBegun;
        builder.partialResponse = partialResponse;
        builder.vendorMessage = vendorMessage;
        builder.vendorMetadata = vendorMetadata;
        builder.attempts = attempts;
        return builder;
    }

    String describe() {
        StringBuilder text = new StringBuilder();
        if (provider != null) {
            text.append(provider).append(model != null ? "/" + model : "").append(": ");
        }
        text.append(summary);
        if (status != null) {
            text.append(" (HTTP ")
                    .append(status)
                    .append(vendorCode != null ? ", " + vendorCode : "")
                    .append(')');
        } else if (vendorCode != null) {
            text.append(" (").append(vendorCode).append(')');
        }
        if (remedy != null) {
            text.append(". ").append(remedy);
        }
        if (requestId != null) {
            text.append(" [request ").append(requestId).append(']');
        }
        return text.toString();
    }

    /**
     * What happened, in one sentence without full stop.
     *
     * @return the sentence
     */
    public String summary() {
        return summary;
    }

    /**
     * What to do about it, in one sentence.
     *
     * @return the sentence, or {@code null}
     */
    public @Nullable String remedy() {
        return remedy;
    }

    /**
     * The provider that was called.
     *
     * @return its id, or {@code null} when none was chosen yet
     */
    public @Nullable String provider() {
        return provider;
    }

    /**
     * The model that was called.
     *
     * @return its id, or {@code null} when none was chosen yet
     */
    public @Nullable String model() {
        return model;
    }

    /**
     * The HTTP status, or what corresponds to it.
     *
     * @return the status, or {@code null} when no answer came
     */
    public @Nullable Integer status() {
        return status;
    }

    /**
     * The vendor's own code for the failure.
     *
     * @return the code, or {@code null}
     */
    public @Nullable String vendorCode() {
        return vendorCode;
    }

    /**
     * The vendor's id of the HTTP request.
     *
     * @return the id, or {@code null}
     */
    public @Nullable String requestId() {
        return requestId;
    }

    /**
     * How long the vendor asked to wait.
     *
     * @return the time, or {@code null} when it did not say
     */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /**
     * Whether sending the same again can help, where that differs from the kind's usual answer.
     *
     * @return {@code null} for the kind's answer
     */
    public @Nullable Boolean retryable() {
        return retryable;
    }

    /**
     * Which phase took too long.
     *
     * @return the phase, or {@code null} when it was no timeout
     */
    public @Nullable TimeoutPhase timeoutPhase() {
        return timeoutPhase;
    }

    /**
     * Whether some output had reached the application.
     *
     * @return true when a retry would repeat visible output
     */
    public boolean outputBegun() {
        return outputBegun;
    }

    /**
     * What of a stream's answer had come.
     *
     * @return the partial answer, or {@code null}
     */
    public @Nullable ChatResponse partialResponse() {
        return partialResponse;
    }

    /**
     * The vendor's own words. They may quote the prompt or parts of a key, so they stand in no message and no log by
     * themselves.
     *
     * @return the words, or {@code null}
     */
    public @Nullable String vendorMessage() {
        return vendorMessage;
    }

    /**
     * What else the vendor told, such as filter results.
     *
     * @return a JSON object as text without prompt or answer, or {@code null}
     */
    public @Nullable String vendorMetadata() {
        return vendorMetadata;
    }

    /**
     * The attempt trail.
     *
     * @return unmodifiable, in order; empty when nobody kept a trail
     */
    public List<Attempt> attempts() {
        return attempts;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ErrorDetails that
                && outputBegun == that.outputBegun
                && summary.equals(that.summary)
                && Objects.equals(remedy, that.remedy)
                && Objects.equals(provider, that.provider)
                && Objects.equals(model, that.model)
                && Objects.equals(status, that.status)
                && Objects.equals(vendorCode, that.vendorCode)
                && Objects.equals(requestId, that.requestId)
                && Objects.equals(retryAfter, that.retryAfter)
                && Objects.equals(retryable, that.retryable)
                && timeoutPhase == that.timeoutPhase
                && Objects.equals(partialResponse, that.partialResponse)
                && Objects.equals(vendorMessage, that.vendorMessage)
                && Objects.equals(vendorMetadata, that.vendorMetadata)
                && attempts.equals(that.attempts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(summary, provider, model, status, vendorCode, requestId, retryAfter, timeoutPhase);
    }

    @Override
    public String toString() {
        return "ErrorDetails[" + describe() + "]";
    }

    /** Collects what is known of a failure. Not thread-safe. */
    public static final class Builder {
        private final String summary;
        private @Nullable String remedy;
        private @Nullable String provider;
        private @Nullable String model;
        private @Nullable Integer status;
        private @Nullable String vendorCode;
        private @Nullable String requestId;
        private @Nullable Duration retryAfter;
        private @Nullable Boolean retryable;
        private @Nullable TimeoutPhase timeoutPhase;
        private boolean outputBegun;
        private @Nullable ChatResponse partialResponse;
        private @Nullable String vendorMessage;
        private @Nullable String vendorMetadata;
        private List<Attempt> attempts = List.of();

        private Builder(String summary) {
            this.summary = Objects.requireNonNull(summary, "summary");
        }

        /**
         * Sets what to do about it.
         *
         * @param value one sentence, or {@code null}
         * @return this builder
         */
        public Builder remedy(@Nullable String value) {
            this.remedy = value;
            return this;
        }

        /**
         * Sets: the provider that was called.
         *
         * @param value its id, or {@code null} when none was chosen yet
         * @return this builder
         */
        public Builder provider(@Nullable String value) {
            this.provider = value;
            return this;
        }

        /**
         * Sets: the model that was called.
         *
         * @param value its id, or {@code null} when none was chosen yet
         * @return this builder
         */
        public Builder model(@Nullable String value) {
            this.model = value;
            return this;
        }

        /**
         * Sets: the HTTP status, or what corresponds to it.
         *
         * @param value the status, or {@code null} when no answer came
         * @return this builder
         */
        public Builder status(@Nullable Integer value) {
            this.status = value;
            return this;
        }

        /**
         * Sets: the vendor's own code for the failure.
         *
         * @param value the code, or {@code null}
         * @return this builder
         */
        public Builder vendorCode(@Nullable String value) {
            this.vendorCode = value;
            return this;
        }

        /**
         * Sets: the vendor's id of the HTTP request.
         *
         * @param value the id, or {@code null}
         * @return this builder
         */
        public Builder requestId(@Nullable String value) {
            this.requestId = value;
            return this;
        }

        /**
         * Sets: how long the vendor asked to wait.
         *
         * @param value the time, or {@code null} when it did not say
         * @return this builder
         */
        public Builder retryAfter(@Nullable Duration value) {
            this.retryAfter = value;
            return this;
        }

        /**
         * Sets: whether sending the same again can help, where that differs from the kind's usual answer.
         *
         * @param value {@code null} for the kind's answer
         * @return this builder
         */
        public Builder retryable(@Nullable Boolean value) {
            this.retryable = value;
            return this;
        }

        /**
         * Sets: which phase took too long.
         *
         * @param value the phase, or {@code null} when it was no timeout
         * @return this builder
         */
        public Builder timeoutPhase(@Nullable TimeoutPhase value) {
            this.timeoutPhase = value;
            return this;
        }

        /**
         * Sets: whether some output had reached the application.
         *
         * @param value true when a retry would repeat visible output
         * @return this builder
         */
        public Builder outputBegun(boolean value) {
            this.outputBegun = value;
            return this;
        }

        /**
         * Sets: what of a stream's answer had come.
         *
         * @param value the partial answer, or {@code null}
         * @return this builder
         */
        public Builder partialResponse(@Nullable ChatResponse value) {
            this.partialResponse = value;
            return this;
        }

        /**
         * Sets: the vendor's own words.
         *
         * @param value the words, or {@code null}
         * @return this builder
         */
        public Builder vendorMessage(@Nullable String value) {
            this.vendorMessage = value;
            return this;
        }

        /**
         * Sets: what else the vendor told, such as filter results.
         *
         * @param value a JSON object as text without prompt or answer, or {@code null}
         * @return this builder
         */
        public Builder vendorMetadata(@Nullable String value) {
            this.vendorMetadata = value;
            return this;
        }

        /**
         * Sets the attempt trail.
         *
         * @param value the trail; copied
         * @return this builder
         */
        public Builder attempts(List<Attempt> value) {
            this.attempts = List.copyOf(value);
            return this;
        }

        /**
         * Builds the details.
         *
         * @return the details
         */
        public ErrorDetails build() {
            return new ErrorDetails(this);
        }

        /**
         * Builds the exception of a kind with these details.
         *
         * @param kind what kind of failure
         * @return the exception, not yet thrown
         */
        public LlmException toException(ErrorKind kind) {
            return LlmException.of(kind, build(), null);
        }

        /**
         * Builds the exception of a kind with these details.
         *
         * @param kind what kind of failure
         * @param cause what led to it, or {@code null}
         * @return the exception, not yet thrown
         */
        public LlmException toException(ErrorKind kind, @Nullable Throwable cause) {
            return LlmException.of(kind, build(), cause);
        }
    }
}
