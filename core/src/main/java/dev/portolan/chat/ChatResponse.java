package dev.portolan.chat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A model's whole answer, with how it came about.
 *
 * <p>An output that the vendor filtered or the model refused is a response, told by {@link #finishReason()}; a prompt that
 * the vendor blocked is an exception. Equality covers everything but the {@linkplain #timings() timings} and the
 * {@linkplain #attempts() attempt trail}, which differ from call to call.
 */
public final class ChatResponse {

    private final AssistantMessage message;
    private final FinishReason finishReason;
    private final Usage usage;
    private final String provider;
    private final String model;
    private final @Nullable String responseId;
    private final @Nullable String requestId;
    private final Timings timings;
    private final @Nullable RateLimits rateLimits;
    private final @Nullable OutputMode outputMode;
    private final List<PromptOrigin> prompts;
    private final List<Warning> warnings;
    private final List<Attempt> attempts;
    private final List<TokenLogprob> logprobs;
    private final Supplier<String> vendorMetadata;

    private ChatResponse(Builder builder) {
        this.message = Objects.requireNonNull(builder.message, "message");
        this.finishReason = builder.finishReason;
        this.usage = builder.usage;
        this.provider = Objects.requireNonNull(builder.provider, "provider");
        this.model = Objects.requireNonNull(builder.model, "model");
        this.responseId = builder.responseId;
        this.requestId = builder.requestId;
        this.timings = builder.timings;
        this.rateLimits = builder.rateLimits;
        this.outputMode = builder.outputMode;
        this.prompts = builder.prompts;
        this.warnings = builder.warnings;
        this.attempts = builder.attempts;
        this.logprobs = builder.logprobs;
        this.vendorMetadata = builder.vendorMetadata;
    }

    /**
     * Starts a response. Message, provider and model must be set; the rest has defaults: finish reason {@code OTHER}, usage
     * unknown, timings zero.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A builder with this response's content.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.message = message;
        builder.finishReason = finishReason;
        builder.usage = usage;
        builder.provider = provider;
        builder.model = model;
        builder.responseId = responseId;
        builder.requestId = requestId;
        builder.timings = timings;
        builder.rateLimits = rateLimits;
        builder.outputMode = outputMode;
        builder.prompts = prompts;
        builder.warnings = warnings;
        builder.attempts = attempts;
        builder.logprobs = logprobs;
        builder.vendorMetadata = vendorMetadata;
        return builder;
    }

    /**
     * All text of the answer, without reasoning and refusal.
     *
     * @return the text, possibly empty
     */
    public String text() {
        return message.text();
    }

    /**
     * The tool calls that the application has to answer.
     *
     * @return the calls in order, possibly none
     */
    public List<ToolCall> toolCalls() {
        return message.toolCalls();
    }

    /**
     * What the model said.
     *
     * @return the message; its parts may be empty when the vendor sent nothing
     */
    public AssistantMessage message() {
        return message;
    }

    /**
     * Why the model stopped.
     *
     * @return the reason
     */
    public FinishReason finishReason() {
        return finishReason;
    }

    /**
     * How many tokens the call took.
     *
     * @return the usage, {@link Usage#UNKNOWN} when the vendor told none
     */
    public Usage usage() {
        return usage;
    }

    /**
     * Who answered.
     *
     * @return the provider id
     */
    public String provider() {
        return provider;
    }

    /**
     * The model that really answered, as the vendor named it; may be more exact than the model asked for, and is the one asked for
     * where the vendor named none.
     *
     * @return the model's id
     */
    public String model() {
        return model;
    }

    /**
     * The vendor's id of this response.
     *
     * @return the id, or {@code null} when there is none
     */
    public @Nullable String responseId() {
        return responseId;
    }

    /**
     * The vendor's id of the HTTP request, for its support.
     *
     * @return the id, or {@code null} when there is none
     */
    public @Nullable String requestId() {
        return requestId;
    }

    /**
     * How long it took.
     *
     * @return the timings
     */
    public Timings timings() {
        return timings;
    }

    /**
     * What the vendor said about its rate limits.
     *
     * @return the limits, or {@code null} when it said nothing
     */
    public @Nullable RateLimits rateLimits() {
        return rateLimits;
    }

    /**
     * How the schema of the answer was asked for.
     *
     * @return the mode, or {@code null} when none was asked for
     */
    public @Nullable OutputMode outputMode() {
        return outputMode;
    }

    /**
     * The prompts that were sent: which variant of each the answering model was given, with the hash of its text.
     *
     * @return unmodifiable, without alternatives; empty when no named prompt was used
     */
    public List<PromptOrigin> prompts() {
        return prompts;
    }

    /**
     * What was not done quite as asked.
     *
     * @return unmodifiable, empty for nothing
     */
    public List<Warning> warnings() {
        return warnings;
    }

    /**
     * The attempt trail: every sending of the request, the last one gave this answer.
     *
     * @return unmodifiable, in order; empty when nobody kept a trail
     */
    public List<Attempt> attempts() {
        return attempts;
    }

    /**
     * The log-probabilities of the answer's tokens.
     *
     * @return unmodifiable, empty when none were asked for or sent
     */
    public List<TokenLogprob> logprobs() {
        return logprobs;
    }

    /**
     * What else the vendor sent, such as filter results, service tier and fingerprints, by the vendor's own names. Made when
     * first asked for.
     *
     * @return a JSON object as text, {@code {}} when there is nothing
     */
    public String vendorMetadata() {
        return vendorMetadata.get();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChatResponse that
                && Objects.equals(message, that.message)
                && Objects.equals(finishReason, that.finishReason)
                && Objects.equals(usage, that.usage)
                && Objects.equals(provider, that.provider)
                && Objects.equals(model, that.model)
                && Objects.equals(responseId, that.responseId)
                && Objects.equals(requestId, that.requestId)
                && Objects.equals(rateLimits, that.rateLimits)
                && Objects.equals(outputMode, that.outputMode)
                && Objects.equals(prompts, that.prompts)
                && Objects.equals(warnings, that.warnings)
                && Objects.equals(logprobs, that.logprobs)
                && vendorMetadata().equals(that.vendorMetadata());
    }

    @Override
    public int hashCode() {
        return Objects.hash(message, finishReason, usage, provider, model, responseId);
    }

    @Override
    public String toString() {
        return "ChatResponse[" + provider + "/" + model + ", " + finishReason.kind() + ", " + message + ", " + usage
                + "]";
    }

    /** Collects an answer. Not thread-safe. */
    public static final class Builder {
        private @Nullable AssistantMessage message;
        private FinishReason finishReason = FinishReason.of(FinishReason.Kind.OTHER);
        private Usage usage = Usage.UNKNOWN;
        private @Nullable String provider;
        private @Nullable String model;
        private @Nullable String responseId;
        private @Nullable String requestId;
        private Timings timings = new Timings(Duration.ZERO, null);
        private @Nullable RateLimits rateLimits;
        private @Nullable OutputMode outputMode;
        private List<PromptOrigin> prompts = List.of();
        private List<Warning> warnings = List.of();
        private List<Attempt> attempts = List.of();
        private List<TokenLogprob> logprobs = List.of();
        private Supplier<String> vendorMetadata = () -> "{}";

        private Builder() {}

        /**
         * Sets: what the model said.
         *
         * @param value the message; its parts may be empty when the vendor sent nothing
         * @return this builder
         */
        public Builder message(AssistantMessage value) {
            this.message = Objects.requireNonNull(value, "message");
            return this;
        }

        /**
         * Sets: why the model stopped.
         *
         * @param value the reason
         * @return this builder
         */
        public Builder finishReason(FinishReason value) {
            this.finishReason = Objects.requireNonNull(value, "finishReason");
            return this;
        }

        /**
         * Sets: how many tokens the call took.
         *
         * @param value the usage, {@link Usage#UNKNOWN} when the vendor told none
         * @return this builder
         */
        public Builder usage(Usage value) {
            this.usage = Objects.requireNonNull(value, "usage");
            return this;
        }

        /**
         * Sets: who answered.
         *
         * @param value the provider id
         * @return this builder
         */
        public Builder provider(String value) {
            this.provider = Objects.requireNonNull(value, "provider");
            return this;
        }

        /**
         * Sets: the model that really answered, as the vendor named it; may be more exact than the model asked for.
         *
         * @param value the model's id
         * @return this builder
         */
        public Builder model(String value) {
            this.model = Objects.requireNonNull(value, "model");
            return this;
        }

        /**
         * Sets: the vendor's id of this response.
         *
         * @param value the id, or {@code null} when there is none
         * @return this builder
         */
        public Builder responseId(@Nullable String value) {
            this.responseId = value;
            return this;
        }

        /**
         * Sets: the vendor's id of the HTTP request, for its support.
         *
         * @param value the id, or {@code null} when there is none
         * @return this builder
         */
        public Builder requestId(@Nullable String value) {
            this.requestId = value;
            return this;
        }

        /**
         * Sets: how long it took.
         *
         * @param value the timings
         * @return this builder
         */
        public Builder timings(Timings value) {
            this.timings = Objects.requireNonNull(value, "timings");
            return this;
        }

        /**
         * Sets: what the vendor said about its rate limits.
         *
         * @param value the limits, or {@code null} when it said nothing
         * @return this builder
         */
        public Builder rateLimits(@Nullable RateLimits value) {
            this.rateLimits = value;
            return this;
        }

        /**
         * Sets: how the schema of the answer was asked for.
         *
         * @param value the mode, or {@code null} when none was asked for
         * @return this builder
         */
        public Builder outputMode(@Nullable OutputMode value) {
            this.outputMode = value;
            return this;
        }

        /**
         * Sets: the prompts that were sent.
         *
         * @param value the list; copied, without alternatives
         * @return this builder
         */
        public Builder prompts(List<PromptOrigin> value) {
            this.prompts = value.stream().map(PromptOrigin::settled).toList();
            return this;
        }

        /**
         * Sets: what was not done quite as asked.
         *
         * @param value the list; copied
         * @return this builder
         */
        public Builder warnings(List<Warning> value) {
            this.warnings = List.copyOf(value);
            return this;
        }

        /**
         * Sets: the attempt trail: every sending of the request, the last one gave this answer.
         *
         * @param value the list; copied
         * @return this builder
         */
        public Builder attempts(List<Attempt> value) {
            this.attempts = List.copyOf(value);
            return this;
        }

        /**
         * Sets: the log-probabilities of the answer's tokens.
         *
         * @param value the list; copied
         * @return this builder
         */
        public Builder logprobs(List<TokenLogprob> value) {
            this.logprobs = List.copyOf(value);
            return this;
        }

        /**
         * Sets what else the vendor sent.
         *
         * @param value makes a JSON object as text; may be asked more than once and from any thread
         * @return this builder
         */
        public Builder vendorMetadata(Supplier<String> value) {
            this.vendorMetadata = Objects.requireNonNull(value, "vendorMetadata");
            return this;
        }

        /**
         * Builds the response.
         *
         * @return the response
         * @throws NullPointerException when message, provider or model is not set
         */
        public ChatResponse build() {
            return new ChatResponse(this);
        }
    }
}
