package dev.portolan.routing.rollout;

import dev.portolan.routing.state.InMemoryStateStore;
import dev.portolan.routing.state.StateChange;
import dev.portolan.routing.state.StateStore;
import dev.portolan.routing.state.StateStoreException;
import dev.portolan.routing.state.StoredEvent;
import dev.portolan.routing.state.StoredState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store that can be down, or make a change and say that it does not know. */
final class BreakableStore implements StateStore {

    final StateStore inner = new InMemoryStateStore();
    boolean down;
    boolean forgetful;
    int asked;

    private void check() {
        asked++;
        if (down) {
            throw new StateStoreException("the database is down", false, null);
        }
    }

    @Override
    public @Nullable StoredState read(String key) {
        check();
        return inner.read(key);
    }

    @Override
    public Outcome update(String key, StateChange change) {
        check();
        Outcome outcome = inner.update(key, change);
        if (forgetful) {
            forgetful = false;
            throw new StateStoreException("the connection broke while it committed", true, null);
        }
        return outcome;
    }

    @Override
    public List<StoredEvent> events(String key, long after, int limit) {
        check();
        return inner.events(key, after, limit);
    }

    @Override
    public void close() {
        inner.close();
    }
}
