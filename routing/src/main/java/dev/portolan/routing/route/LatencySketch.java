package dev.portolan.routing.route;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How long answers took lately: counts in buckets that are a tenth wide, from a millisecond to some hours, over the last five minutes.
 * 4 kB; adding and asking take less than a microsecond. Thread-safe.
 */
final class LatencySketch {

    private static final int BUCKETS = 176;
    private static final double WIDTH = Math.log(1.1);
    private static final int SLICES = 5;
    private static final long SLICE = Duration.ofMinutes(1).toNanos();

    private final int[][] slices = new int[SLICES][BUCKETS];
    private final int[] sums = new int[BUCKETS];
    private final ReentrantLock lock = new ReentrantLock();
    private int calls;
    private long newest = Long.MIN_VALUE;

    void add(long nanos, long now) {
        int bucket = bucket(nanos);
        lock.lock();
        try {
            slices[slot(now)][bucket]++;
            sums[bucket]++;
            calls++;
        } finally {
            lock.unlock();
        }
    }

    /** The time within which the share came, rounded up by a tenth at most; -1 with fewer than so many calls. */
    long quantile(double share, int minimum, long now) {
        lock.lock();
        try {
            slot(now);
            if (calls < Math.max(1, minimum)) {
                return -1;
            }
            long rank = Math.max(1, (long) Math.ceil(share * calls));
            int bucket = 0;
            for (long seen = sums[0]; seen < rank; seen += sums[bucket]) {
                bucket++;
            }
            return (long) (Math.exp(bucket * WIDTH) * 1e6);
        } finally {
            lock.unlock();
        }
    }

    private static int bucket(long nanos) {
        int bucket = (int) Math.ceil(Math.log(Math.max(1, nanos) / 1e6) / WIDTH - 1e-9);
        return Math.max(0, Math.min(BUCKETS - 1, bucket));
    }

    /** Forgets what the time has left behind. */
    private int slot(long now) {
        long slice = Math.floorDiv(now, SLICE);
        if (newest == Long.MIN_VALUE) {
            newest = slice;
        }
        for (long next = Math.max(newest + 1, slice - SLICES + 1); next <= slice; next++) {
            int[] old = slices[(int) Math.floorMod(next, (long) SLICES)];
            for (int i = 0; i < BUCKETS; i++) {
                sums[i] -= old[i];
                calls -= old[i];
            }
            Arrays.fill(old, 0);
        }
        newest = Math.max(newest, slice);
        return (int) Math.floorMod(newest, (long) SLICES);
    }
}
