package dev.portolan.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Usage;
import dev.portolan.evidence.cost.Price;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The catalog's prices, read late and once. */
class StandardPricesTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
    private final AtomicInteger reads = new AtomicInteger();

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    };

    @Test
    void nothingIsReadBeforeAPriceIsAskedForAndThenOnce() {
        StandardPrices prices = new StandardPrices(
                () -> {
                    reads.incrementAndGet();
                    return ModelCatalog.bundled();
                },
                clock);
        assertThat(reads).hasValue(0);

        Price price = prices.price("openai", "gpt-4o-mini");
        assertThat(price).isEqualTo(prices.price("openai", "gpt-4o-mini", Usage.of(10, 10), now.get()));
        assertThat(price).isNotNull();
        assertThat(prices.price("acme", "unheard-of")).isNull();
        assertThat(reads).hasValue(1);
    }

    @Test
    void aCatalogThatCannotBeReadKnowsNoPriceAndIsTriedAgainAfterAMinute() {
        StandardPrices prices = new StandardPrices(
                () -> {
                    if (reads.incrementAndGet() == 1) {
                        throw new IllegalArgumentException("an overlay has mistakes");
                    }
                    return ModelCatalog.bundled();
                },
                clock);

        assertThat(prices.price("openai", "gpt-4o-mini")).isNull();
        now.set(now.get().plusSeconds(59));
        assertThat(prices.price("openai", "gpt-4o-mini")).isNull();
        assertThat(reads).hasValue(1);
        now.set(now.get().plusSeconds(1));
        assertThat(prices.price("openai", "gpt-4o-mini")).isNotNull();
    }
}
