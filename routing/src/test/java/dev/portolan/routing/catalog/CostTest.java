package dev.portolan.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Usage;
import dev.portolan.evidence.cost.Money;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every oddity of price lists, with figures checked by hand. */
class CostTest {

    private static final PriceTerms LIST = PriceTerms.on(Chart.TODAY);

    private static Rates rates(String in, String out, @Nullable String cached, @Nullable String write) {
        return new Rates(
                new BigDecimal(in),
                new BigDecimal(out),
                cached == null ? null : new BigDecimal(cached),
                write == null ? null : new BigDecimal(write),
                null,
                null);
    }

    private static Pricing pricing(Rates base, PriceStep... steps) {
        return new Pricing(Chart.USD, Pricing.TOKEN, base, List.of(steps), Map.of(), List.of(), List.of(), Map.of());
    }

    private static Offer offer(Pricing pricing, Scope... scopes) {
        return Offer.builder(Cloud.BEDROCK, "a.x", "a/x")
                .pricing(pricing)
                .scopes(List.of(scopes))
                .build();
    }

    private static String total(Offer offer, Usage usage, PriceTerms terms) {
        Cost cost = offer.cost(usage, terms);
        assertThat(cost.unknown()).isEmpty();
        Money total = cost.total();
        assertThat(total).isNotNull();
        return total.amount().stripTrailingZeros().toPlainString();
    }

    @Test
    void inputAndOutputAreBilledByTheMillion() {
        // 1000 x 0.15 + 500 x 0.60 = 150 + 300 millionths
        assertThat(total(offer(Pricing.of(Chart.USD, Rates.of("0.15", "0.60"))), Usage.of(1_000, 500), LIST))
                .isEqualTo("0.00045");
    }

    @Test
    void aLongRequestOfOpenAiCostsTwiceTheInputAndHalfAsMuchMoreForTheOutputFromItsFirstTokenOn() {
        Offer sol = offer(
                pricing(rates("2", "10", "0.2", "2.5"), new PriceStep(272_000, rates("4", "15", "0.4", null), true)));

        // 272,000 x 2 + 1,000 x 10
        assertThat(total(sol, Usage.of(272_000, 1_000), LIST)).isEqualTo("0.554");
        // 272,001 x 4 + 1,000 x 15
        assertThat(total(sol, Usage.of(272_001, 1_000), LIST)).isEqualTo("1.103004");
        Usage cached = Usage.builder()
                .inputTokens(300_000L)
                .cachedInputTokens(100_000L)
                .cacheWriteInputTokens(50_000L)
                .outputTokens(0L)
                .build();
        // 150,000 x 4 + 100,000 x 0.4 + 50,000 x 5: the list has no cache write above the step, it follows the input to
        // twice 2.5.
        Cost cost = sol.cost(cached, LIST);
        assertThat(cost.total()).isEqualTo(Money.of("0.89", "USD"));
        assertThat(cost.cacheWrites()).isEqualTo(Money.of("0.25", "USD"));
        assertThat(cost.assumptions()).singleElement().asString().contains("follow those of input");
    }

    @Test
    void claudeAndGeminiStepUpAbove200kTokens() {
        Offer sonnet = offer(pricing(
                rates("3", "15", "0.3", "3.75"), new PriceStep(200_000, rates("6", "22.5", "0.6", null), true)));
        // 250,000 x 6 + 2,000 x 22.5
        assertThat(total(sonnet, Usage.of(250_000, 2_000), LIST)).isEqualTo("1.545");
        Offer gemini = offer(
                pricing(rates("2", "12", "0.2", null), new PriceStep(200_000, rates("4", "18", "0.4", null), true)));
        // 250,000 x 4 + 2,000 x 18
        assertThat(total(gemini, Usage.of(250_000, 2_000), LIST)).isEqualTo("1.036");
    }

