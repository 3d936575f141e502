package dev.portolan.routing.monitor;

import dev.portolan.evidence.cost.PriceSource;
import dev.portolan.routing.telemetry.CallEvent;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** The figures of one name, in slices of the window. */
final class SlidingFigures {

    private static final int SLICES = 10;

    private final long sliceNanos;
    private final PriceSource prices;
    private final Tally[] slices = new Tally[SLICES];
    private final ReentrantLock lock = new ReentrantLock();
    private long newest;

    SlidingFigures(Duration window, PriceSource prices, long now) {
        this.sliceNanos = Math.max(1, window.toNanos() / SLICES);
        this.prices = prices;
        this.newest = Math.floorDiv(now, sliceNanos);
        for (int i = 0; i < SLICES; i++) {
            slices[i] = new Tally();
        }
    }

    void add(CallEvent event, long now) {
        lock.lock();
        try {
            slices[slot(now)].add(event, prices);
        } finally {
            lock.unlock();
        }
    }

    ModelFigures now(String name, long now) {
        lock.lock();
        try {
            slot(now);
            Tally all = new Tally();
            for (Tally slice : slices) {
                all.add(slice);
            }
            return new ModelFigures(name, all);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the slices that the time has left behind. */
    private int slot(long now) {
        long slice = Math.floorDiv(now, sliceNanos);
        for (long next = Math.max(newest + 1, slice - SLICES + 1); next <= slice; next++) {
            slices[(int) Math.floorMod(next, (long) SLICES)].clear();
        }
        newest = Math.max(newest, slice);
        return (int) Math.floorMod(newest, (long) SLICES);
    }
}
