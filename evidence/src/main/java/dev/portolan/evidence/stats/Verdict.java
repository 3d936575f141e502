package dev.portolan.evidence.stats;

/** What the data say about a claim. */
public enum Verdict {
    /** The claim is proven at the stated confidence. */
    PASS,
    /** Its contrary is proven at the stated confidence. */
    FAIL,
    /** Neither is: more data would tell. Not a pass. */
    INCONCLUSIVE,
    /** The data are no basis for a verdict: too much went wrong while they were taken. */
    INVALID
}
