package dev.portolan.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CancellationTest {

    @Test
    void anActionRunsOnceOnTheCancellingThread() {
        Cancellation cancellation = new Cancellation();
        Thread[] ran = new Thread[1];
        AtomicInteger runs = new AtomicInteger();
        cancellation.onCancel(() -> {
            ran[0] = Thread.currentThread();
            runs.incrementAndGet();
        });
        assertThat(cancellation.isCancelled()).isFalse();
        assertThat(cancellation).hasToString("Cancellation[open]");

        cancellation.cancel();
        cancellation.cancel();

        assertThat(cancellation.isCancelled()).isTrue();
        assertThat(cancellation).hasToString("Cancellation[cancelled]");
        assertThat(runs).hasValue(1);
        assertThat(ran[0]).isSameAs(Thread.currentThread());
    }

    @Test
    void anActionRegisteredTooLateRunsAtOnce() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        AtomicInteger runs = new AtomicInteger();

        cancellation.onCancel(runs::incrementAndGet).close();

        assertThat(runs).hasValue(1);
    }

    @Test
    void aClosedRegistrationIsForgotten() {
        Cancellation cancellation = new Cancellation();
        AtomicInteger runs = new AtomicInteger();
        Cancellation.Registration registration = cancellation.onCancel(runs::incrementAndGet);

        registration.close();
        registration.close();
        cancellation.cancel();

        assertThat(runs).hasValue(0);
    }

    @Test
    void oneHandleStopsManyCallsAlsoWhenAnActionThrows() {
        Cancellation cancellation = new Cancellation();
        AtomicInteger runs = new AtomicInteger();
        IllegalStateException mistake = new IllegalStateException("broken action");
        for (int i = 0; i < 10; i++) {
            cancellation.onCancel(runs::incrementAndGet);
            if (i == 5) {
                cancellation.onCancel(() -> {
                    throw mistake;
                });
            }
        }

        assertThatThrownBy(cancellation::cancel).isSameAs(mistake);
        assertThat(runs).hasValue(10);
    }

    @Test
    @Timeout(60)
    void aRaceOfCancelAndRegistrationRunsTheActionExactlyOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CyclicBarrier start = new CyclicBarrier(3);
        try {
            for (int i = 0; i < 10_000; i++) {
                Cancellation cancellation = new Cancellation();
                AtomicInteger runs = new AtomicInteger();
                Future<?> cancelling = threads.submit(() -> {
                    start.await();
                    cancellation.cancel();
                    return null;
                });
                Future<?> again = threads.submit(() -> {
                    start.await();
                    cancellation.cancel();
                    return null;
                });
                start.await();
                cancellation.onCancel(runs::incrementAndGet);
                cancelling.get();
                again.get();
                assertThat(runs).hasValue(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Timeout(60)
    void aRaceOfCancelAndCloseRunsTheActionOnceOrNotAtAll() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CyclicBarrier start = new CyclicBarrier(2);
        try {
            for (int i = 0; i < 10_000; i++) {
                Cancellation cancellation = new Cancellation();
                AtomicInteger runs = new AtomicInteger();
                Cancellation.Registration registration = cancellation.onCancel(runs::incrementAndGet);
                Future<?> cancelling = threads.submit(() -> {
                    start.await();
                    cancellation.cancel();
                    return null;
                });
                start.await();
                registration.close();
                cancelling.get();
                cancellation.cancel();
                assertThat(runs.get()).isBetween(0, 1);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
