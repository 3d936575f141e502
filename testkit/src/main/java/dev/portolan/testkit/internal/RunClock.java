package dev.portolan.testkit.internal;

import dev.portolan.chat.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Time as runs see it: the computer's, or a test's. */
public interface RunClock {

    /** The computer's. */
    RunClock SYSTEM = new RunClock() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration time, Cancellation until) throws InterruptedException {
            CountDownLatch over = new CountDownLatch(1);
            Cancellation.Registration waker = until.onCancel(over::countDown);
            try {
                if (over.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            } finally {
                waker.close();
            }
        }
    };

    /**
     * The date and time.
     *
     * @return now
     */
    Instant now();

    /**
     * For measuring: counts on, whatever happens to the date.
     *
     * @return nanoseconds from any beginning
     */
    long nanos();

    /**
     * Waits until the time is over or the cancellation comes.
     *
     * @param time how long
     * @param until what ends the waiting
     * @throws InterruptedException when the thread is interrupted
     */
    void pause(Duration time, Cancellation until) throws InterruptedException;
}
