package dev.portolan.routing.budget;

import dev.portolan.routing.state.StateChange;
import dev.portolan.routing.state.StateStoreException;
import dev.portolan.routing.state.StoredState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What this instance has used of one budget in one period, and its share in the store. The lock is held by one thread while it writes;
 * what is settled meanwhile queues, so that nobody waits longer than is said.
 */
final class Account {

    /** For how long a share is kept apart after its reservations are over: its instance may only have been idle. */
    private static final Duration GONE = Duration.ofHours(1);

    /** For how long a store keeps a period that is over, for people who look back. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final AccountId id;
    private final String instance;
    private final StoreCalls calls;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Settlement> settlements = new ConcurrentLinkedQueue<>();

    /** By the second of the epoch at which they are over. */
    private final NavigableMap<Long, Long> reserved = new TreeMap<>();

    private long spent;
    private long elsewhere;
    private long written;
    private boolean touched;
    private boolean everWritten;
    private boolean dirty;
    private boolean retired;
    private long usedAt;
    private volatile Shares known = Shares.NONE;
    private volatile boolean refusalTold;

    private record Settlement(long reserved, long until, long used) {}

    /**
     * What came of an operation.
     *
     * @param admitted whether the reservation was made
     * @param until when it is over, in seconds of the epoch
     * @param used what is used up and reserved, as far as is known
     * @param alert the percentage that was reached just now, or 0
     * @param failure why the store could not be asked, or {@code null}
     */
    record Result(
            boolean admitted,
            long until,
            long used,
            int alert,
            @Nullable StateStoreException failure) {}

    Account(AccountId id, String instance, StoreCalls calls) {
        this.id = id;
        this.instance = instance;
        this.calls = calls;
    }

    AccountId id() {
        return id;
    }

    /**
     * Reserves.
     *
     * @return {@code null} when this account is retired and another is to be asked for
     */
    @Nullable
    Result reserve(long amount, Budget budget, BudgetPolicy policy, Instant now) {
        if (!locked(policy.storeWait())) {
            return new Result(false, 0, known.spent(), 0, new StateStoreException("the budget is busy", false, null));
        }
        try {
            if (retired) {
                return null;
            }
            long second = now.getEpochSecond();
            settleQueued(second);
            long until = second + policy.lease().toSeconds();
            Write write = new Write(budget, second, until, amount);
            Result result = write(write, policy, second);
            boolean admitted = result.failure == null
                    ? result.admitted
                    : policy.onStoreFailure() == BudgetPolicy.OnStoreFailure.ALLOW
                            && fits(locallyUsed(second), amount, budget);
            if (admitted) {
                reserved.merge(until, amount, Units::plus);
            }
            return new Result(admitted, until, result.used, result.alert, result.failure);
        } finally {
            lock.unlock();
        }
    }

    private static boolean fits(long used, long amount, Budget budget) {
        return Units.plus(used, amount) <= budget.units();
    }

    /**
     * Gives a reservation back, and counts what was used in its place.
     *
     * @return {@code null} when this account is retired and another is to be asked for
     */
    @Nullable
    Result settle(long amount, long until, long used, Budget budget, BudgetPolicy policy, Instant now) {
        Settlement settlement = new Settlement(amount, until, used);
        if (!locked(policy.storeWait())) {
            settlements.add(settlement);
            return new Result(true, 0, known.spent(), 0, null);
        }
        try {
            if (retired) {
                return null;
            }
            settlements.add(settlement);
            long second = now.getEpochSecond();
            settleQueued(second);
            return write(new Write(budget, second, second + policy.lease().toSeconds(), 0), policy, second);
        } finally {
            lock.unlock();
        }
    }

