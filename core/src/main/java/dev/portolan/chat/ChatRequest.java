package dev.portolan.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a model, and only that: the same request gets the same recording, whoever sends it. What belongs to the
 * call (deadline, credentials, tenant) is in {@link CallContext}.
 *
 * <pre>{@code
 * ChatRequest request = ChatRequest.builder()
 *         .system("Answer in one sentence.")
 *         .user("What is a portolan?")
 *         .temperature(0.2)
 *         .build();
 * }</pre>
 *
 * <p>A setting that is {@code null} is not sent; the settings of the named model, then the vendor's defaults apply.
 */
public final class ChatRequest {

    private final List<Message> messages;
    private final @Nullable Double temperature;
    private final @Nullable Double topP;
    private final @Nullable Integer topK;
    private final @Nullable Integer maxOutputTokens;
    private final @Nullable Long seed;
    private final @Nullable Double frequencyPenalty;
    private final @Nullable Double presencePenalty;
    private final @Nullable Integer logprobs;
    private final @Nullable ReasoningEffort reasoningEffort;
    private final List<String> stop;
    private final List<Tool> tools;
    private final @Nullable ToolChoice toolChoice;
    private final @Nullable Boolean parallelToolCalls;
    private final @Nullable OutputFormat outputFormat;
    private final Map<String, String> vendorOptions;

    private ChatRequest(Builder builder) {
        this.messages = List.copyOf(builder.messages);
        this.temperature = builder.temperature;
        this.topP = builder.topP;
        this.topK = builder.topK;
        this.maxOutputTokens = builder.maxOutputTokens;
        this.seed = builder.seed;
        this.frequencyPenalty = builder.frequencyPenalty;
        this.presencePenalty = builder.presencePenalty;
        this.logprobs = builder.logprobs;
        this.reasoningEffort = builder.reasoningEffort;
        this.stop = List.copyOf(builder.stop);
        this.tools = List.copyOf(builder.tools);
        this.toolChoice = builder.toolChoice;
        this.parallelToolCalls = builder.parallelToolCalls;
        this.outputFormat = builder.outputFormat;
        this.vendorOptions = Map.copyOf(builder.vendorOptions);
        RequestCheck.requireValid(this);
    }

    /**
     * A request of one user message.
     *
     * @param text what the user says
     * @return the request
     */
    public static ChatRequest of(String text) {
        return builder().user(text).build();
    }

    /**
     * Starts an empty request.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A builder with this request's content.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.messages = messages;
        builder.temperature = temperature;
        builder.topP = topP;
        builder.topK = topK;
        builder.maxOutputTokens = maxOutputTokens;
        builder.seed = seed;
        builder.frequencyPenalty = frequencyPenalty;
        builder.presencePenalty = presencePenalty;
        builder.logprobs = logprobs;
        builder.reasoningEffort = reasoningEffort;
        builder.stop = stop;
        builder.tools = tools;
        builder.toolChoice = toolChoice;
        builder.parallelToolCalls = parallelToolCalls;
        builder.outputFormat = outputFormat;
        builder.vendorOptions = vendorOptions;
        return builder;
    }

    /**
     * The conversation so far, oldest first.
     *
     * @return at least one message, unmodifiable
     */
    public List<Message> messages() {
        return messages;
    }

    /**
     * How much chance there is in the choice of tokens.
     *
     * @return zero or more, usually at most 2; {@code null} for the model's default
     */
    public @Nullable Double temperature() {
        return temperature;
    }

    /**
     * The share of probability from which tokens are chosen (nucleus sampling).
     *
     * @return more than 0, at most 1; {@code null} for the model's default
     */
    public @Nullable Double topP() {
        return topP;
    }

    /**
     * From how many of the likeliest tokens one is chosen.
     *
     * @return at least 1; {@code null} for the model's default
     */
    public @Nullable Integer topK() {
        return topK;
    }

    /**
     * The most tokens the answer may have, reasoning included.
     *
     * @return at least 1; {@code null} for the model's default
     */
    public @Nullable Integer maxOutputTokens() {
        return maxOutputTokens;
    }

    /**
     * Makes sampling repeatable as far as the vendor can.
     *
     * @return any number; {@code null} for none
     */
    public @Nullable Long seed() {
        return seed;
    }

    /**
     * Makes tokens less likely the more often they occurred.
     *
     * @return usually -2 to 2; {@code null} for none
     */
    public @Nullable Double frequencyPenalty() {
        return frequencyPenalty;
    }

    /**
     * Makes tokens less likely once they occurred.
     *
     * @return usually -2 to 2; {@code null} for none
     */
    public @Nullable Double presencePenalty() {
        return presencePenalty;
    }

    /**
     * Asks for the log-probabilities of the answer's tokens, with this many alternatives each.
     *
     * @return zero or more; {@code null} for no log-probabilities
     */
    public @Nullable Integer logprobs() {
        return logprobs;
    }

    /**
     * How much a reasoning model shall think.
     *
     * @return the effort; {@code null} for the model's default
     */
    public @Nullable ReasoningEffort reasoningEffort() {
        return reasoningEffort;
    }

