package dev.portolan.routing.shadow;

import dev.portolan.evidence.check.Check;
import dev.portolan.evidence.cost.Money;
import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.routing.breaker.BreakerPolicy;
import dev.portolan.spi.support.Redactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** How much a shadow may take, what it looks at and who hears of it. Immutable. */
public final class ShadowSettings {

    /** A tenth of the traffic, four calls at a time of 60 s each, 256 waiting, nothing kept but figures. */
    public static final ShadowSettings DEFAULT = builder().build();

    private final double sample;
    private final @Nullable Long dailyCap;
    private final @Nullable Money dailyBudget;
    private final PriceSource prices;
    private final Duration timeout;
    private final Duration grace;
    private final int concurrency;
    private final int queue;
    private final long queueBytes;
    private final int attempts;
    private final boolean passCredentials;
    private final boolean sideEffects;
    private final BreakerPolicy breaker;
    private final List<Check> checks;
    private final List<ShadowListener> listeners;
    private final @Nullable ShadowLog log;
    private final @Nullable Redactor content;
    private final @Nullable String hashKey;
    private final @Nullable NoiseFloor noiseFloor;
    private final @Nullable Executor executor;

    private ShadowSettings(Builder builder) {
        this.sample = builder.sample;
        this.dailyCap = builder.dailyCap;
        this.dailyBudget = builder.dailyBudget;
        this.prices = builder.prices;
        this.timeout = builder.timeout;
        this.grace = builder.grace;
        this.concurrency = builder.concurrency;
        this.queue = builder.queue;
        this.queueBytes = builder.queueBytes;
        this.attempts = builder.attempts;
        this.passCredentials = builder.passCredentials;
        this.sideEffects = builder.sideEffects;
        this.breaker = builder.breaker;
        this.checks = List.copyOf(builder.checks);
        this.listeners = List.copyOf(builder.listeners);
        this.log = builder.log;
        this.content = builder.content;
        this.hashKey = builder.hashKey;
        this.noiseFloor = builder.noiseFloor;
        this.executor = builder.executor;
    }

    /**
     * Starts with the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The share of calls that is sampled.
     *
     * @return from 0 to 1
     */
    public double sample() {
        return sample;
    }

    @Nullable
    Long dailyCap() {
        return dailyCap;
    }

    @Nullable
    Money dailyBudget() {
        return dailyBudget;
    }

    PriceSource prices() {
        return prices;
    }

    /**
     * How long a call of the target may take.
     *
     * @return more than zero
     */
    public Duration timeout() {
        return timeout;
    }

    Duration grace() {
        return grace;
    }

    /**
     * How many calls of the target may be under way.
     *
     * @return at least 1
     */
    public int concurrency() {
        return concurrency;
    }

    int queue() {
        return queue;
    }

    long queueBytes() {
        return queueBytes;
    }

    int attempts() {
        return attempts;
    }

    boolean passCredentials() {
        return passCredentials;
    }

    boolean sideEffects() {
        return sideEffects;
    }

    BreakerPolicy breaker() {
        return breaker;
    }

    /**
     * What answers are scored by.
     *
     * @return unmodifiable, with names of their own
     */
    public List<Check> checks() {
        return checks;
    }

    List<ShadowListener> listeners() {
        return listeners;
    }

    @Nullable
    ShadowLog log() {
        return log;
    }

    @Nullable
    Redactor content() {
        return content;
    }

    @Nullable
    String hashKey() {
        return hashKey;
    }

    @Nullable
    NoiseFloor noiseFloor() {
        return noiseFloor;
    }

    @Nullable
    Executor executor() {
        return executor;
    }

