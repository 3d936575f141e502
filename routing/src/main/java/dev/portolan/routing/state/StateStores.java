package dev.portolan.routing.state;

import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The stores of this process by the names that configurations use: {@code state=memory}, or the name of one that the application
 * registered before it loaded its configuration. Thread-safe.
 *
 * <p>A registered store belongs to who registered it, and is closed by nobody else.
 */
public final class StateStores {

    /** The name of the store within this process; what shares nothing between instances. */
    public static final String MEMORY = "memory";

    private static final ConcurrentMap<String, StateStore> STORES = new ConcurrentHashMap<>();
    private static final StateStore IN_MEMORY = new InMemoryStateStore();

    private StateStores() {}

    /**
     * Makes a store known under a name.
     *
     * @param name the name, such as {@code fleet}; not {@value #MEMORY}
     * @param store the store
     * @throws IllegalArgumentException when another store has the name
     */
    public static void register(String name, StateStore store) {
        Objects.requireNonNull(store, "store");
        if (name.isBlank() || name.equals(MEMORY)) {
            throw new IllegalArgumentException("name: must not be blank or " + MEMORY);
        }
        StateStore before = STORES.putIfAbsent(name, store);
        if (before != null && before != store) {
            throw new IllegalArgumentException("name: there is a store named " + name + "; deregister it first");
        }
    }

    /**
     * Forgets a registered store, without closing it.
     *
     * @param name the name
     */
    public static void deregister(String name) {
        STORES.remove(name);
    }

    /**
     * The store of a name.
     *
     * @param name {@value #MEMORY} or a registered one
     * @return the store
     * @throws IllegalArgumentException when there is none; the message names those that there are
     */
    public static StateStore named(String name) {
        if (name.equals(MEMORY)) {
            return IN_MEMORY;
        }
        StateStore store = STORES.get(name);
        if (store == null) {
            TreeSet<String> known = new TreeSet<>(STORES.keySet());
            known.add(MEMORY);
            throw new IllegalArgumentException("state: there is no store named " + name + "; there is " + known
                    + ". Register it with StateStores.register before the configuration is loaded");
        }
        return store;
    }
}
