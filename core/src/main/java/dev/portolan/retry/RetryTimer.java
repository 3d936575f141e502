package dev.portolan.retry;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Time and chance, so that tests can bring their own.
 *
 * @param clock what the wall says, for the trail
 * @param nanoClock monotonic nanoseconds, for durations
 * @param random gives numbers from 0 to less than 1
 * @param sleeper waits
 */
record RetryTimer(Clock clock, LongSupplier nanoClock, DoubleSupplier random, Sleeper sleeper) {

    /** The real ones. */
    static final RetryTimer SYSTEM = new RetryTimer(
            Clock.systemUTC(),
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextDouble(),
            (wait, wake) -> wake.await(wait.toNanos(), TimeUnit.NANOSECONDS));

    /** Waits for a while, or until woken. */
    @FunctionalInterface
    interface Sleeper {
        /**
         * Waits. Whether it was woken or the time is up, whoever waits finds out for itself.
         *
         * @param wait how long
         * @param wake ends the wait when it reaches zero
         * @throws InterruptedException when the thread is interrupted
         */
        void sleep(Duration wait, CountDownLatch wake) throws InterruptedException;
    }
}
