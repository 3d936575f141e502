package dev.portolan.evidence.check;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing to score: what was asked, what came, and what is known of the right answer. Time, usage and model stand in the
 * response. Immutable.
 */
public final class Observation {

    private final ChatRequest request;
    private final Answer answer;
    private final Expectations expectations;
    private final @Nullable Answer reference;
    private final Set<String> tags;
    private final boolean replayed;

    private Observation(Builder builder) {
        this.request = builder.request;
        this.answer = builder.answer;
        this.expectations = builder.expectations;
        this.reference = builder.reference;
        this.tags = Set.copyOf(builder.tags);
        this.replayed = builder.replayed;
    }

    /**
     * An answer of which nothing else is known.
     *
     * @param request what was asked
     * @param response what came
     * @return the observation
     */
    public static Observation of(ChatRequest request, ChatResponse response) {
        return builder(request, Answer.of(response)).build();
    }

    /**
     * Starts an observation.
     *
     * @param request what was asked
     * @param answer what came
     * @return a builder
     */
    public static Builder builder(ChatRequest request, Answer answer) {
        return new Builder(request, answer);
    }

    /**
     * A builder with this observation's content.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder =
                new Builder(request, answer).expectations(expectations).reference(reference);
        builder.replayed = replayed;
        builder.tags.addAll(tags);
        return builder;
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
     * What came.
     *
     * @return the answer
     */
    public Answer answer() {
        return answer;
    }

    /**
     * What the example says of the right answer.
     *
     * @return {@link Expectations#NONE} when it says nothing
     */
    public Expectations expectations() {
        return expectations;
    }

    /**
     * What the model that is to be replaced answered to the same request.
     *
     * @return its answer, or {@code null} when there is none
     */
    public @Nullable Answer reference() {
        return reference;
    }

    /**
     * The slices that the example belongs to.
     *
     * @return unmodifiable, possibly empty
     */
    public Set<String> tags() {
        return tags;
    }

    /**
     * Whether the answer came from a cache or a recording, so that its time says nothing of the model as it is now, and nothing
     * was paid.
     *
     * @return false for an answer that was just given
     */
    public boolean replayed() {
        return replayed;
    }

    @Override
    public String toString() {
        return "Observation[" + request + ", " + answer + (reference == null ? "" : ", reference") + ", tags=" + tags
                + "]";
    }

    /** Collects an observation. Not thread-safe. */
    public static final class Builder {
        private final ChatRequest request;
        private final Answer answer;
        private final Set<String> tags = new LinkedHashSet<>();
        private Expectations expectations = Expectations.NONE;
        private @Nullable Answer reference;
        private boolean replayed;

        private Builder(ChatRequest request, Answer answer) {
            this.request = Objects.requireNonNull(request, "request");
            this.answer = Objects.requireNonNull(answer, "answer");
        }

        /**
         * Sets: what the example says of the right answer.
         *
         * @param value the expectations; {@link Expectations#NONE} when it is not set
         * @return this builder
         */
        public Builder expectations(Expectations value) {
            this.expectations = Objects.requireNonNull(value, "expectations");
            return this;
        }

        /**
         * Sets: what the model that is to be replaced answered.
         *
         * @param value its answer, or {@code null} for none
         * @return this builder
         */
        public Builder reference(@Nullable Answer value) {
            this.reference = value;
            return this;
        }

        /**
         * Adds slices that the example belongs to.
         *
         * @param values their names
         * @return this builder
         */
        public Builder tags(Iterable<String> values) {
            values.forEach(tags::add);
            return this;
        }

        /**
         * Sets: whether the answer came from a cache or a recording.
         *
         * @param value true when it did; false when it is not set
         * @return this builder
         */
        public Builder replayed(boolean value) {
            this.replayed = value;
            return this;
        }

        /**
         * The observation.
         *
         * @return the observation
         */
        public Observation build() {
            return new Observation(this);
        }
    }
}