    @Test
    void aStepForTheExcessAloneLeavesTheTokensBelowItAtTheirPrice() {
        Offer qwen = offer(
                pricing(rates("0.5", "3", null, null), new PriceStep(256_000, rates("2", "6", null, null), false)));
        // 256,000 x 0.5 + 44,000 x 2 + 1,000 x 6: the output comes after all input.
        assertThat(total(qwen, Usage.of(300_000, 1_000), LIST)).isEqualTo("0.222");
        // 256,000 x 0.5 + 1,000 x 3
        assertThat(total(qwen, Usage.of(256_000, 1_000), LIST)).isEqualTo("0.131");
    }

    @Test
    void whatACacheHoldsIsTheBeginningOfARequestAndLiesBelowAStep() {
        Offer offer = offer(
                pricing(rates("1", "1", "0.1", "1.25"), new PriceStep(1_000, rates("2", "2", "0.2", "2.5"), false)));
        Usage usage = Usage.builder()
                .inputTokens(1_500L)
                .cachedInputTokens(900L)
                .cacheWriteInputTokens(200L)
                .outputTokens(0L)
                .build();
        Cost cost = offer.cost(usage, LIST);
        assertThat(cost.cachedInput()).isEqualTo(Money.of("0.00009", "USD"));
        // 100 x 1.25 + 100 x 2.5
        assertThat(cost.cacheWrites()).isEqualTo(Money.of("0.000375", "USD"));
        // 400 x 2
        assertThat(cost.input()).isEqualTo(Money.of("0.0008", "USD"));
    }

    @Test
    void haikuCostsFiveTimesAsMuchAbove100kTokens() {
        Offer haiku = offer(pricing(
                rates("0.1", "0.5", "0.01", "0.125"),
                new PriceStep(100_000, rates("0.5", "2.5", "0.05", "0.625"), true)));
        String below = total(haiku, Usage.of(100_000, 1_000), LIST);
        String above = total(haiku, Usage.of(100_001, 1_000), LIST);
        // 100,000 x 0.1 + 1,000 x 0.5; 100,001 x 0.5 + 1,000 x 2.5
        assertThat(below).isEqualTo("0.0105");
        assertThat(above).isEqualTo("0.0525005");
    }

    @Test
    void severalStepsAreClimbedInTheirOrder() {
        Offer coder = offer(pricing(
                rates("1", "5", null, null),
                new PriceStep(32_000, rates("1.8", "9", null, null), true),
                new PriceStep(128_000, rates("3", "15", null, null), true)));
        assertThat(total(coder, Usage.of(20_000, 0), LIST)).isEqualTo("0.02");
        assertThat(total(coder, Usage.of(100_000, 0), LIST)).isEqualTo("0.18");
        assertThat(total(coder, Usage.of(200_000, 0), LIST)).isEqualTo("0.6");
    }

    @Test
    void batchCostsHalfAndPriorityTwice() {
        Pricing pricing = new Pricing(
                Chart.USD,
                Pricing.TOKEN,
                rates("2", "10", "0.2", "2.5"),
                List.of(),
                Map.of(
                        ServiceClass.BATCH, Rates.of("1", "5"),
                        ServiceClass.PRIORITY, Rates.of("4", "20")),
                List.of(),
                List.of(),
                Map.of());
        Usage usage = Usage.of(1_000_000, 100_000);
        assertThat(total(offer(pricing), usage, LIST)).isEqualTo("3");
        assertThat(total(offer(pricing), usage, LIST.with(ServiceClass.BATCH))).isEqualTo("1.5");
        assertThat(total(offer(pricing), usage, LIST.with(ServiceClass.PRIORITY)))
                .isEqualTo("6");
        Cost flex = offer(pricing).cost(usage, LIST.with(ServiceClass.FLEX));
        assertThat(flex.total()).isEqualTo(Money.of("3", "USD"));
        assertThat(flex.assumptions()).singleElement().asString().contains("class flex");
    }

