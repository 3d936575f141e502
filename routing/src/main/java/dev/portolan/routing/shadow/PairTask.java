package dev.portolan.routing.shadow;

import dev.portolan.evidence.cost.Money;
import dev.portolan.routing.breaker.CircuitBreaker;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The way of a sampled call through the shadow: the target is called, the pair is scored and told. */
final class PairTask implements ShadowPool.Task {

    private final Mirror mirror;
    private final ShadowCall call;
    private final long bytes;
    private final AtomicBoolean told = new AtomicBoolean();

    PairTask(Mirror mirror, ShadowCall call) {
        this.mirror = mirror;
        this.call = call;
        this.bytes = Footprint.of(call);
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /** Each call is told of once, whatever happens to it. */
    @Override
    public void dropped(NotCompared why) {
        if (told.compareAndSet(false, true)) {
            mirror.tally().notCompared(why);
        }
    }

    @Override
    public void run(ShadowPool.Place place) {
        try {
            CircuitBreaker.Permit permit = permit();
            if (permit != null) {
                try {
                    call(place, permit);
                } finally {
                    permit.ignored();
                }
            }
        } finally {
            // Whatever threw on the way was a mistake in a program; the guard of the pool counts it.
            dropped(NotCompared.DEFECT);
        }
    }

    private CircuitBreaker.@Nullable Permit permit() {
        ShadowSettings settings = mirror.settings();
        if (!settings.sideEffects() && SideEffects.in(call.request())) {
            dropped(NotCompared.SIDE_EFFECTS);
            return null;
        }
        CircuitBreaker.Permit permit = mirror.breaker().tryAcquire();
        if (permit == null) {
            dropped(NotCompared.CIRCUIT_OPEN);
            return null;
        }
        NotCompared none = mirror.day().take(settings.dailyCap(), settings.dailyBudget());
        if (none != null) {
            permit.ignored();
            dropped(none);
            return null;
        }
        return permit;
    }

    private void call(ShadowPool.Place place, CircuitBreaker.Permit permit) {
        mirror.tally().sent.increment();
        TargetCall making = new TargetCall(mirror.target(), mirror.settings(), mirror.nanoClock());
        AtomicBoolean counted = new AtomicBoolean();
        ShadowPool.Watched watched = place.watch(
                mirror.settings().timeout(), making::cancel, () -> lost(making.timedOut(), permit, counted));
        CallEnd end = null;
        try {
            end = making.make(call);
        } finally {
            boolean inTime = watched.ended();
            if (inTime && end == null && counted.compareAndSet(false, true)) {
                mirror.day().perhapsPaid();
                permit.failed();
            }
            if (!inTime) {
                end = null;
            }
        }
        if (end != null && counted.compareAndSet(false, true)) {
            ended(place, end, permit);
        }
    }

    private void ended(ShadowPool.Place place, CallEnd end, CircuitBreaker.Permit permit) {
        if (mirror.stopped() && end.error() != null) {
            mirror.day().perhapsPaid();
            dropped(NotCompared.CLOSED);
            return;
        }
        Money cost = paid(end, permit);
        NotCompared unsent = TargetCall.unsent(end);
        if (unsent != null) {
            dropped(unsent);
            return;
        }
        ShadowPool.Watched watched =
                place.watch(mirror.settings().timeout(), () -> {}, () -> dropped(NotCompared.STUCK));
        ShadowResult pair;
        boolean inTime = false;
        try {
            pair = mirror.scoring().pair(call, end, cost);
        } finally {
            inTime = watched.ended();
        }
        if (inTime) {
            tell(pair);
        }
    }

    /** The target hangs: an end of its own, on another thread than the one that waits for it. */
    private void lost(CallEnd end, CircuitBreaker.Permit permit, AtomicBoolean counted) {
        if (counted.compareAndSet(false, true)) {
            mirror.hangs();
            Money cost = paid(end, permit);
            tell(mirror.scoring().pair(call, end, cost));
        }
    }

    private @Nullable Money paid(CallEnd end, CircuitBreaker.Permit permit) {
        Money cost = mirror.scoring().cost(call, end);
        if (end.response() != null) {
            mirror.day().paid(cost, mirror.settings().dailyBudget());
            permit.succeeded();
        } else {
            if (TargetCall.perhapsPaid(end)) {
                mirror.day().perhapsPaid();
            } else {
                mirror.day().free();
            }
            if (TargetCall.blamesTheTarget(end)) {
                permit.failed();
            } else {
                permit.ignored();
            }
        }
        return cost;
    }

    private void tell(ShadowResult pair) {
        if (told.compareAndSet(false, true)) {
            mirror.tell(pair);
        }
    }
}
