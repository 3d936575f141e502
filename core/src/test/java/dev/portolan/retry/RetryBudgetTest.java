package dev.portolan.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    private final ManualTimer time = new ManualTimer();

    private static int takeAll(RetryBudget budget) {
        int taken = 0;
        while (budget.tryTake()) {
            taken++;
        }
        return taken;
    }

    @Test
    void aBucketStartsFullAndDoesNotOverflow() {
        RetryBudget budget = new RetryBudget(0.2, time::nanos);
        assertThat(budget).hasToString("RetryBudget[60 left]");
        for (int i = 0; i < 1_000; i++) {
            budget.called();
        }
        time.pass(Duration.ofHours(1));
        assertThat(takeAll(budget)).isEqualTo(60);
    }

    @Test
    void callsEarnRetries() {
        RetryBudget budget = new RetryBudget(0.2, time::nanos);
        takeAll(budget);
        for (int i = 0; i < 50; i++) {
            budget.called();
        }
        assertThat(takeAll(budget)).isEqualTo(10);
    }

    @Test
    void oneRetryComesEachSecondHoweverFewTheCalls() {
        RetryBudget budget = new RetryBudget(0, time::nanos);
        takeAll(budget);
        budget.called();
        assertThat(budget.tryTake()).isFalse();
        time.pass(Duration.ofMillis(1_500));
        assertThat(takeAll(budget)).isEqualTo(1);
        time.pass(Duration.ofMillis(500));
        assertThat(takeAll(budget)).isEqualTo(1);
    }

    @Test
    void aLongOutageSendsNoMoreThanAFifthAgain() {
        RetryBudget budget = new RetryBudget(0.2, time::nanos);
        int sent = 0;
        for (int call = 0; call < 60_000; call++) {
            time.pass(Duration.ofMillis(10));
            budget.called();
            sent++;
            for (int retry = 0; retry < 2 && budget.tryTake(); retry++) {
                sent++;
            }
        }
        assertThat(sent).isBetween(72_000, 72_700);
    }

    @Test
    void aShareThatMakesNoSenseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryBudget(-0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryBudget(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryBudget(11));
    }
}
