package dev.portolan.routing.limit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for a while or until woken, so that tests can bring their own time. */
@FunctionalInterface
interface Waiting {

    /** Real time. */
    Waiting REAL = (time, wake) -> wake.await(time.toNanos(), TimeUnit.NANOSECONDS);

    /**
     * Waits. Whether it was woken or the time is up, whoever waits finds out for itself.
     *
     * @param time how long
     * @param wake ends the wait when it reaches zero
     * @throws InterruptedException when the thread is interrupted
     */
    void await(Duration time, CountDownLatch wake) throws InterruptedException;
}
