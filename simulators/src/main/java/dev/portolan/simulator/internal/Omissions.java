package dev.portolan.simulator.internal;

import dev.portolan.simulator.Fault;
import java.util.List;

/**
 * What an answer's writer is to leave out of what it writes. Pieces that are for nothing else ({@link Role#USAGE}, {@link
 * Role#FINISH}, {@link Role#END}) are dropped by {@link FaultPlan} and need no care of the writer.
 *
 * @param ids the ids of answer, items and tool calls, and the model's name
 * @param usage the token counts
 * @param finish why the model stopped, in an answer that is not streamed
 */
public record Omissions(boolean ids, boolean usage, boolean finish) {

    /** Nothing is left out. */
    public static final Omissions NONE = new Omissions(false, false, false);

    /**
     * What faults leave out.
     *
     * @param faults none of them joined
     * @return what is left out
     */
    public static Omissions of(List<Fault> faults) {
        return new Omissions(
                faults.stream().anyMatch(Fault.MissingIds.class::isInstance),
                faults.stream().anyMatch(Fault.NoUsage.class::isInstance),
                faults.stream().anyMatch(Fault.NoFinish.class::isInstance));
    }
}
