package dev.portolan.testkit.parity;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.evidence.check.Measure;
import dev.portolan.evidence.check.Observation;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Counts what live answers take, and stops the run before a call that would probably exceed the budget. Thread-safe. */
final class BudgetMeter {

    private final Budget budget;
    private final @Nullable Measure cost;
    private final Currency currency;
    private final RunStop stop;
    private final ReentrantLock lock = new ReentrantLock();
    private BigDecimal money = BigDecimal.ZERO;
    private long priced;
    private long tokens;
    private long counted;
    private int inFlight;

    BudgetMeter(Budget budget, @Nullable Measure cost, Currency currency, RunStop stop) {
        this.budget = budget;
        this.cost = cost;
        this.currency = currency;
        this.stop = stop;
    }

    /** Whether one more call may begin; if so it must be told to {@link #ended}. */
    boolean admits() {
        lock.lock();
        try {
            BigDecimal limit = budget.money();
            if (limit != null && exceeds(money, priced, limit)) {
                stop.halt("The budget of " + limit.toPlainString() + " " + currency.getCurrencyCode() + " is used up: "
                        + money.stripTrailingZeros().toPlainString() + " are spent");
            }
            Long most = budget.tokens();
            if (most != null && exceeds(BigDecimal.valueOf(tokens), counted, BigDecimal.valueOf(most))) {
                stop.halt("The budget of " + most + " tokens is used up: " + tokens + " are spent");
            }
            if (stop.stopped()) {
                return false;
            }
            inFlight++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** With as much as the mean for each call in flight and for the next one. */
    private boolean exceeds(BigDecimal spent, long calls, BigDecimal limit) {
        if (calls == 0) {
            return spent.compareTo(limit) >= 0;
        }
        BigDecimal soon = spent.multiply(BigDecimal.valueOf(calls + inFlight + 1));
        return soon.compareTo(limit.multiply(BigDecimal.valueOf(calls))) > 0;
    }

    /**
     * A call that was admitted has ended. What it cost is counted at the same moment as it is no longer in flight, so that no other
     * call is admitted on money that is gone.
     *
     * @param response what is to be paid for, or null
     */
    void ended(ChatRequest request, @Nullable ChatResponse response) {
        lock.lock();
        try {
            inFlight--;
            if (response != null) {
                paid(request, response);
            }
        } finally {
            lock.unlock();
        }
    }

    /** An answer that was paid for when the journal was written. */
    void resumed(ChatRequest request, ChatResponse response) {
        lock.lock();
        try {
            paid(request, response);
        } finally {
            lock.unlock();
        }
    }

    private void paid(ChatRequest request, ChatResponse response) {
        BigDecimal price = cost == null ? null : cost.of(Observation.of(request, response));
        Long used = response.usage().totalTokens();
        if (price != null) {
            money = money.add(price);
            priced++;
        } else if (budget.money() != null) {
            stop.halt("The budget cannot be kept: what " + response.model() + " of " + response.provider()
                    + " costs is not known");
        }
        if (used != null) {
            tokens += used;
            counted++;
        } else if (budget.tokens() != null) {
            stop.halt("The budget cannot be kept: " + response.model() + " of " + response.provider()
                    + " does not tell how many tokens it used");
        }
    }

    /** What was spent, or null when no price is known. */
    @Nullable
    BigDecimal money() {
        lock.lock();
        try {
            return priced == 0 ? null : money;
        } finally {
            lock.unlock();
        }
    }
}
