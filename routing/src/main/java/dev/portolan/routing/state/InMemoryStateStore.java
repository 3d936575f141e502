package dev.portolan.routing.state;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A store within one process: nothing outlives it, and nobody else sees it. Thread-safe. */
public final class InMemoryStateStore implements StateStore {

    private static final long SWEEP_EVERY = 1024;

    private final Clock clock;
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong updates = new AtomicLong();
    private volatile boolean closed;

    /** An empty store. */
    public InMemoryStateStore() {
        this(Clock.systemUTC());
    }

    /**
     * An empty store.
     *
     * @param clock tells when a key may be forgotten
     */
    public InMemoryStateStore(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public @Nullable StoredState read(String key) {
        Entry entry = entries.get(open(key));
        return entry == null || entry.over(clock.instant()) ? null : entry.state;
    }

    @Override
    public Outcome update(String key, StateChange change) {
        open(key);
        if (updates.incrementAndGet() % SWEEP_EVERY == 0) {
            Instant now = clock.instant();
            entries.values().removeIf(entry -> entry.over(now));
        }
        Made made = new Made();
        Entry after = entries.compute(key, (k, found) -> {
            Entry before = found == null || found.over(clock.instant()) ? null : found;
            StateChange.Next next = change.next(before == null ? null : before.state);
            made.changed = next != null;
            return next == null ? before : Entry.after(before, next);
        });
        return new Outcome(after == null ? null : after.state, made.changed);
    }

    @Override
    public List<StoredEvent> events(String key, long after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: must be at least 1, not " + limit);
        }
        Entry entry = entries.get(open(key));
        if (entry == null || entry.over(clock.instant())) {
            return List.of();
        }
        return entry.events.stream()
                .filter(event -> event.number() > after)
                .limit(limit)
                .toList();
    }

    @Override
    public void close() {
        closed = true;
        entries.clear();
    }

    private String open(String key) {
        StateKeys.check(key);
        if (closed) {
            throw new StateStoreException("the store is closed", false, null);
        }
        return key;
    }

    @Override
    public String toString() {
        return "InMemoryStateStore[" + entries.size() + " keys]";
    }

    /** Whether the last asking of a change wrote something. */
    private static final class Made {
        private boolean changed;
    }

    private record Entry(
            StoredState state,
            List<StoredEvent> events,
            @Nullable Instant forgetAfter) {

        static Entry after(@Nullable Entry before, StateChange.Next next) {
            long version = before == null ? 1 : before.state.version() + 1;
            List<StoredEvent> log = before == null ? List.of() : before.events;
            if (!next.events().isEmpty()) {
                List<StoredEvent> longer = new ArrayList<>(log);
                for (String event : next.events()) {
                    longer.add(new StoredEvent(longer.size() + 1L, version, event));
                }
                log = List.copyOf(longer);
            }
            return new Entry(new StoredState(next.value(), version), log, next.forgetAfter());
        }

        boolean over(Instant now) {
            return forgetAfter != null && now.isAfter(forgetAfter);
        }
    }
}
