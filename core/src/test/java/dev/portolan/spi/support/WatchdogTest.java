package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.Deadline;
import dev.portolan.error.TimeoutPhase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchdogTest {

    private static final long NONE = Long.MAX_VALUE;

    private final AtomicLong clock = new AtomicLong(-5_000);
    private final Watchdog watchdog = Watchdog.unthreaded(clock::get);
    private final List<TimeoutPhase> expired = new ArrayList<>();

    @Test
    void aPhaseExpiresAtItsLimitAndNotBefore() {
        watchdog.watch(null, 100, expired::add).begin(TimeoutPhase.FIRST_TOKEN, 100);

        pass(99);
        assertThat(expired).isEmpty();
        pass(1);
        assertThat(expired).containsExactly(TimeoutPhase.FIRST_TOKEN);
        pass(1_000);
        assertThat(expired).hasSize(1);
        assertThat(watchdog.queued()).isZero();
    }

    @Test
    void aLimitThatMovesAwayIsNoticedWhereItIsThen() {
        Watchdog.Watch watch = watchdog.watch(null, 100, expired::add);
        for (int piece = 0; piece < 20; piece++) {
            watch.begin(TimeoutPhase.IDLE, 100);
            pass(90);
        }
        assertThat(expired).isEmpty();
        pass(10);
        assertThat(expired).containsExactly(TimeoutPhase.IDLE);
    }

    @Test
    void aLimitThatMovesNearerIsNotMissed() {
        Watchdog.Watch watch = watchdog.watch(deadline(1_000_000), 50, expired::add);
        watch.begin(TimeoutPhase.FIRST_TOKEN, 900_000);
        pass(200);
        watch.begin(TimeoutPhase.IDLE, 50);
        pass(49);
        assertThat(expired).isEmpty();
        pass(1);
        assertThat(expired).containsExactly(TimeoutPhase.IDLE);
    }

    @Test
    void timeThatNobodyWaitsInDoesNotCount() {
        Watchdog.Watch watch = watchdog.watch(null, 100, expired::add);
        watch.begin(TimeoutPhase.IDLE, 100);
        pass(50);
        watch.pause();
        pass(10_000);
        assertThat(expired).isEmpty();
        watch.begin(TimeoutPhase.IDLE, 100);
        pass(100);
        assertThat(expired).containsExactly(TimeoutPhase.IDLE);
    }

    @Test
    void theDeadlineGoesOnWhileNobodyWaits() {
        Watchdog.Watch watch = watchdog.watch(deadline(1_000), NONE, expired::add);
        watch.pause();
        pass(999);
        assertThat(expired).isEmpty();
        pass(1);
        assertThat(expired).containsExactly(TimeoutPhase.TOTAL);
    }

    @Test
    void whicheverLimitComesFirstIsTold() {
        watchdog.watch(deadline(100), 500, expired::add).begin(TimeoutPhase.IDLE, 500);
        watchdog.watch(deadline(500), 100, expired::add).begin(TimeoutPhase.CONNECT, 100);
        pass(600);
        assertThat(expired).containsExactlyInAnyOrder(TimeoutPhase.TOTAL, TimeoutPhase.CONNECT);
    }

    @Test
    void anEndedCallNeverExpires() {
        Watchdog.Watch watch = watchdog.watch(deadline(100), 50, expired::add);
        watch.begin(TimeoutPhase.IDLE, 50);
        watch.end();
        watch.end();
        pass(1_000);
        assertThat(expired).isEmpty();
        assertThat(watchdog.queued()).isZero();
    }

    @Test
    void aCallWithoutLimitsIsNotKept() {
        watchdog.watch(null, NONE, expired::add).begin(TimeoutPhase.IDLE, NONE);
        assertThat(watchdog.queued()).isZero();
    }

    @Test
    void callsThatEndedEarlyDoNotPileUp() {
        for (int call = 0; call < 100_000; call++) {
            watchdog.watch(deadline(1_000_000), NONE, expired::add).end();
        }
        assertThat(watchdog.queued()).isLessThan(1_000);
    }

    @Test
    void anActionThatFailsStopsNoOther() {
        LogCapture log = LogCapture.of(Watchdog.class);
        watchdog.watch(null, 10, phase -> {
                    throw new IllegalStateException("the transport is in a bad mood");
                })
                .begin(TimeoutPhase.IDLE, 10);
        watchdog.watch(null, 10, phase -> {
                    throw new NoClassDefFoundError("undeployed");
                })
                .begin(TimeoutPhase.IDLE, 10);
        watchdog.watch(null, 10, expired::add).begin(TimeoutPhase.IDLE, 10);
        pass(10);
        assertThat(expired).containsExactly(TimeoutPhase.IDLE);
        assertThat(log.stop())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.toString()).contains("could not be aborted"));
    }

    @Test
    void theSharedOneExpiresByItselfOnOneDaemonThread() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(100);
        List<Thread> threads = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int call = 0; call < 100; call++) {
            Watchdog.shared()
                    .watch(null, 5_000_000, phase -> {
                        threads.add(Thread.currentThread());
                        done.countDown();
                    })
                    .begin(TimeoutPhase.IDLE, 5_000_000L + call);
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(threads.stream().distinct()).singleElement().satisfies(thread -> {
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getContextClassLoader()).isNull();
        });
    }

    @Test
    void anEarlierCallWakesTheSharedOneFromItsSleep() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Watchdog.Watch far = Watchdog.shared().watch(Deadline.in(Duration.ofHours(1)), NONE, phase -> {});
        TimeUnit.MILLISECONDS.sleep(20);
        Watchdog.shared().watch(Deadline.in(Duration.ofMillis(5)), NONE, phase -> done.countDown());
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        far.end();
    }

    private Deadline deadline(long nanos) {
        return Deadline.in(Duration.ofNanos(nanos), clock::get);
    }

    private void pass(long nanos) {
        for (long step = 0; step < nanos; step++) {
            clock.incrementAndGet();
            if (nanos <= 10_000) {
                watchdog.runDue();
            }
        }
        watchdog.runDue();
    }
}