    @Test
    void writingACacheForAnHourCostsMoreThanForFiveMinutesAndReadingItLess() {
        Rates base = new Rates(
                new BigDecimal("3"),
                new BigDecimal("15"),
                new BigDecimal("0.3"),
                new BigDecimal("3.75"),
                new BigDecimal("6"),
                null);
        Usage usage = Usage.builder()
                .inputTokens(12_000L)
                .cacheWriteInputTokens(10_000L)
                .cachedInputTokens(1_000L)
                .outputTokens(100L)
                .build();
        Offer offer = offer(Pricing.of(Chart.USD, base));
        // 1,000 x 3 + 10,000 x 3.75 + 1,000 x 0.3 + 100 x 15
        assertThat(total(offer, usage, LIST)).isEqualTo("0.0423");
        // 1,000 x 3 + 10,000 x 6 + 1,000 x 0.3 + 100 x 15
        assertThat(total(offer, usage, LIST.with(PriceTerms.CacheTime.HOUR))).isEqualTo("0.0648");
    }

    @Test
    void processingInEuropeCostsATenthMoreAtOpenAi() {
        Pricing pricing = new Pricing(
                Chart.USD,
                Pricing.TOKEN,
                rates("2", "10", "0.2", null),
                List.of(new PriceStep(272_000, rates("4", "15", "0.4", null), true)),
                Map.of(ServiceClass.BATCH, Rates.of("1", "5")),
                List.of(),
                List.of(),
                Map.of("eu", new BigDecimal("1.1")));
        Offer offer = offer(pricing);
        assertThat(total(offer, Usage.of(1_000, 1_000), LIST.in("eu"))).isEqualTo("0.0132");
        // 300,000 x 4.4 + 1,000 x 16.5: both factors at once, which no list states.
        Cost both = offer.cost(Usage.of(300_000, 1_000), LIST.in("eu"));
        assertThat(both.total()).isEqualTo(Money.of("1.3365", "USD"));
        assertThat(both.assumptions()).anyMatch(said -> said.contains("multiplied"));
        // 1,000 x 1.1 + 1,000 x 5.5
        assertThat(total(offer, Usage.of(1_000, 1_000), LIST.in("eu").with(ServiceClass.BATCH)))
                .isEqualTo("0.0066");
    }

    @Test
    void aProfileOfBedrockHasPricesOfItsOwnAndGovernmentRegionsAreDearest() {
        Offer offer = offer(
                pricing(rates("3", "15", "0.3", "3.75")),
                new Scope("eu", "eu.a.x", rates("3.3", "16.5", "0.33", "4.125")),
                new Scope("region:us-gov-west-1", null, rates("3.6", "18", "0.36", "4.5")),
                new Scope("jp", "jp.a.x", null));
        assertThat(total(offer, Usage.of(1_000, 1_000), LIST)).isEqualTo("0.018");
        assertThat(total(offer, Usage.of(1_000, 1_000), LIST.in("eu"))).isEqualTo("0.0198");
        assertThat(total(offer, Usage.of(1_000, 1_000), LIST.in("region:us-gov-west-1")))
                .isEqualTo("0.0216");
        Cost japan = offer.cost(Usage.of(1_000, 1_000), LIST.in("jp"));
        assertThat(japan.total()).isEqualTo(Money.of("0.018", "USD"));
        assertThat(japan.assumptions()).singleElement().asString().contains("no price of its own is known for jp");
        Cost nowhere = offer.cost(Usage.of(1_000, 1_000), LIST.in("ca"));
        assertThat(nowhere.total()).isNull();
        assertThat(nowhere.unknown()).containsExactly("bedrock/a.x is not known to be served in ca");
    }

