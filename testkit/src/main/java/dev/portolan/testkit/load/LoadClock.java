package dev.portolan.testkit.load;

import dev.portolan.chat.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Time as a load run sees it. */
interface LoadClock {

    /** The computer's. */
    LoadClock SYSTEM = new LoadClock() {
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

    /** For measuring. */
    long nanos();

    /** Waits until the time is over or the cancellation comes. */
    void pause(Duration time, Cancellation until) throws InterruptedException;
}
