package dev.portolan.routing.rollout;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A wall clock that may jump, and monotonic time that does not. */
final class SimulatedTime extends Clock {

    private Instant wall = Instant.parse("2026-11-21T12:00:00Z");
    private long nanos = 1_000_000_000L;
    private int readings;
    private Runnable then = () -> {};

    void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    void jump(Duration time) {
        wall = wall.plus(time);
    }

    long nanos() {
        if (readings > 0 && --readings == 0) {
            then.run();
        }
        return nanos;
    }

    /** Lets something happen in the middle of what reads the monotonic time. */
    void onReading(int number, Runnable what) {
        readings = number;
        then = what;
    }

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
}
