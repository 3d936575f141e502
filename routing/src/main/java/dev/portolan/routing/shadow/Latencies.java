package dev.portolan.routing.shadow;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How long calls took, in the cells of an <a href="https://github.com/HdrHistogram/HdrHistogram">HdrHistogram</a> of two significant
 * digits. Sketches of several instances {@linkplain #plus add up} exactly. Immutable.
 *
 * @param micros the highest microseconds of each cell that holds anything, and how many calls it holds; sorted
 */
public record Latencies(SortedMap<Long, Long> micros) {

    /** No calls. */
    public static final Latencies NONE = new Latencies(new TreeMap<>());

    /**
     * Checks the components.
     *
     * @param micros as above; copied
     */
    public Latencies {
        micros.forEach((value, count) -> {
            if (value < 0 || count < 1) {
                throw new IllegalArgumentException("micros: cells hold at least one call and no negative time");
            }
        });
        micros = Collections.unmodifiableSortedMap(new TreeMap<>(micros));
    }

    static Latencies of(Histogram histogram) {
        SortedMap<Long, Long> cells = new TreeMap<>();
        histogram
                .recordedValues()
                .forEach(cell -> cells.put(cell.getValueIteratedTo(), cell.getCountAddedInThisIterationStep()));
        return new Latencies(cells);
    }

    /**
     * The latencies of both together.
     *
     * @param other more calls
     * @return the sum
     */
    public Latencies plus(Latencies other) {
        SortedMap<Long, Long> both = new TreeMap<>(micros);
        other.micros.forEach((value, count) -> both.merge(value, count, Long::sum));
        return new Latencies(both);
    }

    /**
     * How many calls there are.
     *
     * @return 0 or more
     */
    public long count() {
        return micros.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The time that a share of the calls did not exceed.
     *
     * @param quantile from 0 to 1, such as 0.95
     * @return the time to about 1 %, or {@code null} without calls
     */
    public @Nullable Duration quantile(double quantile) {
        if (!(quantile >= 0 && quantile <= 1)) {
            throw new IllegalArgumentException("quantile: must be from 0 to 1, not " + quantile);
        }
        long rank = Math.max(1, (long) Math.ceil(quantile * count()));
        long seen = 0;
        for (Map.Entry<Long, Long> cell : micros.entrySet()) {
            seen += cell.getValue();
            if (seen >= rank) {
                return micros(cell.getKey());
            }
        }
        return null;
    }

    /**
     * How many calls took longer.
     *
     * @param limit the time
     * @return those whose cell lies above it
     */
    public long longerThan(Duration limit) {
        return micros.tailMap(limit.toNanos() / 1000 + 1).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static Duration micros(long value) {
        return Duration.ofNanos(value * 1000);
    }

    @Override
    public String toString() {
        return "Latencies[" + count() + " calls, p50=" + quantile(0.5) + ", p95=" + quantile(0.95) + "]";
    }
}
