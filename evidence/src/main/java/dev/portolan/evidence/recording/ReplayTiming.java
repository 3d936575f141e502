package dev.portolan.evidence.recording;

/** How fast a replay is. */
public enum ReplayTiming {
    /** At once. */
    INSTANT,
    /** Answers take as long as they took, and events of a stream come as far apart as they came. */
    RECORDED
}