    @Test
    void deepSeekCostsTwiceInOfficeHoursOfBeijingFromMondayToFriday() {
        Rates day = rates("0.3", "1.2", "0.006", null);
        EnumSet<DayOfWeek> week = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
        Pricing pricing = new Pricing(
                Chart.USD,
                Pricing.TOKEN,
                rates("0.15", "0.6", "0.003", null),
                List.of(),
                Map.of(),
                List.of(
                        new PriceWindow(week, LocalTime.of(1, 0), LocalTime.of(4, 0), day),
                        new PriceWindow(week, LocalTime.of(6, 0), LocalTime.of(10, 0), day)),
                List.of(),
                Map.of());
        Offer flash = offer(pricing);
        Usage usage = Usage.of(1_000_000, 1_000_000);

        // 2026-11-20 is a Friday.
        assertThat(total(flash, usage, PriceTerms.at(Instant.parse("2026-11-20T03:59:59Z"))))
                .isEqualTo("1.5");
        assertThat(total(flash, usage, PriceTerms.at(Instant.parse("2026-11-20T04:00:00Z"))))
                .isEqualTo("0.75");
        assertThat(total(flash, usage, PriceTerms.at(Instant.parse("2026-11-20T06:00:00Z"))))
                .isEqualTo("1.5");
        assertThat(total(flash, usage, PriceTerms.at(Instant.parse("2026-11-21T03:00:00Z"))))
                .isEqualTo("0.75");
        assertThat(total(flash, usage, PriceTerms.at(Instant.parse("2026-11-23T02:00:00Z"))))
                .isEqualTo("1.5");
        assertThat(total(flash, usage, PriceTerms.on(LocalDate.of(2026, 11, 20))))
                .isEqualTo("0.75");
    }

    @Test
    void aWindowOverMidnightBelongsToTheDayItBeganOn() {
        Pricing pricing = new Pricing(
                Chart.USD,
                Pricing.TOKEN,
                Rates.of("2", "2"),
                List.of(),
                Map.of(),
                List.of(new PriceWindow(
                        EnumSet.of(DayOfWeek.FRIDAY), LocalTime.of(22, 0), LocalTime.of(2, 0), Rates.of("1", "1"))),
                List.of(),
                Map.of());
        Usage usage = Usage.of(1_000_000, 0);
        assertThat(total(offer(pricing), usage, PriceTerms.at(Instant.parse("2026-11-20T23:00:00Z"))))
                .isEqualTo("1");
        assertThat(total(offer(pricing), usage, PriceTerms.at(Instant.parse("2026-11-21T01:59:59Z"))))
                .isEqualTo("1");
        assertThat(total(offer(pricing), usage, PriceTerms.at(Instant.parse("2026-11-20T01:00:00Z"))))
                .isEqualTo("2");
    }

    @Test
    void geminiDoublesOnTheAnnouncedDayInEveryClassAndAPromotionWithoutAnEndGoesOn() {
        Pricing pricing = new Pricing(
                Chart.USD,
                Pricing.TOKEN,
                rates("2", "10", "0.1", null),
                List.of(),
                Map.of(ServiceClass.BATCH, Rates.of("1", "5")),
                List.of(),
                List.of(
                        new PriceChange(LocalDate.of(2026, 12, 1), rates("4", "20", "0.2", null), null),
                        new PriceChange(null, rates("9", "90", null, null), "the sale ends some day")),
                Map.of());
        Offer argon = offer(pricing);
        Usage usage = Usage.of(1_000_000, 100_000);
        assertThat(total(argon, usage, PriceTerms.on(LocalDate.of(2026, 11, 30))))
                .isEqualTo("3");
        assertThat(total(argon, usage, PriceTerms.on(LocalDate.of(2026, 12, 1))))
                .isEqualTo("6");
        // 1,000,000 x 1 x 4/2 + 100,000 x 5 x 20/10
        assertThat(total(argon, usage, PriceTerms.on(LocalDate.of(2026, 12, 1)).with(ServiceClass.BATCH)))
                .isEqualTo("3");
    }

