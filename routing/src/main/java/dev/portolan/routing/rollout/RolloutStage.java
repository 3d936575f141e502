package dev.portolan.routing.rollout;

import java.util.Locale;

/** Where a rollout stands. */
public enum RolloutStage {
    /** The source answers everybody; the target at most sees copies. */
    SHADOW,
    /** The target answers its step's share. */
    STEP,
    /** The share stays as it is, and does not grow until a person resumes. A rollback is possible all the same. */
    HELD,
    /** The source answers everybody again, until a person resets the rollout. */
    ROLLED_BACK,
    /** The target answers everybody, and the rollback window is over. */
    DONE;

    /**
     * Its name in texts.
     *
     * @return in lower case, such as {@code rolled-back}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
