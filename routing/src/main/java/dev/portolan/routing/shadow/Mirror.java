package dev.portolan.routing.shadow;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.routing.breaker.CircuitBreaker;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to sampled calls when they have ended. Nothing here throws into a user's call or makes it wait. Thread-safe. */
final class Mirror {

    private static final Logger LOG = LoggerFactory.getLogger(ShadowModel.class);

    private final String name;
    private final ChatModel target;
    private final ShadowSettings settings;
    private final ShadowTally tally;
    private final DayCount day;
    private final Mishaps mishaps;
    private final CircuitBreaker breaker;
    private final PairScoring scoring;
    private final ShadowPool pool;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final AtomicBoolean hung = new AtomicBoolean();

    Mirror(String name, ChatModel target, ShadowSettings settings, Surroundings around) {
        this.name = name;
        this.target = target;
        this.settings = settings;
        this.tally = around.tally();
        this.day = around.day();
        this.mishaps = around.mishaps();
        this.clock = around.clock();
        this.nanoClock = around.nanoClock();
        this.breaker = new CircuitBreaker(settings.breaker(), nanoClock);
        this.scoring = new PairScoring(name, settings, mishaps);
        this.pool = new ShadowPool(settings, around.executor(), around.alarm(), mishaps);
    }

    /** A sampled call has ended. In constant time, but for the number of parts of the request. */
    void ended(ChatRequest request, CallContext context, boolean streamed, CallEnd source) {
        try {
            NotCompared none = none(context, source);
            if (none == null) {
                Instant at = clock.instant();
                pool.offer(new PairTask(this, new ShadowCall(request, context, streamed, at, source)));
            } else {
                tally.notCompared(none);
            }
        } catch (RuntimeException e) {
            mishaps.count("shadow", e);
            tally.notCompared(NotCompared.DEFECT);
        }
    }

    private @Nullable NotCompared none(CallContext context, CallEnd source) {
        LlmException error = source.error();
        if (error != null && ofTheApplication(error, context)) {
            return NotCompared.CANCELLED;
        }
        NotCompared exhausted = day.left(settings.dailyCap(), settings.dailyBudget());
        if (exhausted != null) {
            return exhausted;
        }
        return breaker.state() == CircuitBreaker.State.OPEN ? NotCompared.CIRCUIT_OPEN : null;
    }

    private static boolean ofTheApplication(LlmException error, CallContext context) {
        return error.kind().equals(ErrorKind.CANCELLED)
                || error.kind().equals(ErrorKind.BUDGET_EXCEEDED)
                || (error.details().timeoutPhase() == TimeoutPhase.TOTAL && context.deadline() != null);
    }

    void tell(ShadowResult pair) {
        tally.add(pair);
        settings.listeners().forEach(listener -> mishaps.guard("listener", () -> listener.compared(pair)));
        ShadowLog log = settings.log();
        if (log != null) {
            mishaps.guard("log", () -> log.write(pair));
        }
    }

    /** A call of the target cannot be stopped: told once. */
    void hangs() {
        if (hung.compareAndSet(false, true)) {
            LOG.warn(
                    "In the shadow of \"{}\" a call of the target hangs {} after its timeout and cannot be stopped;"
                            + " when {} hang, nothing is sent until one comes back",
                    name,
                    settings.grace().multipliedBy(2),
                    settings.concurrency());
        }
    }

    boolean stopped() {
        return pool.stopped();
    }

    ShadowSettings settings() {
        return settings;
    }

    ChatModel target() {
        return target;
    }

    ShadowTally tally() {
        return tally;
    }

    DayCount day() {
        return day;
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    PairScoring scoring() {
        return scoring;
    }

    ShadowPool pool() {
        return pool;
    }

    LongSupplier nanoClock() {
        return nanoClock;
    }
}
