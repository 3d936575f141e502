package dev.portolan.routing.shadow;

import static org.awaitility.Awaitility.await;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.routing.route.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** A shadow on a stage: time stands still until it is moved, and the shadow's tasks run when they are told to. */
final class Stage {

    private record Bell(long at, Runnable action) {}

    final Deque<Runnable> tasks = new ArrayDeque<>();
    final Mishaps mishaps = new Mishaps("assistant");
    private final List<Bell> bells = new CopyOnWriteArrayList<>();
    private volatile Instant wall = Instant.parse("2026-03-01T10:00:00Z");
    private final AtomicLong nanos = new AtomicLong(1_000);
    final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return wall;
        }
    };

    long nanos() {
        return nanos.get();
    }

    /** Moves the monotonic clock and the wall's, and rings what is due in between. */
    void advance(Duration time) {
        long until = nanos.get() + time.toNanos();
        while (true) {
            Bell next = bells.stream()
                    .filter(bell -> bell.at() <= until)
                    .min(Comparator.comparingLong(Bell::at))
                    .orElse(null);
            if (next == null) {
                break;
            }
            bells.remove(next);
            nanos.set(Math.max(nanos.get(), next.at()));
            next.action().run();
        }
        nanos.set(until);
        wall = wall.plus(time);
    }

    /** Moves the wall's clock alone, also back. */
    void setWall(Instant now) {
        wall = now;
    }

    /** Waits, for another thread, until that many alarms are set. */
    void awaitBells(int count) {
        until(() -> bells.size() >= count);
    }

    /** Waits, for another thread, until something holds. */
    void until(BooleanSupplier holds) {
        await().atMost(Duration.ofSeconds(30)).until(holds::getAsBoolean);
    }

    int bells() {
        return bells.size();
    }

    /** Runs what the shadow has to do, until there is nothing. */
    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    Surroundings around(Executor executor) {
        return new Surroundings(
                executor,
                (delay, action) -> {
                    Bell bell = new Bell(nanos.get() + delay.toNanos(), action);
                    bells.add(bell);
                    return () -> bells.remove(bell);
                },
                clock,
                this::nanos,
                new ShadowTally(),
                new DayCount(clock),
                mishaps);
    }

    ShadowModel shadow(ChatModel source, ChatModel target, ShadowSettings.Builder settings) {
        return shadow(new Target("old", source), new Target("new", target), settings, tasks::add);
    }

    ShadowModel shadow(Target source, Target target, ShadowSettings.Builder settings, Executor executor) {
        return new ShadowModel("assistant", source, target, settings.build(), around(executor));
    }

    static ChatRequest ask(String text) {
        return ChatRequest.of(text);
    }

    static CallContext user(String key) {
        return CallContext.builder().stickinessKey(key).build();
    }

    /** An action that lets the given time pass. */
    Runnable taking(long millis) {
        return () -> nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
