package dev.portolan.simulator.internal;

import org.jspecify.annotations.Nullable;

/** A failure for the log: its kind, its stack and its causes, but no message, since messages quote prompts. */
public final class WithoutMessage extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int MOST_CAUSES = 8;

    private WithoutMessage(String kind, @Nullable Throwable cause) {
        super(kind, cause);
    }

    /**
     * A failure as it may be logged.
     *
     * @param failure what was thrown
     * @return a copy that says what kind each was and where it came from
     */
    public static WithoutMessage of(Throwable failure) {
        return of(failure, MOST_CAUSES);
    }

    private static WithoutMessage of(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        WithoutMessage copy = new WithoutMessage(
                failure.getClass().getName(), cause == null || depth == 0 ? null : of(cause, depth - 1));
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }
}
