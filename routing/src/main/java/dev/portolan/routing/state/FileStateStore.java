package dev.portolan.routing.state;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store in a folder of a local disk, which the threads and processes of one host may share. What {@link #update} returned is on the disk,
 * as far as the disk tells the truth: it survives the end of the process at any point, and a power failure.
 *
 * <p>A key has one file with two slots, written in turn and checksummed, and one with its events; the slot is what makes a change stand. An
 * update of a value waits for the disk once, one with events twice, a new key or a value that outgrew its file two or three times. Files do
 * not grow with the number of updates, only with that of events. Every sixteenth update looks through a 64th of the keys for those that may be
 * forgotten.
 *
 * <p>Not for network file systems: their locks and their order of writes differ. A folder is opened by one class loader of a process at a
 * time; stores of one class loader share it. An interrupt does not cut an update off and is kept. Thread-safe.
 */
public final class FileStateStore implements StateStore {

    private static final Logger LOG = LoggerFactory.getLogger(FileStateStore.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long SWEEP_EVERY = 16;

    private final StateFolder folder;
    private final Clock clock;
    private final AtomicLong updates = new AtomicLong();
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
    private boolean closed;

    private FileStateStore(StateFolder folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * Opens a folder.
     *
     * @param folder made when there is none; must be empty or one that was opened before
     * @return the store, to be closed
     * @throws StateStoreException when the folder cannot be written, holds other files, or states in another format
     */
    public static FileStateStore open(Path folder) {
        return open(folder, Clock.systemUTC());
    }

    /**
     * Opens a folder.
     *
     * @param folder made when there is none; must be empty or one that was opened before
     * @param clock tells when a key may be forgotten
     * @return the store, to be closed
     * @throws StateStoreException when the folder cannot be written, holds other files, or states in another format
     */
    public static FileStateStore open(Path folder, Clock clock) {
        return open(folder, clock, PATIENCE);
    }

    static FileStateStore open(Path folder, Clock clock, Duration patience) {
        Objects.requireNonNull(clock, "clock");
        try {
            return new FileStateStore(StateFolder.open(folder, patience), clock);
        } catch (IOException e) {
            throw new StateStoreException(
                    "The folder " + folder + " cannot be used for states ("
                            + e.getClass().getSimpleName() + "): it must be a folder that this process may write",
                    false,
                    e);
        }
    }

    @Override
    public @Nullable StoredState read(String key) {
        StateKeys.check(key);
        enter();
        try {
            StateFolder.Place place = folder.place(key);
            StripeLocks.Held held = place.hold();
            try (held) {
                StateRecord record = standing(place, key);
                return record == null ? null : record.state();
            }
        } catch (IOException e) {
            throw failed(e, false);
        } finally {
            life.readLock().unlock();
        }
    }

    @Override
    public Outcome update(String key, StateChange change) {
        StateKeys.check(key);
        enter();
        try {
            Outcome outcome = change(folder.place(key), key, change);
            long made = updates.incrementAndGet();
            if (made % SWEEP_EVERY == 0) {
                sweep((int) (made / SWEEP_EVERY % StateFolder.STRIPES));
            }
            return outcome;
        } finally {
            life.readLock().unlock();
        }
    }

    private Outcome change(StateFolder.Place place, String key, StateChange change) {
        boolean begun = false;
        try {
            StripeLocks.Held held = place.hold();
            try (held) {
                SlotFile file = SlotFile.of(place.state(), key);
                StateRecord before = file.record();
                boolean over = before != null && before.over(clock.instant());
                StoredState current = before == null || over ? null : before.state();
                StateChange.Next next = change.next(current);
                if (next == null) {
                    return new Outcome(current, false);
                }
                if (before == null || over) {
                    place.make();
                    place.delete();
                    before = null;
                    file = SlotFile.of(place.state(), key);
                }
                StateRecord after = after(place, key, before, next);
                SlotFile.Commit commit = file.prepare(after);
                begun = true;
                commit.run();
                return new Outcome(after.state(), true);
            }
        } catch (IOException e) {
            throw failed(e, begun);
        }
    }

    /** The record of a change; its events are on the disk, and count when the record is written. */
    private static StateRecord after(
            StateFolder.Place place, String key, @Nullable StateRecord before, StateChange.Next next)
            throws IOException {
        long version = before == null ? 1 : before.state().version() + 1;
        long bytes = before == null ? 0 : before.eventBytes();
        long count = before == null ? 0 : before.eventCount();
        if (!next.events().isEmpty()) {
            bytes = EventFile.append(place.events(), bytes, version, next.events());
        }
        StoredState state = new StoredState(next.value(), version);
        return new StateRecord(
                key, state, next.forgetAfter(), bytes, count + next.events().size());
    }

    @Override
    public List<StoredEvent> events(String key, long after, int limit) {
        StateKeys.check(key);
        if (limit < 1) {
            throw new IllegalArgumentException("limit: must be at least 1, not " + limit);
        }
        enter();
        try {
            StateFolder.Place place = folder.place(key);
            StripeLocks.Held held = place.hold();
            try (held) {
                StateRecord record = standing(place, key);
                return record == null ? List.of() : EventFile.read(place.events(), record, after, limit);
            }
        } catch (IOException e) {
            throw failed(e, false);
        } finally {
            life.readLock().unlock();
        }
    }

    private @Nullable StateRecord standing(StateFolder.Place place, String key) throws IOException {
        StateRecord record = SlotFile.of(place.state(), key).record();
        return record == null || record.over(clock.instant()) ? null : record;
    }

    /** The update is made; what cannot be tidied up now is so later. */
    private void sweep(int stripe) {
        try {
            folder.sweep(stripe, clock.instant());
        } catch (IOException e) {
            LOG.warn("Expired states in {} could not be removed", folder.path(), e);
        }
    }

    private void enter() {
        if (life.getReadHoldCount() > 0) {
            throw new IllegalStateException("A StateChange must not use a store");
        }
        life.readLock().lock();
        if (closed) {
            life.readLock().unlock();
            throw new StateStoreException("the store is closed", false, null);
        }
    }

    private StateStoreException failed(IOException e, boolean mayHaveChanged) {
        return new StateStoreException(
                "The folder " + folder.path() + " could not be read or written ("
                        + e.getClass().getSimpleName() + "); check the disk and the rights of this process",
                mayHaveChanged,
                e);
    }

    @Override
    public void close() {
        if (life.getReadHoldCount() > 0) {
            throw new IllegalStateException("A StateChange must not use a store");
        }
        life.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                folder.leave();
            }
        } catch (IOException e) {
            throw failed(e, false);
        } finally {
            life.writeLock().unlock();
        }
    }

    /** The folder by its one real path. */
    Path folder() {
        return folder.path();
    }

    @Override
    public String toString() {
        return "FileStateStore[" + folder.path() + "]";
    }
}