    private boolean locked(Duration wait) {
        try {
            return lock.tryLock() || lock.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void settleQueued(long second) {
        usedAt = second;
        for (Settlement each = settlements.poll(); each != null; each = settlements.poll()) {
            spent = Units.plus(spent, each.used);
            long amount = each.reserved;
            reserved.computeIfPresent(each.until, (until, sum) -> sum > amount ? sum - amount : null);
            dirty = true;
        }
        // Calls that nobody ended: streams that were dropped.
        reserved.headMap(second, true).clear();
    }

    private long live() {
        long sum = 0;
        for (long amount : reserved.values()) {
            sum = Units.plus(sum, amount);
        }
        return sum;
    }

    private Result write(Write write, BudgetPolicy policy, long second) {
        touched = true;
        try {
            calls.update(id.key(), write, policy.storeWait());
        } catch (StateStoreException e) {
            dirty = true;
            return new Result(false, write.until, locallyUsed(second), 0, e);
        }
        known = write.after;
        if (write.wrote) {
            elsewhere = write.elsewhere;
            written = spent - elsewhere;
            everWritten = true;
            dirty = false;
        }
        return new Result(write.admitted, write.until, write.used, write.alert, null);
    }

    /** What is known of the others, and what this instance has used and reserved itself. */
    private long locallyUsed(long second) {
        Shares seen = known;
        Shares.Share own = seen.of(instance);
        long others = seen.spent() + seen.reserved(second);
        if (own != null) {
            others -= own.spent() + (own.until() > second ? own.reserved() : 0);
        }
        return Units.plus(Units.plus(others, spent - elsewhere), live());
    }

    /** What is used up now, as the store has it, or as far as is known where it cannot be asked. */
    BudgetStatus status(Budget budget, Instant now) {
        long second = now.getEpochSecond();
        Shares shares;
        try {
            StoredState state = calls.store().read(id.key());
            shares = Shares.parse(state == null ? null : state.value());
            known = shares;
        } catch (StateStoreException e) {
            shares = known;
        }
        return status(budget, shares.spent(), shares.reserved(second));
    }

    BudgetStatus status(Budget budget, long spentUnits, long reservedUnits) {
        return new BudgetStatus(
                budget.name(),
                id.owner(),
                budget.currency(),
                budget.limit(),
                Units.amount(spentUnits, budget.currency()),
                Units.amount(reservedUnits, budget.currency()),
                id.start(),
                id.end());
    }

    /** As it was last seen, without asking. */
    BudgetStatus lastSeen(Budget budget, Instant now) {
        return status(budget, known.spent(), known.reserved(now.getEpochSecond()));
    }

    /** Whether this is the first refusal in the period. */
    boolean firstRefusal() {
        boolean first = !refusalTold;
        refusalTold = true;
        return first;
    }

    /** Retires it when it is idle: what it has used stands in the store, where the next account of the key finds it. */
    boolean retire(long idleBefore) {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            if (usedAt < idleBefore && !dirty && reserved.isEmpty() && settlements.isEmpty()) {
                retired = true;
            }
            return retired;
        } finally {
            lock.unlock();
        }
    }

    /** One writing of the own share. Depends on nothing that changes while it is asked, perhaps several times, perhaps on another thread. */
    private final class Write implements StateChange {
        private final Budget budget;
        private final long second;
        private final long until;
        private final long ask;
        private final long holding;
        private final long mySpent = spent;
        private final long myElsewhere = Account.this.elsewhere;
        private final long myWritten = written;
        private final boolean adopts = !touched;
        private final boolean mayBeSettled = everWritten;
        private final boolean mustTell = dirty;
        private boolean admitted;
        private boolean wrote;
        private long elsewhere;
        private long used;
        private int alert;
        private Shares after = Shares.NONE;

        Write(Budget budget, long second, long until, long ask) {
            this.budget = budget;
            this.second = second;
            this.until = until;
            this.ask = ask;
            this.holding = live();
        }

        @Override
        public @Nullable Next next(@Nullable StoredState current) {
            Shares before = Shares.parse(current == null ? null : current.value());
            elsewhere = elsewhere(before.of(instance));
            Shares with = with(before, Units.plus(holding, ask));
            used = Units.plus(with.spent(), with.reserved(second));
            admitted = ask == 0 || used <= budget.units();
            wrote = admitted || mustTell;
            if (!admitted) {
                with = with(before, holding);
                used = Units.plus(with.spent(), with.reserved(second));
            }
            alert = with.alerted() > before.alerted() ? with.alerted() : 0;
            after = with;
            Instant end = id.end();
            Instant forgetAfter =
                    end == null ? null : end.plusSeconds(until - second).plus(KEPT);
            return wrote ? new Next(with.text(), List.of(), forgetAfter) : null;
        }

        private long elsewhere(Shares.@Nullable Share own) {
            if (own == null) {
                // Idle for so long that its share was settled for good, or never there.
                return mayBeSettled ? myElsewhere + myWritten : myElsewhere;
            }
            // Another account of this instance wrote it, which was retired.
            return adopts ? myElsewhere - own.spent() : myElsewhere;
        }

        private Shares with(Shares before, long holds) {
            Shares.Share own = new Shares.Share(instance, mySpent - elsewhere, holds, until);
            Shares with = before.with(own, second - GONE.toSeconds());
            return with.alerted(Math.max(before.alerted(), budget.reached(with.spent())));
        }
    }
}
