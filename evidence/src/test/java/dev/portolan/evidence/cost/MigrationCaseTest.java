package dev.portolan.evidence.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationCaseTest {

    private static final Currency USD = Currency.getInstance("USD");

    private static Money dollars(String amount) {
        return Money.of(amount, "USD");
    }

    private static MigrationCase.Builder move(String before, String after) {
        return MigrationCase.builder(MonthlyCost.known(dollars(before)), MonthlyCost.known(dollars(after)));
    }

    private static BigDecimal number(String number) {
        return new BigDecimal(number);
    }

    /** The case that the requirements work out: 30,000 a month saved, for 30,000 of work. */
    @Test
    void fiftyThousandToTwentyThousandPaysBackInAMonthAndSaves330000InAYear() {
        ReturnOnInvestment result = move("50000", "20000")
                .team(number("200"), dollars("150"))
                .build()
                .result();

        assertThat(result.effort()).isEqualTo(dollars("30000"));
        assertThat(result.monthlySaving()).isEqualTo(dollars("30000"));
        assertThat(result.paybackMonths()).isEqualByComparingTo("1");
        assertThat(result.firstYear()).isEqualTo(dollars("330000"));
        assertThat(result.firstYearReturn()).isEqualByComparingTo("11");
        assertThat(result.unknown()).isEmpty();
        assertThat(result.sentence())
                .isEqualTo("Effort 30,000.00 USD, saving 30,000.00 USD a month: paid back after 1.0 months, "
                        + "330,000.00 USD saved in the first year");
    }

    @Test
    void infrastructureAndErrorsCountAgainstTheSaving() {
        ReturnOnInvestment result = move("50000", "20000")
                .infrastructure(dollars("1000"), dollars("3000"))
                // 100,000 answers, 0.5 points more of them wrong, 4 dollars each: 2,000
                .errors(dollars("4"), 100_000, number("0.020"), number("0.025"))
                .team(number("200"), dollars("150"))
                .build()
                .result();

        assertThat(result.monthlySaving()).isEqualTo(dollars("26000"));
        assertThat(result.paybackMonths()).isEqualByComparingTo("1.2");
        assertThat(result.firstYear()).isEqualTo(dollars("282000"));
    }

    @Test
    void aTargetThatMakesFewerErrorsSavesMore() {
        ReturnOnInvestment result = move("100", "100")
                .errors(dollars("1"), 1000, number("0.05"), number("0.03"))
                .build()
                .result();

        assertThat(result.monthlySaving()).isEqualTo(dollars("20"));
        assertThat(result.paybackMonths()).isEqualByComparingTo("0");
        assertThat(result.firstYear()).isEqualTo(dollars("240"));
        assertThat(result.firstYearReturn()).isNull();
    }

    @Test
    void learningIsPaidInTheMonthsInWhichItHappens() {
        ReturnOnInvestment result = move("50000", "20000")
                .team(number("200"), dollars("150"))
                // 15,000 and 6,000 dollars
                .learning(number("100"), number("40"))
                .build()
                .result();

        assertThat(result.learning()).containsExactly(dollars("15000"), dollars("6000"));
        // -30,000, then -15,000, then +9,000: 15/24 of the second month
        assertThat(result.paybackMonths()).isEqualByComparingTo("1.7");
        assertThat(result.invested()).isEqualTo(dollars("51000"));
        assertThat(result.firstYear()).isEqualTo(dollars("309000"));
        assertThat(result.firstYearReturn()).isEqualByComparingTo("6.0588");
    }

    @Test
    void aLaterMonthOfLearningMayPutThePaybackOff() {
        ReturnOnInvestment result = new ReturnOnInvestment(
                dollars("10"), List.of(dollars("0"), dollars("50"), dollars("0")), dollars("20"), List.of());

        // 10 - 20 + 30 - 20 = 0 after three months; after the first there was more, for a while.
        assertThat(result.paybackMonths()).isEqualByComparingTo("3");
        ReturnOnInvestment longer =
                new ReturnOnInvestment(dollars("10"), List.of(dollars("0"), dollars("60")), dollars("20"), List.of());
        assertThat(longer.paybackMonths()).isEqualByComparingTo("3.5");
    }

    @Test
    void learningAfterTheFirstYearIsNoneOfItsCost() {
        List<Money> learning = java.util.Collections.nCopies(14, dollars("1"));
        ReturnOnInvestment result = new ReturnOnInvestment(dollars("0"), learning, dollars("10"), List.of());

        assertThat(result.invested()).isEqualTo(dollars("12"));
        assertThat(result.firstYear()).isEqualTo(dollars("108"));
        assertThat(result.paybackMonths()).isEqualByComparingTo("0");
    }

    @Test
    void aMoveThatCostsMoreIsNeverPaidBack() {
        ReturnOnInvestment result =
                move("100", "110").team(number("1"), dollars("50")).build().result();

        assertThat(result.paybackMonths()).isNull();
        assertThat(result.firstYear()).isEqualTo(dollars("-170"));
        assertThat(result.sentence()).endsWith("never paid back, 170.00 USD lost in the first year");
        assertThat(move("100", "100").build().result().paybackMonths()).isNull();
    }

    @Test
    void anUnknownPriceMakesTheCaseUnknownAndSaysSo() {
        MonthlyCost unknown = MeasuredCost.builder((provider, model) -> null, USD)
                .add("bedrock", "nova", dev.portolan.chat.Usage.of(1, 1))
                .build()
                .projected(1000);
        ReturnOnInvestment result = MigrationCase.builder(MonthlyCost.known(dollars("100")), unknown)
                .team(number("1"), dollars("50"))
                .build()
                .result();

        assertThat(result.monthlySaving()).isNull();
        assertThat(result.paybackMonths()).isNull();
        assertThat(result.firstYear()).isNull();
        assertThat(result.firstYearReturn()).isNull();
        assertThat(result.unknown())
                .containsExactly("cost of the target: unknown, at least 0.00 USD a month (0.0 % covered)");
        assertThat(result.sentence()).startsWith("Effort 50.00 USD; whether it pays is not known: cost of the target");
        assertThat(MigrationCase.builder(unknown, unknown).build().result().unknown())
                .hasSize(2);
    }

    @Test
    void anUnknownErrorRateMakesTheCaseUnknownToo() {
        MigrationCase.Builder move = move("100", "50").errors(dollars("1"), 10, number("0.1"), null);

        assertThat(move.build().result().unknown()).containsExactly("share of wrong answers of the target");
        assertThat(move.errors(dollars("1"), 10, null, number("0.1"))
                        .build()
                        .result()
                        .unknown())
                .containsExactly("share of wrong answers of the source");
        assertThat(move.errors(dollars("1"), 10, number("0.1"), number("0.1"))
                        .build()
                        .result()
                        .monthlySaving())
                .isEqualTo(dollars("50"));
    }

    @Test
    void currenciesAreNeverMixed() {
        MonthlyCost euros = MonthlyCost.known(Money.of("1", "EUR"));
        Money euro = Money.of("1", "EUR");
        MigrationCase.Builder move = move("100", "50");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> MigrationCase.builder(MonthlyCost.known(dollars("1")), euros));
        assertThatIllegalArgumentException().isThrownBy(() -> move.team(BigDecimal.ONE, euro));
        assertThatIllegalArgumentException().isThrownBy(() -> move.infrastructure(euro, euro));
        assertThatIllegalArgumentException().isThrownBy(() -> move.infrastructure(dollars("1"), euro));
        assertThatIllegalArgumentException().isThrownBy(() -> move.errors(euro, 1, BigDecimal.ZERO, BigDecimal.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReturnOnInvestment(dollars("1"), List.of(euro), dollars("1"), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReturnOnInvestment(dollars("1"), List.of(), euro, List.of()));
    }

    @Test
    void numbersThatCannotBeAreRefused() {
        MigrationCase.Builder move = move("100", "50");

        assertThatIllegalArgumentException().isThrownBy(() -> move.team(number("-1"), dollars("1")));
        assertThatIllegalArgumentException().isThrownBy(() -> move.learning(number("-1")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> move.errors(dollars("1"), -1, BigDecimal.ZERO, BigDecimal.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> move.errors(dollars("1"), 1, number("1.1"), BigDecimal.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> move.errors(dollars("1"), 1, BigDecimal.ZERO, number("-0.1")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReturnOnInvestment(dollars("1"), List.of(), null, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReturnOnInvestment(dollars("1"), List.of(), dollars("1"), List.of("why")));
    }
}
