package dev.portolan.routing.shadow;

import dev.portolan.chat.Usage;
import dev.portolan.evidence.check.Score;
import dev.portolan.evidence.cost.Money;
import dev.portolan.evidence.stats.BoundedEvidence;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts what a shadow sees. The threads of users touch adders alone. Thread-safe. */
final class ShadowTally {

    /** Latencies in microseconds, up to an hour, to about 1 %. */
    private static final long LONGEST = Duration.ofHours(1).toNanos() / 1000;

    final LongAdder requests = new LongAdder();
    final LongAdder sampled = new LongAdder();
    final LongAdder sent = new LongAdder();
    private final Map<NotCompared, LongAdder> notCompared = new EnumMap<>(NotCompared.class);
    private final ReentrantLock lock = new ReentrantLock();
    private final Side source = new Side();
    private final Side target = new Side();
    private final Map<String, CheckStatistics> checks = new HashMap<>();
    private final long[] outcomes = new long[4];
    private long flagged;
    private @Nullable Instant since;
    private @Nullable Instant until;

    ShadowTally() {
        for (NotCompared reason : NotCompared.values()) {
            notCompared.put(reason, new LongAdder());
        }
    }

    void notCompared(NotCompared why) {
        LongAdder count = notCompared.get(why);
        if (count != null) {
            count.increment();
        }
    }

    void add(ShadowResult pair) {
        lock.lock();
        try {
            since = since == null || pair.at().isBefore(since) ? pair.at() : since;
            until = until == null || pair.at().isAfter(until) ? pair.at() : until;
            outcomes[(pair.source().ok() ? 0 : 2) + (pair.target().ok() ? 0 : 1)]++;
            source.add(pair.source());
            target.add(pair.target());
            flagged += pair.regressions().isEmpty() ? 0 : 1;
            pair.source().checks().forEach(found -> scored(found.check(), pair));
            pair.target().checks().stream()
                    .filter(found -> pair.source().check(found.check()) == null)
                    .forEach(found -> scored(found.check(), pair));
        } finally {
            lock.unlock();
        }
    }

    private void scored(String check, ShadowResult pair) {
        CheckResult a = pair.source().check(check);
        CheckResult b = pair.target().check(check);
        Double before = a == null ? null : a.value();
        Double after = b == null ? null : b.value();
        boolean both = before != null && after != null;
        double x = before == null ? 0 : before;
        double y = after == null ? 0 : after;
        checks.merge(
                check,
                new CheckStatistics(
                        both ? 1 : 0,
                        both ? x : 0,
                        both ? y : 0,
                        both ? (y - x) * (y - x) : 0,
                        pair.regressions().contains(check) ? 1 : 0,
                        pair.improvements().contains(check) ? 1 : 0,
                        a != null && a.hardBreak() ? 1 : 0,
                        b != null && b.hardBreak() ? 1 : 0,
                        missing(a),
                        missing(b),
                        CheckStatistics.list(
                                both ? BoundedEvidence.NONE.plus(y - CheckStatistics.KEPT * x) : BoundedEvidence.NONE)),
                CheckStatistics::plus);
    }

    private static int missing(@Nullable CheckResult found) {
        return found != null && found.kind() == Score.Kind.MISSING ? 1 : 0;
    }

    ShadowStatistics snapshot(
            String name,
            String sourceName,
            String targetName,
            long stuck,
            long wereStuck,
            Map<String, Long> mishaps,
            @Nullable NoiseFloor noiseFloor) {
        lock.lock();
        try {
            // What ends after it was counted as sampled must not be seen before it: ends are read first.
            Map<String, Long> ends = new TreeMap<>();
            notCompared.forEach((why, count) -> {
                if (count.sum() > 0) {
                    ends.put(why.id(), count.sum());
                }
            });
            return new ShadowStatistics(
                    name,
                    sourceName,
                    targetName,
                    since,
                    until,
                    requests.sum(),
                    sampled.sum(),
                    ends,
                    sent.sum(),
                    stuck,
                    wereStuck,
                    outcomes[0],
                    outcomes[1],
                    outcomes[2],
                    outcomes[3],
                    flagged,
                    source.snapshot(),
                    target.snapshot(),
                    checks,
                    mishaps,
                    noiseFloor);
        } finally {
            lock.unlock();
        }
    }

    private static final class Side {
        private final Map<String, Long> errors = new HashMap<>();
        private final Map<String, BigDecimal> cost = new HashMap<>();
        private final Histogram latency = new Histogram(2);
        private final Histogram firstToken = new Histogram(2);
        private long ok;
        private long hardBreaks;
        private long inputTokens;
        private long outputTokens;
        private long usageUnknown;
        private long costKnown;
        private long costUnknown;

        void add(SideResult side) {
            hardBreaks += side.hardBreak() ? 1 : 0;
            String error = side.error();
            if (error != null) {
                errors.merge(error, 1L, Long::sum);
                return;
            }
            ok++;
            latency.recordValue(micros(side.latency()));
            Duration first = side.firstToken();
            if (first != null) {
                firstToken.recordValue(micros(first));
            }
            used(side.usage());
            Money paid = side.cost();
            if (paid == null) {
                costUnknown++;
            } else {
                costKnown++;
                cost.merge(paid.currency().getCurrencyCode(), paid.amount(), BigDecimal::add);
            }
        }

        private void used(Usage usage) {
            Long in = usage.inputTokens();
            Long out = usage.outputTokens();
            usageUnknown += in == null || out == null ? 1 : 0;
            inputTokens += in == null ? 0 : in;
            outputTokens += out == null ? 0 : out;
        }

        private static long micros(Duration time) {
            return Math.max(0, Math.min(LONGEST, time.toNanos() / 1000));
        }

        SideStatistics snapshot() {
            return new SideStatistics(
                    ok,
                    errors,
                    hardBreaks,
                    Latencies.of(latency),
                    Latencies.of(firstToken),
                    inputTokens,
                    outputTokens,
                    usageUnknown,
                    cost,
                    costKnown,
                    costUnknown);
        }
    }
}
