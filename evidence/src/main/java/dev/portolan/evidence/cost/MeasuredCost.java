package dev.portolan.evidence.cost;

import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What measured requests cost, from their tokens and prices. A request counts as covered when its cost is known; of the others it is kept
 * why. Immutable.
 */
public final class MeasuredCost {

    private final Money covered;
    private final long requests;
    private final long coveredRequests;
    private final Map<String, Long> uncovered;

    private MeasuredCost(Builder builder) {
        this.covered = builder.covered;
        this.requests = builder.requests;
        this.coveredRequests = builder.coveredRequests;
        this.uncovered = java.util.Collections.unmodifiableMap(new TreeMap<>(builder.uncovered));
    }

    /**
     * Begins to measure.
     *
     * @param prices what models cost
     * @param currency the money to count in; a price in another counts as unknown
     * @return a builder
     */
    public static Builder builder(PriceSource prices, Currency currency) {
        return new Builder(prices, currency);
    }

    /**
     * How many requests were measured.
     *
     * @return the number, covered or not
     */
    public long requests() {
        return requests;
    }

    /**
     * How many requests have a known cost.
     *
     * @return at most {@link #requests()}
     */
    public long coveredRequests() {
        return coveredRequests;
    }

    /**
     * What the covered requests cost together.
     *
     * @return the amount; 0 when none is covered
     */
    public Money covered() {
        return covered;
    }

    /**
     * Why the cost of requests is not known, such as {@code bedrock/nova: no price}, and of how many.
     *
     * @return unmodifiable, empty when all are covered
     */
    public Map<String, Long> uncovered() {
        return uncovered;
    }

    /**
     * What a month of such requests costs.
     *
     * @param requestsPerMonth how many there are in a month
     * @return the projection
     * @throws IllegalArgumentException when it is negative
     */
    public MonthlyCost projected(long requestsPerMonth) {
        return new MonthlyCost(covered, requests, coveredRequests, requestsPerMonth);
    }

    @Override
    public String toString() {
        return "MeasuredCost[" + covered + ", " + coveredRequests + " of " + requests + " requests covered]";
    }

    /** Adds up requests. Not thread-safe. */
    public static final class Builder {
        private final PriceSource prices;
        private final Map<String, Long> uncovered = new TreeMap<>();
        private Money covered;
        private long requests;
        private long coveredRequests;

        private Builder(PriceSource prices, Currency currency) {
            this.prices = Objects.requireNonNull(prices, "prices");
            this.covered = Money.zero(currency);
        }

        /**
         * Adds an answer.
         *
         * @param response the answer of the model, and of no cache
         * @return this builder
         */
        public Builder add(ChatResponse response) {
            return add(response.provider(), response.model(), response.usage());
        }

        /**
         * Adds a request.
         *
         * @param provider who answered
         * @param model the model that really answered
         * @param usage its tokens
         * @return this builder
         */
        public Builder add(String provider, String model, Usage usage) {
            return add(provider, model, usage, null);
        }

        /**
         * Adds a request that was sent at a known time; some prices depend on it.
         *
         * @param provider who answered
         * @param model the model that really answered
         * @param usage its tokens
         * @param at when it was sent, or {@code null} when that is not known
         * @return this builder
         */
        public Builder add(String provider, String model, Usage usage, @Nullable Instant at) {
            requests++;
            Price price = prices.price(provider, model, usage, at);
            BigDecimal cost = price == null || !price.currency().equals(covered.currency()) ? null : price.of(usage);
            if (cost != null) {
                coveredRequests++;
                covered = covered.plus(new Money(cost, covered.currency()));
            } else {
                uncovered.merge(provider + "/" + model + ": " + why(price, usage), 1L, Long::sum);
            }
            return this;
        }

        private String why(@Nullable Price price, Usage usage) {
            if (price == null) {
                return "no price";
            }
            if (!price.currency().equals(covered.currency())) {
                return "priced in " + price.currency();
            }
            return usage.inputTokens() == null || usage.outputTokens() == null
                    ? "tokens not told"
                    : "no price of cached tokens";
        }

        /**
         * Ends the measurement.
         *
         * @return what was added so far
         */
        public MeasuredCost build() {
            return new MeasuredCost(this);
        }
    }
}
