package dev.portolan.tool;

import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ToolResult;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a tool, on a thread of the executor. */
final class ToolAttempt extends FutureTask<ToolResult> {

    private static final Logger LOG = LoggerFactory.getLogger(ToolLoop.class);

    private final Cancellation cancellation;
    private final Consumer<ToolAttempt> whenDone;

    /**
     * @param cancellation that of the invocation
     * @param whenDone told on whatever thread ends it; must be short
     */
    ToolAttempt(
            BoundTool.Bound bound,
            ToolInvocation invocation,
            Cancellation cancellation,
            Consumer<ToolAttempt> whenDone) {
        super(() -> ResultContent.of(invocation.call(), bound.call(invocation)));
        this.cancellation = cancellation;
        this.whenDone = whenDone;
    }

    @Override
    protected void done() {
        whenDone.accept(this);
    }

    /** Interrupts the tool and cancels what it handed its context to. Nobody waits for it to end. */
    void abandon() {
        cancel(true);
        try {
            cancellation.cancel();
        } catch (RuntimeException e) {
            LOG.warn(
                    "What a tool had registered for its cancellation failed with {}",
                    e.getClass().getName());
        }
    }

    /** The result of an attempt that is done. */
    ToolResult result() throws Exception {
        try {
            return get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            // A future that the tool gave back.
            Throwable thrown =
                    cause instanceof ExecutionException inner && inner.getCause() != null ? inner.getCause() : cause;
            if (thrown instanceof Error error) {
                throw error;
            }
            throw thrown instanceof Exception exception ? exception : e;
        } catch (CancellationException e) {
            throw new InterruptedException("abandoned");
        }
    }
}
