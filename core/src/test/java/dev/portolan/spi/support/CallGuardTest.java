package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.Timeouts;
import dev.portolan.error.Cancelled;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimedOut;
import dev.portolan.error.TimeoutPhase;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallGuardTest {

    private final AtomicLong clock = new AtomicLong();
    private final Watchdog watchdog = Watchdog.unthreaded(clock::get);
    private final AtomicInteger aborts = new AtomicInteger();

    @ParameterizedTest
    @CsvSource({
        "CONNECT, no connection within 1000 ms, Check address",
        "FIRST_TOKEN, no answer within 2000 ms, Allow more time to the first token",
        "IDLE, the answer was silent for 3000 ms, Allow a longer idle time",
        "TOTAL, the deadline passed, Allow more time"
    })
    void aTimeoutNamesItsPhaseAndWhatToDo(TimeoutPhase phase, String summary, String remedy) {
        CallGuard guard = guard(CallContext.builder()
                .timeouts(new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3)))
                .deadline(Deadline.in(Duration.ofSeconds(10), clock::get))
                .build());
        guard.requireRunning();
        switch (phase) {
            case CONNECT -> {
                guard.connecting();
                pass(Duration.ofMillis(400));
                assertThat(guard.isStopped()).isFalse();
            }
            case FIRST_TOKEN -> {
                guard.connecting();
                guard.securing();
                guard.sending();
                guard.waiting();
            }
            case IDLE -> {
                guard.sending();
                guard.received();
                guard.waiting();
            }
            default -> guard.received();
        }
        pass(Duration.ofMillis(phase == TimeoutPhase.TOTAL ? 10_000 : phase.ordinal() * 1_000 + 1_100));

        assertThat(aborts).hasValue(1);
        assertThat(guard.isStopped()).isTrue();
        IOException socketClosed = new IOException("Socket closed");
        LlmException failure = guard.failure(socketClosed);
        assertThat(failure)
                .isInstanceOf(TimedOut.class)
                .hasMessageContaining(summary)
                .hasMessageContaining(remedy)
                .hasMessageContaining("unknown whether the vendor did the work")
                .hasCause(socketClosed);
        assertThat(((TimedOut) failure).phase()).isEqualTo(phase);
    }

    @Test
    void cancellingAbortsOnceAndIsTold() {
        Cancellation cancellation = new Cancellation();
        CallGuard guard = guard(CallContext.builder().cancellation(cancellation).build());
        cancellation.cancel();
        guard.abort();

        assertThat(aborts).hasValue(1);
        assertThatThrownBy(guard::requireRunning)
                .isInstanceOf(Cancelled.class)
                .hasMessageContaining("by the application");
    }

    @Test
    void aCallCancelledBeforehandIsAbortedAsSoonAsThereIsAHandle() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        CallGuard guard = guard(CallContext.builder().cancellation(cancellation).build());
        assertThat(guard.isStopped()).isTrue();
        assertThat(aborts).hasValue(1);
    }

    @Test
    void afterTheEndNothingStopsIt() {
        Cancellation cancellation = new Cancellation();
        CallGuard guard = guard(CallContext.builder()
                .cancellation(cancellation)
                .deadline(Deadline.in(Duration.ofSeconds(1), clock::get))
                .build());
        guard.close();
        cancellation.cancel();
        pass(Duration.ofSeconds(5));

        assertThat(aborts).hasValue(0);
        assertThat(guard.isStopped()).isFalse();
        assertThat(guard.failure(null)).isNull();
    }

    @Test
    void whatStoppedItIsStillToldAfterTheEnd() {
        CallGuard guard = guard(CallContext.EMPTY);
        guard.abort();
        guard.close();
        assertThat(guard.failure(null)).isInstanceOf(Cancelled.class).hasMessageContaining("closed by its reader");
    }

    @Test
    void limitsOfAgesAreNone() {
        CallGuard guard = guard(CallContext.builder()
                .timeouts(new Timeouts(Duration.ofSeconds(Long.MAX_VALUE), null, null))
                .build());
        guard.connecting();
        guard.securing();
        assertThat(guard.connectLimit()).isEqualTo(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(watchdog.queued()).isZero();
        assertThat(guard.elapsed()).isPositive();
    }

    private CallGuard guard(CallContext context) {
        CallGuard guard = new CallGuard(context, watchdog);
        guard.onAbort(aborts::incrementAndGet);
        return guard;
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
        watchdog.runDue();
    }
}
