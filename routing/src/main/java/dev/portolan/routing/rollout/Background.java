package dev.portolan.routing.rollout;

/** Where a rollout does what no call must wait for. */
interface Background {

    /** Runs something that asks the store, as soon as may be. */
    void store(Runnable task);

    /** Runs something that asks the store, after the poll interval. */
    void storeLater(Runnable task);

    /** Tells listeners; never holds up what asks the store. */
    void tell(Runnable task);
}