    @Test
    void reasoningIsBilledAsOutputUnlessItHasAPriceAndFollowsTheOutputThen() {
        Usage usage = Usage.builder()
                .inputTokens(0L)
                .outputTokens(1_000L)
                .reasoningTokens(800L)
                .build();
        Cost plain = offer(Pricing.of(Chart.USD, Rates.of("1", "10"))).cost(usage, LIST);
        assertThat(plain.output()).isEqualTo(Money.of("0.002", "USD"));
        assertThat(plain.reasoning()).isEqualTo(Money.of("0.008", "USD"));
        assertThat(plain.total()).isEqualTo(Money.of("0.01", "USD"));

        Rates own = new Rates(BigDecimal.ONE, BigDecimal.TEN, null, null, null, new BigDecimal("20"));
        Pricing halved = new Pricing(
                Chart.USD,
                Pricing.TOKEN,
                own,
                List.of(),
                Map.of(ServiceClass.BATCH, Rates.of("0.5", "5")),
                List.of(),
                List.of(),
                Map.of());
        // 200 x 10 + 800 x 20, and half of it
        assertThat(total(offer(halved), usage, LIST)).isEqualTo("0.018");
        assertThat(total(offer(halved), usage, LIST.with(ServiceClass.BATCH))).isEqualTo("0.009");
    }

    @Test
    void whatIsNotKnownIsNamedAndTheRestIsAtLeast() {
        Usage usage = Usage.builder()
                .inputTokens(1_000L)
                .cachedInputTokens(400L)
                .cacheWriteInputTokens(100L)
                .outputTokens(10L)
                .build();
        Cost cost = offer(Pricing.of(Chart.USD, Rates.of("1", "10"))).cost(usage, LIST);
        assertThat(cost.complete()).isFalse();
        assertThat(cost.total()).isNull();
        assertThat(cost.cachedInput()).isNull();
        assertThat(cost.unknown())
                .containsExactly(
                        "the price of cached input is not known", "the price of input written to a cache is not known");
        // 500 x 1 + 10 x 10
        assertThat(cost.atLeast()).isEqualTo(Money.of("0.0006", "USD"));
        assertThat(cost)
                .hasToString("unknown (the price of cached input is not known; the price of input written to a"
                        + " cache is not known), at least 0.000600 USD");

        Cost untold = offer(Pricing.of(Chart.USD, Rates.of("1", "10"))).cost(Usage.UNKNOWN, LIST);
        assertThat(untold.unknown()).containsExactly("the input tokens are not told", "the output tokens are not told");
        assertThat(untold.total()).isNull();

        Offer half = offer(Pricing.of(Chart.USD, new Rates(BigDecimal.ONE, null, null, null, null, null)));
        assertThat(half.cost(Usage.of(1, 1), LIST).unknown()).containsExactly("the price of output is not known");
        assertThat(half.cost(Usage.of(1, 0), LIST).total()).isEqualTo(Money.of("0.000001", "USD"));
    }

    @Test
    void aPriceThatIsNotKnownAndOneThatIsNotByTheTokenAreNeverZero() {
        Cost none = Offer.builder(Cloud.BEDROCK, "a.x", "a/x").build().cost(Usage.of(1, 1), LIST);
        assertThat(none.total()).isNull();
        assertThat(none.unknown()).containsExactly("the price of bedrock/a.x is not known");
        Offer rerank = offer(
                new Pricing(Chart.USD, "search", Rates.UNKNOWN, List.of(), Map.of(), List.of(), List.of(), Map.of()));
        assertThat(rerank.cost(Usage.of(1, 1), LIST).unknown())
                .containsExactly("bedrock/a.x is paid by the search, not by the token");
        Offer ollama = Offer.builder(Cloud.OLLAMA, "x", "a/x")
                .pricing(new Pricing(
                        Chart.USD, "machine-hour", Rates.UNKNOWN, List.of(), Map.of(), List.of(), List.of(), Map.of()))
                .build();
        assertThat(ollama.cost(Usage.of(1, 1), LIST).unknown())
                .containsExactly("ollama/x is paid by the machine-hour, not by the token");
        assertThat(ollama.rates(LIST, 0)).isNull();
    }
}
