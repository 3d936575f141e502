package dev.portolan.routing.route;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Time and chance, so that tests can bring their own.
 *
 * @param clock what the wall says, for the trail
 * @param nanoClock monotonic nanoseconds, for durations
 * @param random gives numbers from 0 to less than 1
 */
record RouteClock(Clock clock, LongSupplier nanoClock, DoubleSupplier random) {

    /** The real ones. */
    static final RouteClock SYSTEM = new RouteClock(
            Clock.systemUTC(),
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextDouble());
}
