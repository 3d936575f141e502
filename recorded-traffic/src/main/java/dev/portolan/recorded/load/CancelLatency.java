package dev.portolan.recorded.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.Cancelled;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * How long it takes until a service knows that a call was cancelled. The service falls silent before the first event, or after some.
 *
 * @param model what is called
 * @param inFlight how many calls the service is busy with
 * @param beforeTheFirstEvent when a call is cancelled
 */
public record CancelLatency(ChatModel model, IntSupplier inFlight, boolean beforeTheFirstEvent) {

    /** How often a cancel is measured: 1,000 in a full run. */
    private static final int CANCELS = Integer.getInteger("portolan.cancels", 200);

    /** Calls before the first that counts, for the compiler and the first connection. */
    private static final int WARM_UP = 20;

    /** Makes the calls that do not count. */
    public void warmUp() throws InterruptedException {
        for (int i = 0; i < WARM_UP; i++) {
            cancelled();
        }
    }

    /** Cancels many calls, one after the other; at most 100 ms at p99 and a second at the worst, and no call left. */
    public void check() throws InterruptedException {
        long[] nanos = new long[CANCELS];
        for (int i = 0; i < CANCELS; i++) {
            nanos[i] = cancelled();
        }
        Arrays.sort(nanos);
        long p99 = TimeUnit.NANOSECONDS.toMillis(nanos[CANCELS * 99 / 100]);
        long worst = TimeUnit.NANOSECONDS.toMillis(nanos[CANCELS - 1]);
        System.out.printf(
                "%d cancels %s: the server noticed after %.1f ms at the median, %d ms at p99, %d ms at the worst%n",
                CANCELS,
                beforeTheFirstEvent ? "before the first event" : "in mid-stream",
                nanos[CANCELS / 2] / 1e6,
                p99,
                worst);
        assertThat(p99).isLessThanOrEqualTo(100);
        assertThat(worst).isLessThanOrEqualTo(1_000);
        assertThat(inFlight.getAsInt()).isZero();
    }

    /** One call, cancelled when the server waits: how long it takes until the server has given it up. */
    private long cancelled() throws InterruptedException {
        Cancellation cancellation = new Cancellation();
        CallContext context = CallContext.builder().cancellation(cancellation).build();
        long[] noticed = {0};
        try (ChatStream stream = model.stream(ChatRequest.of("Count."), context)) {
            Thread canceller = new Thread(() -> noticed[0] = cancel(cancellation));
            if (beforeTheFirstEvent) {
                canceller.start();
            } else {
                assertThat(stream.next()).isInstanceOf(ChatEvent.TextDelta.class);
                canceller.start();
            }
            Cancelled thrown = catchThrowableOfType(Cancelled.class, () -> {
                while (stream.next() != null) {
                    // What came before the server fell silent.
                }
            });
            assertThat(thrown).isNotNull();
            canceller.join();
        }
        assertThat(noticed[0]).as("the server noticed").isPositive();
        return noticed[0];
    }

    private long cancel(Cancellation cancellation) {
        until("a call is on its way", () -> inFlight.getAsInt() == 1);
        long start = System.nanoTime();
        cancellation.cancel();
        until("the server has given the call up", () -> inFlight.getAsInt() == 0);
        return System.nanoTime() - start;
    }

    /** Waits for what must come true within five seconds. */
    public static void until(String what, BooleanSupplier state) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!state.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(100_000);
        }
    }

    /** How many threads have names that begin so. */
    public static int threads(String... beginnings) {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> Arrays.stream(beginnings).anyMatch(thread.getName()::startsWith))
                .count();
    }
}
