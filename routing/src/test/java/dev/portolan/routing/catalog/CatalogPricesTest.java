package dev.portolan.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Usage;
import dev.portolan.evidence.cost.MeasuredCost;
import dev.portolan.evidence.cost.Money;
import dev.portolan.evidence.cost.PriceSource;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogPricesTest {

    private static final PriceTerms LIST = PriceTerms.on(Chart.TODAY);

    private static Pricing stepped(boolean wholeRequest) {
        return new Pricing(
                Chart.USD,
                Pricing.TOKEN,
                new Rates(
                        new BigDecimal("2"),
                        new BigDecimal("10"),
                        new BigDecimal("0.2"),
                        new BigDecimal("2.5"),
                        new BigDecimal("4"),
                        null),
                List.of(new PriceStep(1_000, Rates.of("4", "15"), wholeRequest)),
                Map.of(),
                List.of(new PriceWindow(
                        EnumSet.of(DayOfWeek.FRIDAY), LocalTime.of(1, 0), LocalTime.of(4, 0), Rates.of("20", "100"))),
                List.of(),
                Map.of("eu", new BigDecimal("1.1")));
    }

    private static ModelCatalog catalog(Pricing pricing) {
        return new Chart()
                .with(
                        Chart.chat("a/x", Tier.MINI),
                        Offer.builder(Cloud.BEDROCK, "a.x", "a/x")
                                .aliases(List.of("also-x"))
                                .pricing(pricing))
                .build();
    }

    private static Money cost(PriceSource prices, String model, Usage usage) {
        return MeasuredCost.builder(prices, Chart.USD)
                .add("bedrock", model, usage)
                .build()
                .covered();
    }

    @Test
    void theStepThatARequestReachesIsBilled() {
        PriceSource prices = catalog(stepped(true)).prices(LIST);
        // 1,000 x 2 + 10 x 10; 2,000 x 4 + 10 x 15
        assertThat(cost(prices, "a.x", Usage.of(1_000, 10))).isEqualTo(Money.of("0.0021", "USD"));
        assertThat(cost(prices, "also-x", Usage.of(2_000, 10))).isEqualTo(Money.of("0.00815", "USD"));
    }

    @Test
    void aStepForTheExcessIsBilledByTheMeanOfTheRequest() {
        Usage usage = Usage.builder()
                .inputTokens(3_000L)
                .cachedInputTokens(500L)
                .cacheWriteInputTokens(700L)
                .outputTokens(10L)
                .build();
        ModelCatalog catalog = catalog(stepped(false));
        Money whole = catalog.offer(Cloud.BEDROCK, "a.x").cost(usage, LIST).total();
        // 500 x 0.2 + 500 x 2.5 + 200 x 5 + 1,800 x 4 + 10 x 15
        assertThat(whole).isEqualTo(Money.of("0.0097", "USD"));
        assertThat(cost(catalog.prices(LIST), "a.x", usage).amount().setScale(12, java.math.RoundingMode.HALF_EVEN))
                .isEqualByComparingTo(whole.amount());
    }

    @Test
    void theHourOfARequestAndTheTermsOfAllCount() {
        PriceSource prices = catalog(stepped(true)).prices(LIST.in("eu").with(PriceTerms.CacheTime.HOUR));
        Usage usage = Usage.of(1_000, 0);
        assertThat(prices.price("bedrock", "a.x").input()).isEqualByComparingTo("2.2");
        assertThat(prices.price("bedrock", "a.x").cacheWrite()).isEqualByComparingTo("4.4");
        assertThat(prices.price("bedrock", "a.x", usage, Instant.parse("2026-11-20T02:00:00Z"))
                        .input())
                .isEqualByComparingTo("22");
        assertThat(prices.price("bedrock", "a.x", usage, Instant.parse("2026-11-20T05:00:00Z"))
                        .input())
                .isEqualByComparingTo("2.2");
    }

    @Test
    void whatIsNotKnownHasNoPrice() {
        PriceSource prices = catalog(stepped(true)).prices(LIST);
        assertThat(prices.price("bedrock", "a.x-2")).isNull();
        assertThat(prices.price("azure", "a.x")).isNull();
        assertThat(prices.price("nowhere", "a.x")).isNull();
        assertThat(catalog(Pricing.of(Chart.USD, Rates.UNKNOWN)).prices(LIST).price("bedrock", "a.x"))
                .isNull();
        MeasuredCost unknown = MeasuredCost.builder(prices, Chart.USD)
                .add("nowhere", "a.x", Usage.of(1, 1))
                .build();
        assertThat(unknown.uncovered()).containsOnlyKeys("nowhere/a.x: no price");
        assertThat(prices).hasToString("CatalogPrices[test, 2026-11-21]");
    }
}
