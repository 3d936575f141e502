package dev.portolan.chat;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many times one logical call may still be sent, over all retries and fallbacks together. Made by the outermost
 * decorator that sends more than once and handed inward in the {@link CallContext}. Whoever decides on a single sending,
 * which is the innermost of them, takes from it; the others only look at what remains. Thread-safe.
 */
public final class AttemptBudget {

    private final AtomicInteger left;

    /**
     * A full budget.
     *
     * @param attempts how many attempts in all, at least 1
     */
    public AttemptBudget(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1");
        }
        this.left = new AtomicInteger(attempts);
    }

    /**
     * Takes one attempt.
     *
     * @return false when none is left; the call must not be sent
     */
    public boolean tryTake() {
        return left.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0;
    }

    /**
     * How many attempts are left.
     *
     * @return zero or more
     */
    public int remaining() {
        return left.get();
    }

    @Override
    public String toString() {
        return "AttemptBudget[" + remaining() + " left]";
    }
}
