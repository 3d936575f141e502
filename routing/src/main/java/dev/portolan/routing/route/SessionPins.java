package dev.portolan.routing.route;

import dev.portolan.routing.complexity.SessionPin;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The pins of sessions by their key: the last ten thousand, for an hour after their last request, as long as prompt caches live at most. */
final class SessionPins {

    static final int MOST = 10_000;

    private static final long IDLE = Duration.ofHours(1).toNanos();

    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Held> pins = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Held> eldest) {
            return size() > MOST;
        }
    };

    private record Held(SessionPin pin, long at) {}

    SessionPins(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Makes a session's next pin from the one it has, or from none. */
    SessionPin next(String session, Function<@Nullable SessionPin, SessionPin> from) {
        lock.lock();
        try {
            long now = nanoClock.getAsLong();
            Held held = pins.get(session);
            SessionPin pin = from.apply(held == null || now - held.at() >= IDLE ? null : held.pin());
            pins.put(session, new Held(pin, now));
            return pin;
        } finally {
            lock.unlock();
        }
    }
}
