package dev.portolan.evidence.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Message;
import dev.portolan.chat.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MonthlyCostTest {

    private static final Currency USD = Currency.getInstance("USD");

    /** 1 dollar for a thousand tokens in, 2 for a thousand out. */
    private static final Price THOUSANDTHS =
            new Price(USD, new BigDecimal(1000), new BigDecimal(2000), new BigDecimal(500), null);

    private static final PriceSource PRICES = (provider, model) -> switch (model) {
        case "known" -> THOUSANDTHS;
        case "euro" -> new Price(Currency.getInstance("EUR"), BigDecimal.ONE, BigDecimal.ONE, null, null);
        default -> null;
    };

    private static MeasuredCost.Builder measured() {
        return MeasuredCost.builder(PRICES, USD);
    }

    @Test
    void aMonthIsTheMeanOfMeasuredRequestsTimesTheirNumber() {
        MeasuredCost cost = measured()
                .add("a", "known", Usage.of(1000, 500))
                .add(ChatResponse.builder()
                        .provider("a")
                        .model("known")
                        .message(Message.assistant("Hi"))
                        .usage(Usage.builder()
                                .inputTokens(1000L)
                                .cachedInputTokens(1000L)
                                .outputTokens(0L)
                                .build())
                        .build())
                .build();

        assertThat(cost.covered()).isEqualTo(Money.of("2.5", "USD"));
        MonthlyCost month = cost.projected(100_000);
        assertThat(month.amount()).isEqualTo(Money.of("125000", "USD"));
        assertThat(month.coverage()).isEqualTo(1);
        assertThat(month).hasToString("125,000.00 USD a month");
        assertThat(cost.projected(0).amount()).isEqualTo(Money.zero(USD));
    }

    @Test
    void aRequestWithoutAKnownCostMakesTheMonthUnknownAndSaysWhy() {
        MeasuredCost cost = measured()
                .add("a", "known", Usage.of(1000, 0))
                .add("b", "nova", Usage.of(1, 1))
                .add("b", "nova", Usage.of(1, 1))
                .add("b", "euro", Usage.of(1, 1))
                .add("a", "known", Usage.UNKNOWN)
                .add(
                        "a",
                        "known",
                        Usage.builder()
                                .inputTokens(9L)
                                .outputTokens(1L)
                                .cacheWriteInputTokens(9L)
                                .build())
                .build();

        assertThat(cost.requests()).isEqualTo(6);
        assertThat(cost.coveredRequests()).isEqualTo(1);
        assertThat(cost.uncovered())
                .isEqualTo(Map.of(
                        "a/known: no price of cached tokens", 1L,
                        "a/known: tokens not told", 1L,
                        "b/euro: priced in EUR", 1L,
                        "b/nova: no price", 2L));
        MonthlyCost month = cost.projected(60);
        assertThat(month.amount()).isNull();
        assertThat(month.atLeast()).isEqualTo(Money.of("10", "USD"));
        assertThat(month).hasToString("unknown, at least 10.00 USD a month (16.7 % covered)");
        assertThat(cost).hasToString("MeasuredCost[1.00 USD, 1 of 6 requests covered]");
    }

    @Test
    void nothingMeasuredIsUnknownAndNotFree() {
        MonthlyCost month = measured().build().projected(1000);

        assertThat(month.amount()).isNull();
        assertThat(month.atLeast()).isEqualTo(Money.zero(USD));
        assertThat(month.coverage()).isZero();
    }

    @Test
    void aBillIsKnown() {
        MonthlyCost bill = MonthlyCost.known(Money.of("50000", "USD"));

        assertThat(bill.amount()).isEqualTo(Money.of("50000.00", "USD"));
        assertThat(bill.coverage()).isEqualTo(1);
    }

    @Test
    void numbersThatCannotBeAreRefused() {
        Money none = Money.zero(USD);
        assertThatIllegalArgumentException().isThrownBy(() -> new MonthlyCost(none, 1, 2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new MonthlyCost(none, 1, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new MonthlyCost(none, 1, 1, -1));
    }

    @Test
    void moneyOfTwoCurrenciesIsNeverPutTogether() {
        Money dollars = Money.of("1", "USD");
        Money euros = Money.of("1", "EUR");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> dollars.plus(euros))
                .withMessageContaining("USD and EUR");
        assertThatIllegalArgumentException().isThrownBy(() -> dollars.minus(euros));
        assertThat(dollars).isNotEqualTo(euros);
    }

    @Test
    void moneyIsExactAndEqualByItsValue() {
        assertThat(Money.of("0.1", "USD").plus(Money.of("0.20", "USD")))
                .isEqualTo(Money.of("0.3", "USD"))
                .hasSameHashCodeAs(Money.of("0.300", "USD"))
                .hasToString("0.30 USD");
        assertThat(Money.of("-1234.565", "USD")).hasToString("-1,234.57 USD");
        assertThat(Money.of("1234.5", "JPY")).hasToString("1,235 JPY");
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of("1", "money"));
    }

    @Test
    void aPriceThatDependsOnLengthAndTimeIsAskedForEachRequest() {
        Instant night = Instant.parse("2026-11-21T03:00:00Z");
        PriceSource steps = new PriceSource() {
            @Override
            public @Nullable Price price(String provider, String model) {
                return model.equals("known") ? THOUSANDTHS : null;
            }

            @Override
            public @Nullable Price price(String provider, String model, Usage usage, @Nullable Instant at) {
                Long input = usage.inputTokens();
                return input != null && input > 1000 && night.equals(at)
                        ? new Price(USD, new BigDecimal(4000), BigDecimal.ONE, null, null)
                        : price(provider, model);
            }
        };
        MeasuredCost cost = MeasuredCost.builder(PRICES.orElse(steps).orElse(PRICES), USD)
                .add("a", "known", Usage.of(2000, 0), night)
                .build();
        assertThat(cost.covered()).isEqualTo(Money.of("2", "USD"));

        MeasuredCost stepped = MeasuredCost.builder(steps.orElse(PRICES), USD)
                .add("a", "known", Usage.of(2000, 0), night)
                .add("a", "known", Usage.of(2000, 0))
                .build();
        assertThat(stepped.covered()).isEqualTo(Money.of("10", "USD"));
        assertThat(steps.orElse(PRICES).price("a", "euro")).isEqualTo(PRICES.price("a", "euro"));
        assertThat(steps.orElse(PRICES).price("a", "euro", Usage.UNKNOWN, null)).isEqualTo(PRICES.price("a", "euro"));
    }
}
