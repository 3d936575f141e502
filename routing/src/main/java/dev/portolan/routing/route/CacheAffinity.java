package dev.portolan.routing.route;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Which target has whose prompt in its cache: the last ten thousand, by hashes. Thread-safe. */
final class CacheAffinity {

    static final int MOST = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Bound> bound = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Bound> eldest) {
            return size() > MOST;
        }
    };

    private record Bound(String target, long at) {}

    /** The target, or {@code null} when there is none or its cache is taken to have forgotten. */
    @Nullable
    String target(long key, long now, long lifetime) {
        lock.lock();
        try {
            Bound held = bound.get(key);
            return held == null || now - held.at() >= lifetime ? null : held.target();
        } finally {
            lock.unlock();
        }
    }

    /** The prompt is, or is about to be, in the target's cache. */
    void bind(long key, String target, long now) {
        lock.lock();
        try {
            bound.put(key, new Bound(target, now));
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return bound.size();
        } finally {
            lock.unlock();
        }
    }
}
