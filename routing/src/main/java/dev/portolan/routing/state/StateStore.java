package dev.portolan.routing.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps small texts under keys, with a version and a log of events for each, and changes them one at a time: what a fleet must agree on,
 * such as the state of a rollout or what is left of a budget. Thread-safe, and where its kind says so, safe between processes.
 *
 * <p>{@link #update} is the only way to change anything. Whatever the number of threads, processes and machines, the updates of a key
 * happen one after the other, each sees what the one before it left, and the value and its events become visible together or not at all.
 * What {@code update} has returned is not lost when the process is killed, but in a store that says it is in memory.
 *
 * <p>Keys are 1 to {@value #MAX_KEY} characters without control characters; a value or an event has at most {@value #MAX_TEXT}, none of them
 * U+0000 or half of a surrogate pair, which databases and UTF-8 cannot keep. Anything else is an {@link IllegalArgumentException} before
 * anything is written.
 */
public interface StateStore extends AutoCloseable {

    /** How many characters a key has at most. */
    int MAX_KEY = 400;

    /** How many characters a value or an event has at most. */
    int MAX_TEXT = 64 * 1024;

    /**
     * What stands under a key.
     *
     * @param key the key
     * @return its value and version, or {@code null} when there is nothing
     * @throws StateStoreException when the store cannot be asked
     */
    @Nullable
    StoredState read(String key);

    /**
     * Changes what stands under a key.
     *
     * @param key the key
     * @param change is given what stands there and says what shall; must be quick, depend on nothing but what it is given and what it holds,
     *     and use no store: it may be asked several times, of which the last counts
     * @return what stands there now, and whether this call changed it
     * @throws StateStoreException when the store cannot be asked; {@link StateStoreException#mayHaveChanged()} tells whether the change may
     *     have been made all the same
     */
    Outcome update(String key, StateChange change);

    /**
     * The events of a key in their order.
     *
     * @param key the key
     * @param after only those with a greater number; 0 for all
     * @param limit at most so many, at least 1
     * @return empty when there are none
     * @throws StateStoreException when the store cannot be asked
     */
    List<StoredEvent> events(String key, long after, int limit);

    /** Frees what the store holds open; calls after that fail. Closing again does nothing. */
    @Override
    void close();

    /**
     * What came of an update.
     *
     * @param state what stands there now, or {@code null} when there is nothing
     * @param changed whether this update wrote it
     */
    record Outcome(@Nullable StoredState state, boolean changed) {}
}
