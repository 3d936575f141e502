package dev.portolan.routing.rollout;

import dev.portolan.routing.rollout.judge.Arm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Which side conversations began on: the latest ones of this instance, by a hash of how they began. Thread-safe. */
final class Pins {

    /** How many conversations are remembered. */
    static final int MOST = 20_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Arm> pins = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Arm> eldest) {
            return size() > MOST;
        }
    };

    @Nullable
    Arm of(String conversation) {
        lock.lock();
        try {
            return pins.get(conversation);
        } finally {
            lock.unlock();
        }
    }

    void put(String conversation, Arm arm) {
        lock.lock();
        try {
            pins.put(conversation, arm);
        } finally {
            lock.unlock();
        }
    }
}
