package dev.portolan.routing.rollout;

/** What happens to a step that is not done when its time is. */
public enum StepTimeout {
    /** The share stays, and a person decides. */
    HOLD,
    /** The source answers everybody again. */
    ROLLBACK
}
