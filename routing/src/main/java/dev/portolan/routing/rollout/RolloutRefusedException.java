package dev.portolan.routing.rollout;

/** A rollout does not do what it was asked for, since its state or its plan forbids it. Nothing was changed. */
public final class RolloutRefusedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param message why, and what to do
     */
    public RolloutRefusedException(String message) {
        super(message);
    }
}
