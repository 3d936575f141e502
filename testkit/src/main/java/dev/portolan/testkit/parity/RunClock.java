package dev.portolan.testkit.parity;

import dev.portolan.chat.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Time as a run sees it. */
interface RunClock {

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

    /** The date and time. */
    Instant now();

    /** For measuring: counts on, whatever happens to the date. */
    long nanos();

    /** Waits until the time is over or the cancellation comes. */
    void pause(Duration time, Cancellation until) throws InterruptedException;
}
