package dev.portolan.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.Cancelled;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.vertex.VertexSimulator;
import dev.portolan.spi.ModelSettings;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long it takes until the service knows that a call was cancelled. */
@Tag("integration")
@Timeout(300)
class CancelLatencyTest {

    /** How often a cancel is measured: 1,000 in a full run. */
    private static final int CANCELS = Integer.getInteger("portolan.cancels", 200);

    /** Calls before the first that counts, for the compiler and the first connection. */
    private static final int WARM_UP = 20;

    private static final ChatRequest REQUEST = ChatRequest.of("Count.");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCancelReachesTheServerAtOnceAndLeavesNothing(boolean beforeTheFirstEvent) throws Exception {
        try (VertexSimulator simulator = VertexSimulator.start(Responder.text("One two three four five."))) {
            simulator.inject(Faults.always(new Fault.StallAfter(beforeTheFirstEvent ? 0 : 3)));
            int threads;
            try (VertexConnection connection = Connections.to(simulator.baseUrl())) {
                ChatModel model = connection.chatModel(
                        ModelSettings.builder("many", "gemini-3.5-flash").build());
                for (int i = 0; i < WARM_UP; i++) {
                    cancelled(simulator, model, beforeTheFirstEvent);
                }
                threads = threads();
                long[] nanos = new long[CANCELS];
                for (int i = 0; i < CANCELS; i++) {
                    nanos[i] = cancelled(simulator, model, beforeTheFirstEvent);
                }
                Arrays.sort(nanos);
                long p99 = TimeUnit.NANOSECONDS.toMillis(nanos[CANCELS * 99 / 100]);
                long worst = TimeUnit.NANOSECONDS.toMillis(nanos[CANCELS - 1]);
                System.out.printf(
                        "%d cancels %s: the server noticed after %.1f ms at the median, %d ms at p99, %d ms at"
                                + " the worst%n",
                        CANCELS,
                        beforeTheFirstEvent ? "before the first event" : "in mid-stream",
                        nanos[CANCELS / 2] / 1e6,
                        p99,
                        worst);
                assertThat(p99).isLessThanOrEqualTo(100);
                assertThat(worst).isLessThanOrEqualTo(1_000);
                assertThat(simulator.inFlight()).isZero();
                assertThat(simulator.openConnections()).isEqualTo(1);
                assertThat(threads()).isLessThanOrEqualTo(threads + 1);
            }
            until("the connections are closed", () -> simulator.openConnections() == 0);
        }
    }

    /** One call, cancelled when the server waits: how long it takes until the server has given it up. */
    private static long cancelled(VertexSimulator simulator, ChatModel model, boolean beforeTheFirstEvent)
            throws InterruptedException {
        Cancellation cancellation = new Cancellation();
        CallContext context = CallContext.builder().cancellation(cancellation).build();
        long[] noticed = {0};
        try (ChatStream stream = model.stream(REQUEST, context)) {
            Thread canceller = new Thread(() -> noticed[0] = cancel(simulator, cancellation));
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

    private static long cancel(VertexSimulator simulator, Cancellation cancellation) {
        until("a call is on its way", () -> simulator.inFlight() == 1);
        long start = System.nanoTime();
        cancellation.cancel();
        until("the server has given the call up", () -> simulator.inFlight() == 0);
        return System.nanoTime() - start;
    }

    private static void until(String what, BooleanSupplier state) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!state.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(100_000);
        }
    }

    private static int threads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("portolan-vertex-sdk")
                        || thread.getName().startsWith("portolan-vertex-token")
                        || thread.getName().startsWith("grpc-"))
                .count();
    }
}
