package dev.portolan.testkit.parity;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hears how a run advances. Called on the thread that runs, one call after the other. Hears no prompt and no answer. */
@FunctionalInterface
public interface Progress {

    /** Hears nothing. */
    Progress NONE = state -> {};

    /**
     * How far a run is.
     *
     * @param examples how many there are
     * @param done how many of them are complete
     * @param failed how many calls failed on the way so far
     * @param spent what was spent so far, in the currency of the run; {@code null} when nobody knows
     * @param currency the code of that currency
     * @param elapsed since the run began
     * @param remaining how long the rest will take if it goes on like this; {@code null} before anybody can tell
     * @param ended whether the run is over, complete or not
     */
    record State(
            int examples,
            int done,
            int failed,
            @Nullable BigDecimal spent,
            String currency,
            Duration elapsed,
            @Nullable Duration remaining,
            boolean ended) {}

    /**
     * The run has begun, an example is complete, or the run is over.
     *
     * @param state how far it is
     */
    void advanced(State state);

    /**
     * Prints: a bar that moves where the stream is a terminal, else a line for each tenth and at the end.
     *
     * @param out where to, such as {@code System.out}
     * @return the progress
     */
    static Progress of(PrintStream out) {
        return new PrintedProgress(out, PrintedProgress.isTerminal(out));
    }
}
