package dev.portolan.testkit.load;

import java.time.Duration;

/**
 * When calls are due. At a rate {@code r} with a ramp of {@code T} seconds, {@code r t^2 / (2T)} calls are due by {@code t} within the ramp,
 * and {@code r (t - T/2)} after it.
 */
final class Schedule {

    private final double rate;
    private final double ramp;

    Schedule(double ratePerSecond, Duration rampUp) {
        this.rate = ratePerSecond;
        this.ramp = rampUp.toNanos() / 1e9;
    }

    /** When a call is due, in nanoseconds from the beginning; calls are numbered from 0. */
    long dueNanos(long call) {
        double inRamp = rate * ramp / 2;
        double seconds = call < inRamp ? Math.sqrt(2 * ramp * call / rate) : ramp / 2 + call / rate;
        return Math.round(seconds * 1e9);
    }
}
