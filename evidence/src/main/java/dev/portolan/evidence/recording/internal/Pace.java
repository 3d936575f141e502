package dev.portolan.evidence.recording.internal;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Deadline;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.TimeoutPhase;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits as long as a recorded call took, or not at all; ends at once when the call is cancelled, and at its deadline. */
public final class Pace implements AutoCloseable {

    /** What a failure is told about. */
    public record Who(String provider, String model) {}

    private final CallContext context;
    private final boolean instant;
    private final Who who;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Cancellation.@Nullable Registration registration;
    private boolean begun;
    private long startedAt;

    public Pace(CallContext context, boolean instant, Who who) {
        this.context = context;
        this.instant = instant;
        this.who = who;
        Cancellation cancellation = context.cancellation();
        this.registration = cancellation == null ? null : cancellation.onCancel(stopped::countDown);
    }

    /**
     * Waits until a time after the first call of this method.
     *
     * @param partial what had come so far, for a failure
     */
    public void until(Duration offset, Supplier<@Nullable ChatResponse> partial) {
        if (!begun) {
            begun = true;
            startedAt = System.nanoTime();
        }
        requireWanted(partial);
        long wait = instant ? 0 : offset.toNanos() - (System.nanoTime() - startedAt);
        if (wait <= 0) {
            return;
        }
        if (stopped(wait)) {
            requireWanted(partial);
            // The stream is closed, and whoever closed it wants no more of it.
            throw new IllegalStateException("The replay was closed");
        }
        requireWanted(partial);
    }

    private boolean stopped(long wait) {
        Deadline deadline = context.deadline();
        try {
            return stopped.await(
                    deadline == null ? wait : Math.min(wait, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("The thread was interrupted during a replay", ErrorKind.CANCELLED, null, () -> null);
        }
    }

    private void requireWanted(Supplier<@Nullable ChatResponse> partial) {
        Cancellation cancellation = context.cancellation();
        if (cancellation != null && cancellation.isCancelled()) {
            throw failure("The call was cancelled", ErrorKind.CANCELLED, null, partial);
        }
        Deadline deadline = context.deadline();
        if (deadline != null && deadline.isExpired()) {
            throw failure("The deadline of the call has passed", ErrorKind.TIMEOUT, TimeoutPhase.TOTAL, partial);
        }
    }

    private RuntimeException failure(
            String summary, ErrorKind kind, @Nullable TimeoutPhase phase, Supplier<@Nullable ChatResponse> partial) {
        ChatResponse come = partial.get();
        return ErrorDetails.builder(summary)
                .provider(who.provider())
                .model(who.model())
                .timeoutPhase(phase)
                .partialResponse(come)
                .outputBegun(come != null)
                .toException(kind);
    }

    /** Ends a wait from elsewhere. */
    public void stop() {
        stopped.countDown();
        close();
    }

    @Override
    public void close() {
        if (registration != null) {
            registration.close();
        }
    }
}
