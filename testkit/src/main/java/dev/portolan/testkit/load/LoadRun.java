package dev.portolan.testkit.load;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatModel;
import dev.portolan.evidence.dataset.Dataset;
import dev.portolan.testkit.internal.RunClock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks a model the examples of a dataset, over and over, as fast as is wanted: the load test before a move. Nothing is scored, and
 * nothing is tried again. Every call is a real one and costs what calls cost.
 *
 * <pre>{@code
 * LoadReport report = LoadRun.builder()
 *         .model(next)
 *         .dataset(dataset)
 *         .ratePerSecond(5)
 *         .rampUp(Duration.ofSeconds(30))
 *         .duration(Duration.ofMinutes(5))
 *         .build()
 *         .run();
 * }</pre>
 *
 * <p><b>At a rate</b>, calls begin when they are due, whether or not those before have ended, as the users of an application do. Latency
 * counts from when a call was due: where the model is too slow, or all {@link Builder#concurrency} calls are in use, the time that a
 * call waited is part of what a user would have waited (no coordinated omission). While ramping up the rate grows evenly from zero.
 *
 * <p><b>At a concurrency</b>, without a rate, each of that many callers asks again as soon as it has its answer. While ramping up the
 * callers begin one after the other.
 *
 * <p>After the duration no call begins; those in flight may end, for at most a minute. Immutable and thread-safe.
 *
 * @see <a href="https://www.youtube.com/watch?v=lJ8ydIuPFeU">Gil Tene, How NOT to Measure Latency, on coordinated omission</a>
 */
public final class LoadRun {

    /** How many calls may be in flight unless told otherwise. */
    public static final int CONCURRENCY = 64;

    private final Settings settings;
    private final Cancellation cancellation = new Cancellation();

    /** All that was set. */
    record Settings(
            ChatModel model,
            Dataset dataset,
            @Nullable Double ratePerSecond,
            int concurrency,
            Duration rampUp,
            Duration duration,
            boolean streaming,
            CallContext context,
            RunClock clock) {}

    private LoadRun(Settings settings) {
        this.settings = settings;
    }

    /**
     * Starts a load run.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Runs and waits for the end. An interrupt of the waiting thread ends the run, as {@link #cancel} does, and is kept.
     *
     * @return what came of it
     */
    public LoadReport run() {
        return new LoadSession(settings, cancellation).perform();
    }

    /** Ends the run, now or when it begins. Calls in flight are cancelled and not counted. */
    public void cancel() {
        cancellation.cancel();
    }

    @Override
    public String toString() {
        return "LoadRun[" + settings.dataset().name() + ", " + settings.model().info() + "]";
    }

    /** Collects what a load run does. Model, dataset and duration are needed. Not thread-safe. */
    public static final class Builder {
        private @Nullable ChatModel model;
        private @Nullable Dataset dataset;
        private @Nullable Double ratePerSecond;
        private int concurrency = CONCURRENCY;
        private Duration rampUp = Duration.ZERO;
        private @Nullable Duration duration;
        private boolean streaming;
        private CallContext context = CallContext.EMPTY;
        private RunClock clock = RunClock.SYSTEM;

        private Builder() {}

        /**
         * Sets: who is asked.
         *
         * @param value the model
         * @return this builder
         */
        public Builder model(ChatModel value) {
            this.model = Objects.requireNonNull(value, "model");
            return this;
        }

        /**
         * Sets: what is asked, one example after the other and then from the beginning.
         *
         * @param value at least one example
         * @return this builder
         */
        public Builder dataset(Dataset value) {
            this.dataset = Objects.requireNonNull(value, "dataset");
            return this;
        }

        /**
         * Sets: how many calls begin each second. Without it callers ask again as soon as they have their answer.
         *
         * @param value above 0 and finite
         * @return this builder
         */
        public Builder ratePerSecond(double value) {
            if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("ratePerSecond: must be above 0 and finite, not " + value);
            }
            this.ratePerSecond = value;
            return this;
        }

        /**
         * Sets: how many calls may be in flight at once; each has a thread.
         *
         * @param value at least 1; {@value LoadRun#CONCURRENCY} when it is not set
         * @return this builder
         */
        public Builder concurrency(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("concurrency: must be at least 1, not " + value);
            }
            this.concurrency = value;
            return this;
        }

        /**
         * Sets: how long it takes until the wanted rate or concurrency is there. Part of the duration.
         *
         * @param value not negative; zero when it is not set
         * @return this builder
         */
        public Builder rampUp(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("rampUp: must not be negative");
            }
            this.rampUp = value;
            return this;
        }

        /**
         * Sets: for how long calls begin.
         *
         * @param value above zero
         * @return this builder
         */
        public Builder duration(Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException("duration: must be above zero");
            }
            this.duration = value;
            return this;
        }

        /**
         * Sets: whether answers are streamed, which tells how long the first token takes.
         *
         * @param value false when it is not set
         * @return this builder
         */
        public Builder streaming(boolean value) {
            this.streaming = value;
            return this;
        }

        /**
         * Sets: what belongs to each call. Its cancellation is replaced by the run's.
         *
         * @param value {@link CallContext#EMPTY} when it is not set
         * @return this builder
         */
        public Builder context(CallContext value) {
            this.context = Objects.requireNonNull(value, "context");
            return this;
        }

        Builder clock(RunClock value) {
            this.clock = value;
            return this;
        }

        /**
         * The load run. Nothing is asked yet.
         *
         * @return the run
         * @throws IllegalStateException when something is missing, or the ramp is longer than the run
         */
        public LoadRun build() {
            Dataset asked = need("dataset", dataset);
            Duration time = need("duration", duration);
            if (asked.examples().isEmpty()) {
                throw new IllegalStateException("dataset: " + asked.name() + " has no examples");
            }
            if (rampUp.compareTo(time) > 0) {
                throw new IllegalStateException("rampUp: must not be longer than the duration");
            }
            return new LoadRun(new Settings(
                    need("model", model), asked, ratePerSecond, concurrency, rampUp, time, streaming, context, clock));
        }

        private static <T> T need(String name, @Nullable T value) {
            if (value == null) {
                throw new IllegalStateException(name + ": is needed");
            }
            return value;
        }
    }
}
