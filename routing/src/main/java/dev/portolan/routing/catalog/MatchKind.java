package dev.portolan.routing.catalog;

/** How a {@link Candidate} was found. The earlier, the better: this is the first thing that candidates are ordered by. */
public enum MatchKind {
    /** It is the model itself, offered on this cloud. */
    SAME_MODEL,
    /** An {@link Equivalence} names it. */
    DECLARED,
    /** It is of the source's tier, or of its kind where kinds have no tiers. */
    SAME_TIER,
    /** Its second tier is the source's, or one of its tiers is the source's second. */
    SECOND_TIER
}
