package dev.portolan.evidence.recording;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.PromptOrigin;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.recording.internal.RequestKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call: what was asked, for whom, and how it ended. Exactly one of four: a response; a failure; a stream's events that end
 * with its response; a stream's events that end with a failure, or with nothing because its reader left early. Immutable.
 */
public final class Recording {

    private final Instant startedAt;
    private final Duration took;
    private final @Nullable String name;
    private final CallContext context;
    private final ChatRequest request;
    private final boolean streamed;
    private final List<TimedEvent> events;
    private final @Nullable ChatResponse response;
    private final @Nullable LlmException error;

    private Recording(Builder builder) {
        this.startedAt = builder.startedAt;
        this.took = builder.took;
        this.name = builder.name;
        this.context = builder.context;
        this.request = builder.request;
        this.streamed = builder.streamed;
        this.events = builder.events;
        this.response = builder.response;
        this.error = builder.error;
    }

    /**
     * Starts the recording of a call.
     *
     * @param request what was asked
     * @return a builder
     */
    public static Builder builder(ChatRequest request) {
        return new Builder(request);
    }

    /**
     * A builder with this recording's content.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder =
                new Builder(request).startedAt(startedAt).took(took).name(name).context(context);
        builder.streamed = streamed;
        builder.events = events;
        builder.response = response;
        builder.error = error;
        return builder;
    }

    /**
     * When the call was made.
     *
     * @return the moment
     */
    public Instant startedAt() {
        return startedAt;
    }

    /**
     * How long it took, until the answer was complete or the call failed.
     *
     * @return the time
     */
    public Duration took() {
        return took;
    }

    /**
     * The name in the configuration that the model stood behind.
     *
     * @return the name, or {@code null} when it had none
     */
    public @Nullable String name() {
        return name;
    }

    /**
     * For whom the call was made: tenant, feature, task key, stickiness key and tags. Nothing else of the context is kept.
     *
     * @return the context, {@link CallContext#EMPTY} when nothing was set
     */
    public CallContext context() {
        return context;
    }

    /**
     * What was asked.
     *
     * @return the request
     */
    public ChatRequest request() {
        return request;
    }

    /**
     * A short hash of what was asked: the first 16 hexadecimal digits of a SHA-256 over all that makes requests the same. Equal for
     * equal requests; of what was read back, it is the hash of the redacted request, as the line in the file tells it.
     *
     * @return the hash
     */
    public String requestHash() {
        return RequestKey.of(request).hash().substring(0, 16);
    }

    /**
     * The prompts that were sent, by name, version, variant and hash: as the answer tells them, and where there is none, as the
     * request does.
     *
     * @return unmodifiable; empty when no named prompt was used
     */
    public List<PromptOrigin> prompts() {
        return response != null && !response.prompts().isEmpty()
                ? response.prompts()
                : request.prompts().stream().map(PromptOrigin::settled).toList();
    }

    /**
     * Whether the answer was asked for piece by piece.
     *
     * @return true for a stream
     */
    public boolean streamed() {
        return streamed;
    }

    /**
     * What came of a stream, in order.
     *
     * @return unmodifiable; empty when the call was no stream or failed before any event
     */
    public List<TimedEvent> events() {
        return events;
    }

    /**
     * The whole answer; of a stream, that of its last event.
     *
     * @return the answer, or {@code null} when the call failed or the reader left early
     */
    public @Nullable ChatResponse response() {
        return response;
    }

    /**
     * What ended the call in place of an answer.
     *
     * @return the failure, or {@code null} when there was none
     */
    public @Nullable LlmException error() {
        return error;
    }

    /**
     * Whether the reader of a stream closed it before its end.
     *
     * @return true when there is neither an answer nor a failure
     */
    public boolean leftEarly() {
        return response == null && error == null;
    }

    @Override
    public String toString() {
        return "Recording[" + (name == null ? "" : name + ", ") + startedAt + ", " + request + ", "
                + (response != null ? response : error != null ? error.kind() : "left early") + "]";
    }

    /** Collects a recording. Not thread-safe. */
    public static final class Builder {
        private final ChatRequest request;
        private Instant startedAt = Instant.EPOCH;
        private Duration took = Duration.ZERO;
        private @Nullable String name;
        private CallContext context = CallContext.EMPTY;
        private boolean streamed;
        private List<TimedEvent> events = List.of();
        private @Nullable ChatResponse response;
        private @Nullable LlmException error;

        private Builder(ChatRequest request) {
            this.request = Objects.requireNonNull(request, "request");
        }

        /**
         * Sets: when the call was made.
         *
         * @param value the moment; the epoch when it is not set
         * @return this builder
         */
        public Builder startedAt(Instant value) {
            this.startedAt = Objects.requireNonNull(value, "startedAt");
            return this;
        }

        /**
         * Sets: how long it took.
         *
         * @param value the time; zero when it is not set
         * @return this builder
         */
        public Builder took(Duration value) {
            this.took = Objects.requireNonNull(value, "took");
            return this;
        }

        /**
         * Sets: the name in the configuration that the model stood behind.
         *
         * @param value the name, or {@code null}
         * @return this builder
         */
        public Builder name(@Nullable String value) {
            this.name = value;
            return this;
        }

        /**
         * Sets: for whom the call was made.
         *
         * @param value the call's context; only what {@link Recording#context()} names is ever written
         * @return this builder
         */
        public Builder context(CallContext value) {
            this.context = Objects.requireNonNull(value, "context");
            return this;
        }

        /**
         * Sets: the call was no stream and was answered.
         *
         * @param value the answer
         * @return this builder
         */
        public Builder answered(ChatResponse value) {
            return outcome(false, List.of(), Objects.requireNonNull(value, "response"), null);
        }

        /**
         * Sets: the call was no stream and failed.
         *
         * @param value the failure
         * @return this builder
         */
        public Builder failed(LlmException value) {
            return outcome(false, List.of(), null, Objects.requireNonNull(value, "error"));
        }

        /**
         * Sets: the call was a stream.
         *
         * @param value what came, in order; copied
         * @param failure what ended it when the last event is not {@link ChatEvent.Completed}; {@code null} when it is, or when
         *     the reader left early
         * @return this builder
         * @throws IllegalArgumentException when events follow the last one, or it and a failure are given
         */
        public Builder streamed(List<TimedEvent> value, @Nullable LlmException failure) {
            ChatResponse whole = null;
            for (TimedEvent timed : value) {
                if (whole != null) {
                    throw new IllegalArgumentException("events: nothing follows Completed");
                }
                if (timed.event() instanceof ChatEvent.Completed completed) {
                    whole = completed.response();
                }
            }
            if (whole != null && failure != null) {
                throw new IllegalArgumentException("A stream that is complete did not fail");
            }
            return outcome(true, List.copyOf(value), whole, failure);
        }

        private Builder outcome(
                boolean stream, List<TimedEvent> steps, @Nullable ChatResponse whole, @Nullable LlmException failure) {
            this.streamed = stream;
            this.events = steps;
            this.response = whole;
            this.error = failure;
            return this;
        }

        /**
         * Builds the recording.
         *
         * @return the recording
         * @throws IllegalStateException when it was not said how the call ended
         */
        public Recording build() {
            if (!streamed && response == null && error == null) {
                throw new IllegalStateException("It was not said how the call ended");
            }
            return new Recording(this);
        }
    }
}
