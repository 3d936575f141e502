package dev.portolan.routing.rollout;

import dev.portolan.routing.rollout.judge.Arm;
import dev.portolan.routing.rollout.judge.Baseline;
import dev.portolan.routing.rollout.judge.CallSample;
import dev.portolan.routing.rollout.judge.EvidenceCollector;
import dev.portolan.routing.rollout.judge.StepEvidence;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What an instance saw of the present stretch and has not brought to the store yet. A report that may have arrived or not is brought again
 * under its number, and the store counts it once. Thread-safe.
 */
final class LocalEvidence {

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong late = new AtomicLong();
    private final EvidenceCollector collector;
    private HardStops hardStops;
    private long epoch;
    private long number;
    private @Nullable Report underWay;
    private Signals heard = Signals.NONE;

    /** What is brought to the store. */
    record Report(long epoch, long number, StepEvidence seen, Signals heard) {}

    LocalEvidence(RolloutPlan plan, LongSupplier nanoClock) {
        this.collector = new EvidenceCollector(plan.limits(), plan.forecast(), nanoClock);
        this.hardStops = new HardStops(plan.hardStops());
    }

    /** Counts a call; the reason to stop at once, or {@code null}. Calls of an earlier stretch do not count. */
    @Nullable
    String add(CallSample sample, long ofEpoch) {
        lock.lock();
        try {
            if (ofEpoch != epoch) {
                late.incrementAndGet();
                return null;
            }
            collector.add(sample);
            return sample.arm() == Arm.TARGET ? hardStops.after(sample.outcome()) : null;
        } finally {
            lock.unlock();
        }
    }

    void assigned(Arm arm, long ofEpoch) {
        lock.lock();
        try {
            if (ofEpoch == epoch) {
                collector.assigned(arm);
            }
        } finally {
            lock.unlock();
        }
    }

    void heard(Arm arm, Signal signal, long count) {
        lock.lock();
        try {
            heard = heard.plus(arm, signal, count);
        } finally {
            lock.unlock();
        }
    }

    /** What the store does not have for certain. */
    StepEvidence unstored() {
        lock.lock();
        try {
            StepEvidence pending = collector.pending();
            return underWay == null ? pending : underWay.seen().plus(pending);
        } finally {
            lock.unlock();
        }
    }

    /** The next report, or the last one again when nobody knows whether it arrived. */
    Report report() {
        lock.lock();
        try {
            Report again = underWay;
            if (again != null) {
                return again;
            }
            Report report = new Report(epoch, ++number, collector.drain(), heard);
            heard = Signals.NONE;
            underWay = report;
            return report;
        } finally {
            lock.unlock();
        }
    }

    /** The last report has arrived. */
    void arrived() {
        lock.lock();
        try {
            underWay = null;
        } finally {
            lock.unlock();
        }
    }

    /** Goes on with a stretch; begins anew when it is another. */
    void follow(RolloutDocument document, HardStops.Rules rules) {
        lock.lock();
        try {
            collector.freeze(
                    document.frozen() ? document.baseline() == null ? Baseline.UNKNOWN : document.baseline() : null);
            if (document.state().epoch() != epoch) {
                epoch = document.state().epoch();
                underWay = null;
                heard = Signals.NONE;
                collector.restart();
                hardStops = new HardStops(rules);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What the source is like, or {@code null} when nobody knows here. */
    @Nullable
    Baseline baseline() {
        Baseline baseline = collector.baseline();
        return baseline.latency().isEmpty() && baseline.score() == null && baseline.cost() == null ? null : baseline;
    }

    /** How many calls ended after their stretch. */
    long late() {
        return late.get();
    }
}
