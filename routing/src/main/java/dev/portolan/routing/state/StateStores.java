package dev.portolan.routing.state;

import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The stores of this process by the names that configurations use: {@code state=memory}, {@code state=file:<folder>}, or the name of one that
 * the application registered before it loaded its configuration, as for a store in a database, whose credentials have no place in the
 * settings of a model. Thread-safe.
 *
 * <p>A registered store belongs to who registered it, and is closed by nobody else. Those in memory and in folders are shared by all who name
 * them, and live as long as the process.
 */
public final class StateStores {

    /** The name of the store within this process; what shares nothing between instances. */
    public static final String MEMORY = "memory";

    /** What the names of folders begin with: {@code file:/var/lib/app/state}, or relative to the working directory. */
    public static final String FILE = "file:";

    private static final ConcurrentMap<String, StateStore> STORES = new ConcurrentHashMap<>();
    private static final ConcurrentMap<Path, StateStore> FOLDERS = new ConcurrentHashMap<>();
    private static final StateStore IN_MEMORY = new InMemoryStateStore();

    private StateStores() {}

    /**
     * Makes a store known under a name.
     *
     * @param name the name, such as {@code fleet}; not {@value #MEMORY}, and nothing that begins with {@value #FILE}
     * @param store the store
     * @throws IllegalArgumentException when another store has the name
     */
    public static void register(String name, StateStore store) {
        Objects.requireNonNull(store, "store");
        if (name.isBlank() || name.equals(MEMORY) || name.startsWith(FILE)) {
            throw new IllegalArgumentException("name: must not be blank or " + MEMORY + ", nor begin with " + FILE);
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
     * @param name {@value #MEMORY}, {@value #FILE} with a folder, or a registered one
     * @return the store; the same one for a folder, by whatever path it is named
     * @throws IllegalArgumentException when there is none; the message names those that there are
     * @throws StateStoreException when the folder cannot be used, as {@link FileStateStore#open(Path)} tells
     */
    public static StateStore named(String name) {
        if (name.equals(MEMORY)) {
            return IN_MEMORY;
        }
        if (name.startsWith(FILE)) {
            return folder(name.substring(FILE.length()));
        }
        StateStore store = STORES.get(name);
        if (store == null) {
            TreeSet<String> known = new TreeSet<>(STORES.keySet());
            known.add(MEMORY);
            known.add(FILE + "<folder>");
            throw new IllegalArgumentException("state: there is no store named " + name + "; there is " + known
                    + ". Register it with StateStores.register before the configuration is loaded");
        }
        return store;
    }

    private static StateStore folder(String given) {
        if (given.isBlank()) {
            throw new IllegalArgumentException("state: " + FILE + " must be followed by a folder");
        }
        FileStateStore opened = FileStateStore.open(Path.of(given));
        StateStore shared = FOLDERS.putIfAbsent(opened.folder(), opened);
        if (shared == null) {
            return opened;
        }
        opened.close();
        return shared;
    }
}
