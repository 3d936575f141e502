package dev.portolan.tool;

/**
 * What becomes of a call that had begun when its process died, as the {@link ToolJournal} knows. Calls of tools that are {@linkplain
 * ToolRetry#idempotent() idempotent} run again; this is about all others.
 */
public enum UnknownOutcome {
    /** The loop pauses, so that somebody finds out. The default. */
    PAUSE,
    /** The model is told that it is unknown whether the call took effect; nothing runs. */
    REPORT,
    /** It runs again. Some effects may then happen twice. */
    RUN
}
