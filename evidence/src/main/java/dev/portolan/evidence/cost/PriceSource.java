package dev.portolan.evidence.cost;

import dev.portolan.chat.Usage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Knows what models cost. A price that it does not know is unknown, never 0. Thread-safe. */
@FunctionalInterface
public interface PriceSource {

    /**
     * What a model costs.
     *
     * @param provider who answered, as responses name it
     * @param model the model that really answered, as responses name it
     * @return its price, or {@code null} when it is not known
     */
    @Nullable
    Price price(String provider, String model);

    /**
     * What a model costs for one request. Where prices depend on its length or on the time, this is the price then; what counts requests
     * asks this.
     *
     * @param provider who answered, as responses name it
     * @param model the model that really answered, as responses name it
     * @param usage the tokens of the request
     * @param at when it was sent, or {@code null} when that is not known
     * @return its price, or {@code null} when it is not known; {@link #price(String, String)} unless the source knows better
     */
    default @Nullable Price price(String provider, String model, Usage usage, @Nullable Instant at) {
        return price(provider, model);
    }

    /**
     * Asks another source where this one does not know.
     *
     * @param next the other
     * @return both together
     */
    default PriceSource orElse(PriceSource next) {
        PriceSource first = this;
        return new PriceSource() {
            @Override
            public @Nullable Price price(String provider, String model) {
                Price price = first.price(provider, model);
                return price == null ? next.price(provider, model) : price;
            }

            @Override
            public @Nullable Price price(String provider, String model, Usage usage, @Nullable Instant at) {
                Price price = first.price(provider, model, usage, at);
                return price == null ? next.price(provider, model, usage, at) : price;
            }
        };
    }
}
