package dev.portolan.tool;

/** What becomes of calls of one tool with equal arguments in one answer of the model. */
public enum DuplicateCalls {
    /** The first one runs, and all get its result: an order is not placed twice because a model repeated itself. The default. */
    SHARE,
    /** Each one runs. For tools such as dice, of which a model may want several throws. */
    RUN
}
