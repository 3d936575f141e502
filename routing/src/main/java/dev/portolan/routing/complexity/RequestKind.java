package dev.portolan.routing.complexity;

/** Whether a request asks anything that a router has to weigh. */
public enum RequestKind {

    /** A request that is to be weighed by its gain. */
    TASK,

    /** A greeting, thanks, a farewell, a bare yes or no without anything before it: any model does. */
    TRIVIAL,

    /**
     * A few words that only make sense after what came before ("yes", "go on", "again"): as hard as that was. It inherits the
     * choice that was made for the turn before.
     */
    FOLLOW_UP
}
