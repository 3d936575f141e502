package dev.portolan.routing.shadow;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Time, threads, and what outlives one shadow: its counts.
 *
 * @param executor runs what the pool lets begin
 * @param alarm tells when something takes too long
 * @param clock what the wall says
 * @param nanoClock monotonic nanoseconds
 * @param tally the counts
 * @param day the cap and budget of the day
 * @param mishaps what threw
 */
record Surroundings(
        Executor executor,
        Alarm alarm,
        Clock clock,
        LongSupplier nanoClock,
        ShadowTally tally,
        DayCount day,
        Mishaps mishaps) {

    private static final Duration IDLE = Duration.ofSeconds(30);

    static Surroundings real(String name, ShadowSettings settings) {
        Clock clock = Clock.systemUTC();
        return real(name, settings, clock, new ShadowTally(), new DayCount(clock), new Mishaps(name));
    }

    static Surroundings real(
            String name, ShadowSettings settings, Clock clock, ShadowTally tally, DayCount day, Mishaps mishaps) {
        Executor given = settings.executor();
        return new Surroundings(
                given == null ? threads(name) : given, Alarm.SYSTEM, clock, System::nanoTime, tally, day, mishaps);
    }

    /** Daemon threads that end when they are idle; how many there are is the pool's business. */
    private static Executor threads(String name) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "portolan-shadow-" + name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    // So that it holds no application's classes that may want to be unloaded.
                    thread.setContextClassLoader(null);
                    return thread;
                });
    }
}
