package dev.portolan.routing.rollout;

/**
 * Hears what a rollout decides and warns of. Called on a thread of its own, never on that of a call, and one event after the other: a listener
 * that is slow or throws delays no rollback, and the next event reaches it all the same.
 */
@FunctionalInterface
public interface RolloutListener {

    /**
     * Something happened.
     *
     * @param rolloutId the rollout
     * @param event what; each instance hears of every event once, also of those of others
     * @param own whether this instance decided it: who calls people should do so only then, or once per {@link RolloutEvent#number()}
     */
    void happened(String rolloutId, RolloutEvent event, boolean own);
}
