package dev.portolan.routing.rollout.judge;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The source's latest times of one kind, and their quantiles. For one thread at a time. */
final class SourceTimes {

    static final int LEAST = 20;
    static final int MOST = 256;

    private final long maxAge;
    private final long[] times = new long[MOST];
    private final long[] seen = new long[MOST];
    private int next;
    private int size;
    private int stale;
    private Baseline.@Nullable Times quantiles;
    private long oldest;

    SourceTimes(Duration maxAge) {
        this.maxAge = maxAge.toNanos();
    }

    void add(Duration time, long now) {
        times[next] = time.toNanos();
        seen[next] = now;
        next = (next + 1) % MOST;
        size = Math.min(MOST, size + 1);
        stale++;
    }

    /** The quantiles of what is not too old, at most eight times behind; {@code null} when that are too few. */
    Baseline.@Nullable Times quantiles(long now) {
        if (stale >= 8 || quantiles == null || now - oldest > maxAge) {
            quantiles = compute(now);
            stale = 0;
        }
        return quantiles;
    }

    private Baseline.@Nullable Times compute(long now) {
        long[] fresh = new long[size];
        int count = 0;
        oldest = now;
        for (int i = 0; i < size; i++) {
            if (now - seen[i] <= maxAge) {
                fresh[count++] = times[i];
                oldest = Math.min(oldest, seen[i]);
            }
        }
        if (count < LEAST) {
            return null;
        }
        Arrays.sort(fresh, 0, count);
        return new Baseline.Times(at(fresh, count, 0.5), at(fresh, count, 0.95));
    }

    private static Duration at(long[] sorted, int count, double share) {
        return Duration.ofNanos(sorted[Math.min(count - 1, (int) Math.ceil(share * count) - 1)]);
    }
}
