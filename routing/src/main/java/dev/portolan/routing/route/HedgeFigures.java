package dev.portolan.routing.route;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a hedging router has learnt: how long each target's answers took, and how many second attempts may be made. Kept over reloads.
 * As much as there are targets. Thread-safe.
 */
final class HedgeFigures {

    private static final long ONE = 1_000_000;
    private static final long MOST = 10 * ONE;

    private final ConcurrentMap<String, Latencies> targets = new ConcurrentHashMap<>();
    private final AtomicLong saved = new AtomicLong();

    private record Latencies(LatencySketch calls, LatencySketch streams) {
        LatencySketch of(boolean streamed) {
            return streamed ? streams : calls;
        }
    }

    /** Of a stream the time to the first visible event counts. */
    private LatencySketch of(String target, boolean streamed) {
        return targets.computeIfAbsent(target, name -> new Latencies(new LatencySketch(), new LatencySketch()))
                .of(streamed);
    }

    void answered(String target, boolean streamed, long nanos, long now) {
        of(target, streamed).add(nanos, now);
    }

    /**
     * The target was stopped before it had answered, so it would have taken longer than this. To leave it out would make the quantile too
     * short, and then more calls would be stopped, and so on; what was stopped before the quantile tells nothing of it.
     */
    void tookLonger(String target, boolean streamed, long nanos, long now, HedgePolicy policy) {
        long quantile = quantile(target, streamed, policy, now);
        if (quantile >= 0 && nanos >= quantile) {
            of(target, streamed).add(nanos, now);
        }
    }

    /** In nanoseconds; -1 when it is not known. */
    long quantile(String target, boolean streamed, HedgePolicy policy, long now) {
        return of(target, streamed).quantile(policy.quantile(), policy.minimumCalls(), now);
    }

    /** A call is made, which earns a share of a second attempt. */
    void called(double share) {
        long earned = (long) (share * ONE);
        if (earned > 0 && saved.get() < MOST) {
            saved.updateAndGet(before -> Math.min(MOST, before + earned));
        }
    }

    /** Takes a second attempt; false when calls have not earned one. */
    boolean tryTake() {
        return saved.getAndUpdate(before -> before >= ONE ? before - ONE : before) >= ONE;
    }
}
