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

    void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    void jump(Duration time) {
        wall = wall.plus(time);
    }

    long nanos() {
        return nanos;
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
