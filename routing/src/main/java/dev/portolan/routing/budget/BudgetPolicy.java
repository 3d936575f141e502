package dev.portolan.routing.budget;

import dev.portolan.evidence.cost.Price;
import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.routing.catalog.StandardPrices;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How calls are counted against budgets, and what happens when that cannot be told. Immutable. */
public final class BudgetPolicy {

    /** What becomes of calls when the store of budgets cannot be asked. */
    public enum OnStoreFailure {
        /** They are refused. */
        REFUSE,
        /** They are counted by this instance alone, against what it last knew of the others, and told to the store when it answers again. */
        ALLOW
    }

    /** What an attempt is counted with of which nobody knows whether the vendor did the work. */
    public enum UnknownOutcome {
        /** All that was reserved for it: never too little. */
        RESERVED,
        /** Its input alone. */
        INPUT,
        /** Nothing. */
        NOTHING
    }

    /** Prices of the catalog; unknown ones refused; half more than the estimated input; one attempt reserved; 15 minutes for a call. */
    public static final BudgetPolicy DEFAULT = builder().build();

    private final PriceSource prices;
    private final @Nullable Price unknownPrice;
    private final double margin;
    private final long outputTokens;
    private final int attempts;
    private final UnknownOutcome unknownOutcome;
    private final OnStoreFailure onStoreFailure;
    private final Duration storeWait;
    private final Duration lease;

    private BudgetPolicy(Builder builder) {
        this.prices = builder.prices;
        this.unknownPrice = builder.unknownPrice;
        this.margin = builder.margin;
        this.outputTokens = builder.outputTokens;
        this.attempts = builder.attempts;
        this.unknownOutcome = builder.unknownOutcome;
        this.onStoreFailure = builder.onStoreFailure;
        this.storeWait = builder.storeWait;
        this.lease = builder.lease;
    }

    /**
     * Starts with {@link #DEFAULT}.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * What models cost.
     *
     * @return the source
     */
    public PriceSource prices() {
        return prices;
    }

    /**
     * What a model is counted with whose price is not known.
     *
     * @return the price, or {@code null} when calls to it are refused by budgets of money
     */
    public @Nullable Price unknownPrice() {
        return unknownPrice;
    }

    /**
     * How much more than the estimated input is reserved.
     *
     * @return a share, such as 0.5
     */
    public double margin() {
        return margin;
    }

    /**
     * How much output is reserved where neither the request nor what is known of the model limits it.
     *
     * @return tokens
     */
    public long outputTokens() {
        return outputTokens;
    }

    /**
     * For how many sendings of a call is reserved.
     *
     * @return 1 or more
     */
    public int attempts() {
        return attempts;
    }

    /**
     * What an attempt is counted with of which nobody knows whether the vendor did the work.
     *
     * @return the rule
     */
    public UnknownOutcome unknownOutcome() {
        return unknownOutcome;
    }

    /**
     * What becomes of calls when the store cannot be asked.
     *
     * @return the rule
     */
    public OnStoreFailure onStoreFailure() {
        return onStoreFailure;
    }

    /**
     * The longest that a call waits for the store, each time that it asks.
     *
     * @return the time
     */
    public Duration storeWait() {
        return storeWait;
    }

    /**
     * For how long a reservation holds: when an instance dies, what its calls had reserved is free again after that.
     *
     * @return the time; longer than any call
     */
    public Duration lease() {
        return lease;
    }

    /** Collects a policy. Not thread-safe. */
    public static final class Builder {
        private PriceSource prices = StandardPrices.INSTANCE;
        private @Nullable Price unknownPrice;
        private double margin = 0.5;
        private long outputTokens = 16_384;
        private int attempts = 1;
        private UnknownOutcome unknownOutcome = UnknownOutcome.RESERVED;
        private OnStoreFailure onStoreFailure = OnStoreFailure.REFUSE;
        private Duration storeWait = Duration.ofSeconds(1);
        private Duration lease = Duration.ofMinutes(15);

        private Builder() {}

        /**
         * Sets what models cost.
         *
         * @param value the source; the catalog unless set
         * @return this builder
         */
        public Builder prices(PriceSource value) {
            this.prices = Objects.requireNonNull(value, "prices");
            return this;
        }

        /**
         * Sets what a model is counted with whose price is not known.
         *
         * @param value the price, or {@code null} to refuse calls to it, the default
         * @return this builder
         */
        public Builder unknownPrice(@Nullable Price value) {
            this.unknownPrice = value;
            return this;
        }

        /**
         * Sets how much more than the estimated input is reserved.
         *
         * @param value a share of 0 or more; 0.5 unless set
         * @return this builder
         */
        public Builder margin(double value) {
            if (!(value >= 0 && value <= 100)) {
                throw new IllegalArgumentException("margin: must be from 0 to 100, not " + value);
            }
            this.margin = value;
            return this;
        }

        /**
         * Sets how much output is reserved where nothing limits it.
         *
         * @param value tokens, 1 or more; 16,384 unless set
         * @return this builder
         */
        public Builder outputTokens(long value) {
            this.outputTokens = atLeastOne("output-tokens", value);
            return this;
        }

        /**
         * Sets for how many sendings of a call is reserved: with retries of calls whose outcome is unknown, each may be billed.
         *
         * @param value 1 or more; 1 unless set
         * @return this builder
         */
        public Builder attempts(int value) {
            this.attempts = (int) atLeastOne("reserve-attempts", value);
            return this;
        }

        /**
         * Sets what an attempt is counted with of which nobody knows whether the vendor did the work.
         *
         * @param value the rule; {@link UnknownOutcome#RESERVED} unless set
         * @return this builder
         */
        public Builder unknownOutcome(UnknownOutcome value) {
            this.unknownOutcome = Objects.requireNonNull(value, "unknownOutcome");
            return this;
        }

        /**
         * Sets what becomes of calls when the store cannot be asked.
         *
         * @param value the rule; {@link OnStoreFailure#REFUSE} unless set
         * @return this builder
         */
        public Builder onStoreFailure(OnStoreFailure value) {
            this.onStoreFailure = Objects.requireNonNull(value, "onStoreFailure");
            return this;
        }

        /**
         * Sets the longest that a call waits for the store.
         *
         * @param value more than zero; a second unless set
         * @return this builder
         */
        public Builder storeWait(Duration value) {
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException("store-wait: must be more than zero");
            }
            this.storeWait = value;
            return this;
        }

        /**
         * Sets for how long a reservation holds.
         *
         * @param value a minute or more; 15 minutes unless set
         * @return this builder
         */
        public Builder lease(Duration value) {
            if (value.compareTo(Duration.ofMinutes(1)) < 0) {
                throw new IllegalArgumentException("lease: must be a minute or more");
            }
            this.lease = value;
            return this;
        }

        private static long atLeastOne(String name, long value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + ": must be at least 1, not " + value);
            }
            return value;
        }

        /**
         * Builds the policy.
         *
         * @return the policy
         */
        public BudgetPolicy build() {
            return new BudgetPolicy(this);
        }
    }
}