    /**
     * Texts at which the answer ends; they are not part of it.
     *
     * @return unmodifiable, empty for none
     */
    public List<String> stop() {
        return stop;
    }

    /**
     * The tools the model may call.
     *
     * @return unmodifiable, names are unique, empty for none
     */
    public List<Tool> tools() {
        return tools;
    }

    /**
     * Whether the model may, must or must not call a tool.
     *
     * @return the choice; {@code null} for the vendor's default, which is {@link ToolChoice#AUTO}
     */
    public @Nullable ToolChoice toolChoice() {
        return toolChoice;
    }

    /**
     * Whether one answer may hold several tool calls.
     *
     * @return {@code null} for the vendor's default, which is yes
     */
    public @Nullable Boolean parallelToolCalls() {
        return parallelToolCalls;
    }

    /**
     * The form the answer's text must have.
     *
     * @return the format; {@code null} for free text
     */
    public @Nullable OutputFormat outputFormat() {
        return outputFormat;
    }

    /**
     * Vendor-specific options: provider id to a JSON object as text, merged into the wire request as it is. Objects merge key
     * by key; a {@code tools} array is appended to the request's tools, every other value replaces what is there. Options of
     * other providers are ignored.
     *
     * @return unmodifiable, empty for none
     */
    public Map<String, String> vendorOptions() {
        return vendorOptions;
    }

    /**
     * The prompts that texts of this request were made of. What a model was sent is in {@link ChatResponse#prompts()}.
     *
     * @return unmodifiable, each once, in the order of the texts; empty when no named prompt is used
     */
    public List<PromptOrigin> prompts() {
        return PromptChoice.origins(this);
    }

    /**
     * The request as a model is sent it: of each text that was made of a prompt, the {@linkplain PromptOrigin#alternativeFor
     * alternative} that is meant for it. Every provider does this, so an application needs not.
     *
     * @param info the model that answers; not a router, whose targets choose for themselves
     * @return the request, with nothing left to choose; the very same when there was nothing
     */
    public ChatRequest forModel(ModelInfo info) {
        return PromptChoice.settle(this, info);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChatRequest that
                && messages.equals(that.messages)
                && Objects.equals(temperature, that.temperature)
                && Objects.equals(topP, that.topP)
                && Objects.equals(topK, that.topK)
                && Objects.equals(maxOutputTokens, that.maxOutputTokens)
                && Objects.equals(seed, that.seed)
                && Objects.equals(frequencyPenalty, that.frequencyPenalty)
                && Objects.equals(presencePenalty, that.presencePenalty)
                && Objects.equals(logprobs, that.logprobs)
                && Objects.equals(reasoningEffort, that.reasoningEffort)
                && stop.equals(that.stop)
                && tools.equals(that.tools)
                && Objects.equals(toolChoice, that.toolChoice)
                && Objects.equals(parallelToolCalls, that.parallelToolCalls)
                && Objects.equals(outputFormat, that.outputFormat)
                && vendorOptions.equals(that.vendorOptions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                messages,
                temperature,
                topP,
                topK,
                maxOutputTokens,
                seed,
                frequencyPenalty,
                presencePenalty,
                logprobs,
                reasoningEffort,
                stop,
                tools,
                toolChoice,
                parallelToolCalls,
                outputFormat,
                vendorOptions);
    }

    @Override
    public String toString() {
        return "ChatRequest[" + messages.size() + " messages, " + tools.size() + " tools]";
    }

    /** Collects what is asked. Not thread-safe. */
    public static final class Builder {
        /** What was given whole is shared until something is added to it. */
        private List<Message> messages = List.of();

        private @Nullable Double temperature;
        private @Nullable Double topP;
        private @Nullable Integer topK;
        private @Nullable Integer maxOutputTokens;
        private @Nullable Long seed;
        private @Nullable Double frequencyPenalty;
        private @Nullable Double presencePenalty;
        private @Nullable Integer logprobs;
        private @Nullable ReasoningEffort reasoningEffort;
        private List<String> stop = List.of();
        private List<Tool> tools = List.of();
        private @Nullable ToolChoice toolChoice;
        private @Nullable Boolean parallelToolCalls;
        private @Nullable OutputFormat outputFormat;
        private Map<String, String> vendorOptions = Map.of();

        private Builder() {}

        /**
         * Adds an instruction of the application.
         *
         * @param text the instruction
         * @return this builder
         */
        public Builder system(String text) {
            return add(Message.system(text));
        }

        /**
         * Adds what the user says.
         *
         * @param text the words
         * @return this builder
         */
        public Builder user(String text) {
            return add(Message.user(text));
        }

        /**
         * Adds a message.
         *
         * @param message the next message
         * @return this builder
         * @throws IllegalArgumentException when it is {@code null}
         */
        public Builder add(Message message) {
            if (message == null) {
                throw new IllegalArgumentException("messages[" + messages.size() + "]: must not be null");
            }
            if (!(messages instanceof ArrayList)) {
                messages = new ArrayList<>(messages);
            }
            messages.add(message);
            return this;
        }