    @Override
    public String toString() {
        return "ShadowSettings[sample=" + sample + ", concurrency=" + concurrency + ", timeout=" + timeout + ", checks="
                + checks.stream().map(Check::name).toList() + "]";
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final List<Check> checks = new ArrayList<>();
        private final List<ShadowListener> listeners = new ArrayList<>();
        private double sample = 0.1;
        private @Nullable Long dailyCap;
        private @Nullable Money dailyBudget;
        private PriceSource prices = (provider, model) -> null;
        private Duration timeout = Duration.ofSeconds(60);
        private Duration grace = Duration.ofSeconds(2);
        private int concurrency = 4;
        private int queue = 256;
        private long queueBytes = 16L << 20;
        private int attempts = 1;
        private boolean passCredentials;
        private boolean sideEffects;
        private BreakerPolicy breaker = BreakerPolicy.DEFAULT;
        private @Nullable ShadowLog log;
        private @Nullable Redactor content;
        private @Nullable String hashKey;
        private @Nullable NoiseFloor noiseFloor;
        private @Nullable Executor executor;

        private Builder() {}

        /**
         * Sets the share of calls that is sampled. A call is in the sample or not by its stickiness key, or by what it asks where there is
         * none: all instances decide alike, and a conversation is sampled whole.
         *
         * @param value from 0, which is none, to 1, which is all; 0.1 when it is not set
         * @return this builder
         */
        public Builder sample(double value) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("sample: must be from 0 to 1, not " + value);
            }
            this.sample = value;
            return this;
        }

        /**
         * Sets how many calls of the target are made on a day of UTC at most.
         *
         * @param calls 0 or more, or {@code null} for no cap, which it is when it is not set
         * @return this builder
         */
        public Builder dailyCap(@Nullable Long calls) {
            if (calls != null && calls < 0) {
                throw new IllegalArgumentException("daily-cap: must not be negative");
            }
            this.dailyCap = calls;
            return this;
        }

        /**
         * Sets what the target may cost on a day of UTC. Before a call is sent, the dearest one of the day so far is set aside for it and
         * for each that is under way; so the day ends above the budget by no more than calls cost that turn out dearer than all before
         * them. After an answer whose cost is not known nothing is sent for the rest of the day.
         *
         * @param value the amount, or {@code null} for no budget, which it is when it is not set
         * @return this builder
         */
        public Builder dailyBudget(@Nullable Money value) {
            if (value != null && value.amount().signum() < 0) {
                throw new IllegalArgumentException("daily-budget: must not be negative");
            }
            this.dailyBudget = value;
            return this;
        }

        /**
         * Sets what models cost. An answer whose price is not known has an unknown cost, not one of 0.
         *
         * @param value knows no price when it is not set
         * @return this builder
         */
        public Builder prices(PriceSource value) {
            this.prices = Objects.requireNonNull(value, "prices");
            return this;
        }

        /**
         * Sets how long a call of the target may take, its retries included. The user's deadline does not count.
         *
         * @param value more than zero; 60 s when it is not set
         * @return this builder
         */
        public Builder timeout(Duration value) {
            this.timeout = positive("timeout", value);
            return this;
        }

        /**
         * Sets how long after its timeout a call of the target has until it is cancelled and its thread interrupted, and as long again
         * until it counts as stuck. A stuck call is a failed one; its place in the pool is given to another thread, as often as there are
         * places. When as many calls hang, nothing more is sent until one comes back.
         *
         * @param value more than zero; 2 s when it is not set
         * @return this builder
         */
        public Builder grace(Duration value) {
            this.grace = positive("grace", value);
            return this;
        }

        /**
         * Sets how many calls of the target may be under way.
         *
         * @param calls at least 1; 4 when it is not set
         * @return this builder
         */
        public Builder concurrency(int calls) {
            this.concurrency = atLeastOne("concurrency", calls);
            return this;
        }

        /**
         * Sets how many calls may wait for their turn. When one more comes, the oldest is dropped.
         *
         * @param calls at least 1; 256 when it is not set
         * @return this builder
         */
        public Builder queue(int calls) {
            this.queue = atLeastOne("queue", calls);
            return this;
        }

        /**
         * Sets how much memory the calls that wait may take, by estimate. When one more comes, the oldest are dropped; one that is larger
         * than all of it is dropped itself.
         *
         * @param bytes at least 1; 16 MiB when it is not set
         * @return this builder
         */
        public Builder queueBytes(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("queue-bytes: must be at least 1");
            }
            this.queueBytes = bytes;
            return this;
        }

        /**
         * Sets how many times a call of the target may be sent, if the target retries.
         *
         * @param value at least 1; 1 when it is not set
         * @return this builder
         */
        public Builder attempts(int value) {
            this.attempts = atLeastOne("attempts", value);
            return this;
        }

        /**
         * Sets whether the target is called with the credentials that the user's call brought. They may be worth nothing there, and what
         * they pay for was not asked for by their owner.
         *
         * @param value false when it is not set: the target's own are used
         * @return this builder
         */
        public Builder passCredentials(boolean value) {
            this.passCredentials = value;
            return this;
        }

        /**
         * Sets whether requests are sent whose vendor options make the target's vendor run tools or keep things by itself.
         *
         * @param value false when it is not set: they are counted as {@link NotCompared#SIDE_EFFECTS}
         * @return this builder
         */
        public Builder sideEffects(boolean value) {
            this.sideEffects = value;
            return this;
        }

        /**
         * Sets when the shadow's own circuit breaker stops calling the target.
         *
         * @param value {@link BreakerPolicy#DEFAULT} when it is not set
         * @return this builder
         */
        public Builder breaker(BreakerPolicy value) {
            this.breaker = Objects.requireNonNull(value, "breaker");
            return this;
        }

        /**
         * Adds what both answers are scored by. Checks that compare with a reference get the source's answer for it, for the source too.
         *
         * @param values with names of their own
         * @return this builder
         */
        public Builder checks(List<? extends Check> values) {
            Set<String> names = new HashSet<>();
            checks.forEach(check -> names.add(check.name()));
            for (Check check : values) {
                if (!names.add(check.name())) {
                    throw new IllegalArgumentException("checks: two are named " + check.name());
                }
                checks.add(check);
            }
            return this;
        }

        /**
         * Adds who hears of pairs.
         *
         * @param value the listener
         * @return this builder
         */
        public Builder listener(ShadowListener value) {
            listeners.add(Objects.requireNonNull(value, "listener"));
            return this;
        }

        /**
         * Sets the file that pairs are written to.
         *
         * @param value the file, or {@code null} for none, which it is when it is not set
         * @return this builder
         */
        public Builder log(@Nullable ShadowLog value) {
            this.log = value;
            return this;
        }

        /**
         * Keeps what was asked and answered with each pair, redacted. Without it only measures are kept. The redactor runs on a thread of
         * the shadow, before listeners hear of the pair and before anything of it is queued for the file; where it throws, the pair goes
         * on without content.
         *
         * @param redactor takes out what must not be kept; {@link Redactor#standard()} is one
         * @return this builder
         */
        public Builder keepContent(Redactor redactor) {
            this.content = Objects.requireNonNull(redactor, "redactor");
            return this;
        }

        /**
         * Sets the key of hashes, so that instances and restarts hash alike.
         *
         * @param value a secret, or {@code null} for a random one, which it is when it is not set
         * @return this builder
         */
        public Builder hashKey(@Nullable String value) {
            this.hashKey = value;
            return this;
        }

        /**
         * Sets what the source made of being compared with itself, so that it stands beside every result.
         *
         * @param value of an earlier shadow with target = source, or {@code null} when none was run
         * @return this builder
         */
        public Builder noiseFloor(@Nullable NoiseFloor value) {
            this.noiseFloor = value;
            return this;
        }

        /**
         * Sets where the target is called, such as an executor of virtual threads. It is given at most {@link #concurrency} tasks at a time,
         * and as many more as calls are stuck, and is not closed with the shadow. One that runs tasks on the caller's own thread would make
         * users wait.
         *
         * @param value the executor, or {@code null} for daemon threads of the shadow's own, which end when they are idle
         * @return this builder
         */
        public Builder executor(@Nullable Executor value) {
            this.executor = value;
            return this;
        }

        private static int atLeastOne(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + ": must be at least 1, not " + value);
            }
            return value;
        }

        private static Duration positive(String name, Duration value) {
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException(name + ": must be more than zero");
            }
            return value;
        }

        /**
         * Builds the settings.
         *
         * @return the settings
         */
        public ShadowSettings build() {
            return new ShadowSettings(this);
        }
    }
}
