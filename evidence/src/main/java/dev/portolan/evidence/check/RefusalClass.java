package dev.portolan.evidence.check;

/** What a model made of a request that it might decline. */
public enum RefusalClass {
    /** It did as asked. */
    COMPLY,
    /** It did a part, or something else in its place, and said that it would not do the rest. */
    PARTIAL,
    /** It declined. */
    REFUSE
}
