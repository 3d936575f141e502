package dev.portolan.routing.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.CallContext;
import dev.portolan.evidence.cost.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a budget is, and how it is said in one line. */
class BudgetTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5 USD per day by tenant",
                "2000000 tokens per month by feature,tag:team,tenant",
                "0.5 EUR per hour by model,task",
                "1000 USD in total for tenant=acme"
            })
    void aLineIsReadAndSaidTheSameWay(String line) {
        assertThat(Budget.parse("team", line).build()).hasToString("team: " + line);
    }

    @Test
    void aLineIsReadWithoutRegardToSpacesAndCase() {
        Budget budget = Budget.parse("b", "  5.00  usd per month  by tenant , feature for tag:team=red ")
                .build();

        assertThat(budget.limit()).isEqualByComparingTo("5");
        assertThat(budget.by()).containsExactly(BudgetScope.FEATURE, BudgetScope.TENANT);
        assertThat(budget.only()).containsEntry(BudgetScope.tag("team"), "red");
        assertThat(budget.period()).isEqualTo(BudgetPeriod.MONTH);
        assertThat(budget.alerts()).containsExactly(80);
        assertThat(budget.zone()).isEqualTo(ZoneOffset.UTC);
    }

    @ParameterizedTest
    @CsvSource({
        "'', amount",
        "much USD per day, no amount",
        "-5 USD per day, more than zero",
        "0 USD per day, more than zero",
        "5, currency or tokens",
        "5 dollars per day, no currency",
        "1.5 tokens per day, whole numbers",
        "5 USD, per hour",
        "5 USD per week, no period",
        "5 USD per day per tenant, cannot be read",
        "5 USD per day by customer, no scope",
        "5 USD per day for tenant, no scope=value",
        "99999999999 USD per day, more than can be counted"
    })
    void aLineThatCannotBeReadSaysWhatIsWrong(String line, String says) {
        assertThatThrownBy(() -> Budget.parse("b", line).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(says);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> Budget.builder("a/b")).hasMessageContaining("name");
        assertThatThrownBy(() -> Budget.builder("b").build()).hasMessageContaining("limit");
        assertThatThrownBy(() -> Budget.builder("b").alertAt(101)).hasMessageContaining("alert-at");
        assertThatThrownBy(() -> BudgetScope.tag(" ")).hasMessageContaining("tag");
    }

    @Test
    void aPeriodFollowsTheCalendarOfItsZone() {
        Instant moment = Instant.parse("2026-10-25T12:30:00Z");

        assertThat(BudgetPeriod.DAY.start(moment, BERLIN)).isEqualTo("2026-10-24T22:00:00Z");
        // the day on which summer time ends has 25 hours
        assertThat(BudgetPeriod.DAY.end(moment, BERLIN)).isEqualTo("2026-10-25T23:00:00Z");
        assertThat(BudgetPeriod.MONTH.start(moment, BERLIN)).isEqualTo("2026-09-30T22:00:00Z");
        assertThat(BudgetPeriod.MONTH.end(moment, BERLIN)).isEqualTo("2026-10-31T23:00:00Z");
        assertThat(BudgetPeriod.HOUR.start(moment, BERLIN)).isEqualTo("2026-10-25T12:00:00Z");
        assertThat(BudgetPeriod.HOUR.end(moment, BERLIN)).isEqualTo("2026-10-25T13:00:00Z");
        assertThat(BudgetPeriod.TOTAL.start(moment, BERLIN)).isNull();
        assertThat(BudgetPeriod.TOTAL.end(moment, BERLIN)).isNull();
    }

    @Test
    void aKeyTellsOwnersApartWhateverTheyAreCalled() {
        Budget budget = Budget.builder("b")
                .money(Money.of("1", "USD"))
                .by(BudgetScope.TENANT, BudgetScope.tag("team"))
                .per(BudgetPeriod.DAY)
                .build();
        Instant now = Instant.parse("2026-10-25T12:30:00Z");
        String plain = key(budget, CallContext.builder().tenant("acme").tag("team", "red"), now);

        assertThat(plain).isEqualTo("budget/b/USD/day@2026-10-25T00:00:00Z/tag:team=red/tenant=acme");
        assertThat(key(budget, CallContext.builder().tenant("acme/tenant=red"), now))
                .doesNotContain("acme");
        assertThat(key(budget, CallContext.builder().tenant("a\nb"), now))
                .isNotEqualTo(key(budget, CallContext.builder().tenant("a\tb"), now));
        assertThat(key(budget, CallContext.builder().tenant("x".repeat(5000)), now))
                .hasSizeLessThan(400);
        assertThat(key(budget, CallContext.builder(), now)).endsWith("tenant=");
    }

    private static String key(Budget budget, CallContext.Builder context, Instant now) {
        return AccountId.of(budget, "assistant", context.build(), now).key();
    }

    @Test
    void moneyIsCountedInBillionthsAndNeverTooLittle() {
        assertThat(Units.up(new BigDecimal("0.0000000001"))).isEqualTo(1);
        assertThat(Units.up(new BigDecimal("1.5"))).isEqualTo(1_500_000_000L);
        assertThat(Units.up(new BigDecimal("1e30"))).isEqualTo(Long.MAX_VALUE);
        assertThat(Units.plus(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
        assertThat(Units.times(Long.MAX_VALUE, 2)).isEqualTo(Long.MAX_VALUE);
        assertThat(Units.times(3, 4)).isEqualTo(12);
    }
}
