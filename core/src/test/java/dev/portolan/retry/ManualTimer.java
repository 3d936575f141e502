package dev.portolan.retry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Time that passes only when somebody waits. */
final class ManualTimer {

    final List<Duration> waits = new ArrayList<>();
    Runnable whileWaiting = () -> {};
    double random = 1.0;
    private long nanos;

    long nanos() {
        return nanos;
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    RetryTimer timer() {
        return new RetryTimer(
                Clock.fixed(Instant.parse("2026-08-01T12:00:00Z"), ZoneOffset.UTC),
                () -> nanos,
                () -> random,
                this::sleep);
    }

    private void sleep(Duration wait, CountDownLatch wake) throws InterruptedException {
        waits.add(wait);
        whileWaiting.run();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (wake.getCount() > 0) {
            pass(wait);
        }
    }
}
