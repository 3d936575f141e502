package dev.portolan.chat;

/**
 * What happens to a setting that the target cannot honour. Tools, a forced tool choice, an output schema, media and system
 * text are never dropped: without them the call fails under either policy.
 */
public enum AdaptationPolicy {
    /** Tuning settings (sampling, effort, the parallel switch, stop) are left out, clamped or emulated, each with a {@link Warning}. */
    ADAPT,
    /** The call fails before it is sent, naming every setting that does not fit. */
    STRICT
}
