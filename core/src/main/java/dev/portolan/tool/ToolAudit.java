package dev.portolan.tool;

/**
 * Is told each step in the life of a tool call, on the loop's thread, in order. Thread-safe where loops run at once.
 *
 * <p>An audit that throws keeps a call from running: what cannot be written down is not done. When it throws after the call, the result
 * counts all the same, and the failure is logged.
 */
@FunctionalInterface
public interface ToolAudit {

    /** Writes nothing down. */
    ToolAudit NONE = event -> {};

    /**
     * Takes a step down. Should return soon, and when it returns the step should be safe.
     *
     * @param event the step
     */
    void record(ToolAuditEvent event);

    /**
     * This audit, then another one.
     *
     * @param other the other one
     * @return both
     */
    default ToolAudit and(ToolAudit other) {
        return event -> {
            record(event);
            other.record(event);
        };
    }
}