        /**
         * Replaces all messages.
         *
         * @param value the conversation, oldest first
         * @return this builder
         * @throws IllegalArgumentException when the list or a message in it is {@code null}
         */
        public Builder messages(List<? extends Message> value) {
            this.messages = RequestCheck.copy("messages", value);
            return this;
        }

        /**
         * How much chance there is in the choice of tokens.
         *
         * @param value zero or more, usually at most 2; {@code null} for the model's default
         * @return this builder
         */
        public Builder temperature(@Nullable Double value) {
            this.temperature = value;
            return this;
        }

        /**
         * The share of probability from which tokens are chosen (nucleus sampling).
         *
         * @param value more than 0, at most 1; {@code null} for the model's default
         * @return this builder
         */
        public Builder topP(@Nullable Double value) {
            this.topP = value;
            return this;
        }

        /**
         * From how many of the likeliest tokens one is chosen.
         *
         * @param value at least 1; {@code null} for the model's default
         * @return this builder
         */
        public Builder topK(@Nullable Integer value) {
            this.topK = value;
            return this;
        }

        /**
         * The most tokens the answer may have, reasoning included.
         *
         * @param value at least 1; {@code null} for the model's default
         * @return this builder
         */
        public Builder maxOutputTokens(@Nullable Integer value) {
            this.maxOutputTokens = value;
            return this;
        }

        /**
         * Makes sampling repeatable as far as the vendor can.
         *
         * @param value any number; {@code null} for none
         * @return this builder
         */
        public Builder seed(@Nullable Long value) {
            this.seed = value;
            return this;
        }

        /**
         * Makes tokens less likely the more often they occurred.
         *
         * @param value usually -2 to 2; {@code null} for none
         * @return this builder
         */
        public Builder frequencyPenalty(@Nullable Double value) {
            this.frequencyPenalty = value;
            return this;
        }

        /**
         * Makes tokens less likely once they occurred.
         *
         * @param value usually -2 to 2; {@code null} for none
         * @return this builder
         */
        public Builder presencePenalty(@Nullable Double value) {
            this.presencePenalty = value;
            return this;
        }

        /**
         * Asks for the log-probabilities of the answer's tokens, with this many alternatives each.
         *
         * @param value zero or more; {@code null} for no log-probabilities
         * @return this builder
         */
        public Builder logprobs(@Nullable Integer value) {
            this.logprobs = value;
            return this;
        }

        /**
         * How much a reasoning model shall think.
         *
         * @param value the effort; {@code null} for the model's default
         * @return this builder
         */
        public Builder reasoningEffort(@Nullable ReasoningEffort value) {
            this.reasoningEffort = value;
            return this;
        }

        /**
         * Replaces the texts at which the answer ends.
         *
         * @param value the texts, none empty
         * @return this builder
         * @throws IllegalArgumentException when the list or a text in it is {@code null}
         */
        public Builder stop(List<String> value) {
            this.stop = RequestCheck.copy("stop", value);
            return this;
        }

        /**
         * Replaces the tools the model may call.
         *
         * @param value the tools, each with a name of its own
         * @return this builder
         * @throws IllegalArgumentException when the list or a tool in it is {@code null}
         */
        public Builder tools(List<Tool> value) {
            this.tools = RequestCheck.copy("tools", value);
            return this;
        }

        /**
         * Whether the model may, must or must not call a tool.
         *
         * @param value the choice; {@code null} for the vendor's default
         * @return this builder
         */
        public Builder toolChoice(@Nullable ToolChoice value) {
            this.toolChoice = value;
            return this;
        }

        /**
         * Whether one answer may hold several tool calls.
         *
         * @param value {@code null} for the vendor's default
         * @return this builder
         */
        public Builder parallelToolCalls(@Nullable Boolean value) {
            this.parallelToolCalls = value;
            return this;
        }

        /**
         * The form the answer's text must have.
         *
         * @param value the format; {@code null} for free text
         * @return this builder
         */
        public Builder outputFormat(@Nullable OutputFormat value) {
            this.outputFormat = value;
            return this;
        }

        /**
         * Adds vendor-specific options, in place of earlier ones for the same provider.
         *
         * @param provider the provider id they are for
         * @param json a JSON object as text
         * @return this builder
         */
        public Builder vendorOptions(String provider, String json) {
            Map<String, String> more = new LinkedHashMap<>(vendorOptions);
            more.put(Objects.requireNonNull(provider, "provider"), Objects.requireNonNull(json, "json"));
            this.vendorOptions = more;
            return this;
        }

        /**
         * Builds the request.
         *
         * @return the request
         * @throws IllegalArgumentException when there is no message, a tool's name occurs twice, the tool choice names no
         *     tool of the request, a number is out of range, or vendor options are no JSON object; the message names the field
         */
        public ChatRequest build() {
            return new ChatRequest(this);
        }
    }
}
