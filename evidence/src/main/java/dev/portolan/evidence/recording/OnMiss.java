package dev.portolan.evidence.recording;

/** What happens to a request that a replay has no recording for. */
public enum OnMiss {
    /** {@link dev.portolan.error.ReplayMiss}, also for the third of two equal requests that were recorded. */
    STRICT,
    /**
     * A request that was recorded, but not so often, gets its last recording again. Any other goes to the live model, or misses
     * where there is none.
     */
    LENIENT,
    /** The live model is called, also when the request was recorded but not so often. */
    LIVE
}
