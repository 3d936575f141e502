package dev.portolan.routing.catalog;

import dev.portolan.chat.Usage;
import dev.portolan.evidence.cost.Price;
import dev.portolan.evidence.cost.PriceSource;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prices of the catalog in force ({@link CatalogSource#standard()}), which is read when the first price is asked for and kept from then on.
 * When it cannot be read no price is known, the log says why, and it is tried again after a minute. Thread-safe.
 */
public final class StandardPrices implements PriceSource {

    /** The one of the process. */
    public static final StandardPrices INSTANCE =
            new StandardPrices(() -> CatalogSource.standard().catalog(), Clock.systemUTC());

    private static final Logger LOG = LoggerFactory.getLogger(StandardPrices.class);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Supplier<ModelCatalog> catalog;
    private final Clock clock;
    private final AtomicReference<@Nullable Tried> tried = new AtomicReference<>();

    /** Prices that were read, or the moment when they could not be. */
    private record Tried(@Nullable PriceSource prices, Instant at) {}

    /**
     * Prices of another catalog.
     *
     * @param catalog reads it; asked when the first price is
     * @param clock what tells the time of calls whose time is not told
     */
    public StandardPrices(Supplier<ModelCatalog> catalog, Clock clock) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public @Nullable Price price(String provider, String model) {
        return price(provider, model, Usage.UNKNOWN, null);
    }

    @Override
    public @Nullable Price price(String provider, String model, Usage usage, @Nullable Instant at) {
        Instant now = clock.instant();
        PriceSource prices = prices(now);
        return prices == null ? null : prices.price(provider, model, usage, at == null ? now : at);
    }

    private @Nullable PriceSource prices(Instant now) {
        Tried last = tried.get();
        if (last != null && (last.prices != null || now.isBefore(last.at.plus(AGAIN)))) {
            return last.prices;
        }
        PriceSource read = read(now);
        // Two threads may read it at once in the beginning; both read the same.
        tried.set(new Tried(read, now));
        return read;
    }

    private @Nullable PriceSource read(Instant now) {
        try {
            return catalog.get().prices(PriceTerms.at(now));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            LOG.warn("The catalog cannot be read, so that no price is known: {}", e.getMessage());
            return null;
        }
    }

    @Override
    public String toString() {
        return "StandardPrices";
    }
}
