package dev.portolan.routing.shadow;

import dev.portolan.evidence.cost.Money;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How much of the day's cap and budget is used. Days are those of UTC; a clock that is set back opens no day again. Thread-safe.
 */
final class DayCount {

    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private long day = Long.MIN_VALUE;
    private long calls;
    private long underWay;
    private boolean costUnknown;
    private BigDecimal spent = BigDecimal.ZERO;
    private BigDecimal dearest = BigDecimal.ZERO;

    DayCount(Clock clock) {
        this.clock = clock;
    }

    /** Takes one call from what is left; the reason when there is nothing left, and then nothing is taken. */
    @Nullable
    NotCompared take(@Nullable Long cap, @Nullable Money budget) {
        lock.lock();
        try {
            NotCompared none = exhausted(cap, budget);
            if (none == null) {
                calls++;
                underWay++;
            }
            return none;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing could be taken now. */
    @Nullable
    NotCompared left(@Nullable Long cap, @Nullable Money budget) {
        if (cap == null && budget == null) {
            return null;
        }
        lock.lock();
        try {
            return exhausted(cap, budget);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable NotCompared exhausted(@Nullable Long cap, @Nullable Money budget) {
        long today = Math.floorDiv(clock.millis(), DAY);
        if (today > day) {
            day = today;
            calls = 0;
            costUnknown = false;
            spent = BigDecimal.ZERO;
            dearest = BigDecimal.ZERO;
        }
        if (cap != null && calls >= cap) {
            return NotCompared.CAPPED;
        }
        if (budget == null) {
            return null;
        }
        BigDecimal setAside = spent.add(dearest.multiply(BigDecimal.valueOf(underWay + 1)));
        boolean over = spent.compareTo(budget.amount()) >= 0 || setAside.compareTo(budget.amount()) > 0;
        return over || costUnknown ? NotCompared.BUDGET : null;
    }

    /** A call that was taken has ended, and nothing was paid for it. */
    void free() {
        lock.lock();
        try {
            underWay--;
        } finally {
            lock.unlock();
        }
    }

    /** A call that was taken was answered; its cost may not be known. */
    void paid(@Nullable Money cost, @Nullable Money budget) {
        lock.lock();
        try {
            underWay--;
            if (budget == null) {
                return;
            }
            if (cost == null || !cost.currency().equals(budget.currency())) {
                costUnknown = true;
            } else {
                spent = spent.add(cost.amount());
                dearest = dearest.max(cost.amount());
            }
        } finally {
            lock.unlock();
        }
    }

    /** A call that was taken broke off; the vendor may have worked, so that it counts as the dearest one. */
    void perhapsPaid() {
        lock.lock();
        try {
            underWay--;
            spent = spent.add(dearest);
        } finally {
            lock.unlock();
        }
    }
}
