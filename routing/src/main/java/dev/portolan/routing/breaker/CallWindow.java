package dev.portolan.routing.breaker;

import java.util.Arrays;

/** Counts of calls and failures over a sliding time, in slices of a tenth of it. For one thread at a time. */
final class CallWindow {

    private static final int SLICES = 10;

    private final long sliceNanos;
    private final long[] calls = new long[SLICES];
    private final long[] failures = new long[SLICES];
    private long newest;

    CallWindow(long windowNanos, long now) {
        this.sliceNanos = Math.max(1, windowNanos / SLICES);
        this.newest = Math.floorDiv(now, sliceNanos);
    }

    void add(long now, boolean failed) {
        int slot = slot(now);
        calls[slot]++;
        failures[slot] += failed ? 1 : 0;
    }

    long calls(long now) {
        slot(now);
        return Arrays.stream(calls).sum();
    }

    long failures(long now) {
        slot(now);
        return Arrays.stream(failures).sum();
    }

    void clear() {
        Arrays.fill(calls, 0);
        Arrays.fill(failures, 0);
    }

    /** Forgets the slices that the time has left behind. */
    private int slot(long now) {
        long slice = Math.floorDiv(now, sliceNanos);
        for (long next = Math.max(newest + 1, slice - SLICES + 1); next <= slice; next++) {
            calls[(int) Math.floorMod(next, (long) SLICES)] = 0;
            failures[(int) Math.floorMod(next, (long) SLICES)] = 0;
        }
        newest = Math.max(newest, slice);
        return (int) Math.floorMod(newest, (long) SLICES);
    }
}
