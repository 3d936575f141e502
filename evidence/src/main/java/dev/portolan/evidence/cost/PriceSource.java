package dev.portolan.evidence.cost;

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
     * Asks another source where this one does not know.
     *
     * @param next the other
     * @return both together
     */
    default PriceSource orElse(PriceSource next) {
        return (provider, model) -> {
            Price price = price(provider, model);
            return price == null ? next.price(provider, model) : price;
        };
    }
}
