package dev.portolan.routing.rollout;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.evidence.stats.RateEvidence;
import dev.portolan.routing.rollout.judge.Arm;
import dev.portolan.routing.rollout.judge.CallSample;
import dev.portolan.routing.rollout.judge.Judge;
import dev.portolan.routing.rollout.judge.Judgement;
import dev.portolan.routing.rollout.judge.StepEvidence;
import dev.portolan.routing.state.StateStore;
import dev.portolan.routing.state.StateStoreException;
import dev.portolan.routing.state.StoredEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One instance's part in a rollout: decides sides, counts calls, judges after each call of the target, and meets the other instances in the
 * store. A rollback holds for the next call as soon as it is decided, before anything is asked or told. Thread-safe.
 */
final class RolloutController {

    /** What the instance knows of the rollout, and when it first saw its present stretch. */
    private record View(RolloutDocument document, StepEvidence recent, long anchorElapsed, long anchorNanos) {}

    /** A rollback of this instance that the store does not have for certain. */
    private record Latch(Order order, RolloutState from) {}

    private final StateStore store;
    private final String key;
    private final String instance;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final Background background;
    private final Sides sides;
    private final LocalEvidence local;
    private final Audit audit;
    private final ReentrantLock exchange = new ReentrantLock();
    private final AtomicReference<@Nullable Latch> latch = new AtomicReference<>();
    private final AtomicLong moved = new AtomicLong();
    private final AtomicLong unsticky = new AtomicLong();
    private volatile RolloutPlan plan;
    private volatile Ceiling ceiling;
    private volatile BooleanSupplier lease = () -> true;
    private volatile @Nullable View view;
    private volatile @Nullable String storeTrouble;

    RolloutController(
            RolloutPlan plan,
            StateStore store,
            String instance,
            Clock clock,
            LongSupplier nanoClock,
            Background background,
            Sides sides) {
        this.plan = Objects.requireNonNull(plan, "plan");
        this.store = Objects.requireNonNull(store, "store");
        this.key = "rollout/" + plan.id();
        this.instance = instance;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.background = background;
        this.sides = sides;
        this.ceiling = new Ceiling(100, PercentCeiling.NONE);
        this.local = new LocalEvidence(plan, nanoClock);
        this.audit = new Audit(plan.id(), instance, background);
    }

    RolloutPlan plan() {
        return plan;
    }

    void plan(RolloutPlan changed) {
        if (!changed.id().equals(plan.id())) {
            throw new IllegalArgumentException("id: a rollout keeps its id; another id is another rollout");
        }
        this.plan = changed;
    }

    void ceiling(double configured, PercentCeiling external) {
        this.ceiling = new Ceiling(configured, external);
    }

    void configuredCeiling(double percent) {
        this.ceiling = new Ceiling(percent, ceiling.external());
    }

    Ceiling ceiling() {
        return ceiling;
    }

    void lease(BooleanSupplier held) {
        this.lease = held;
    }

    Audit audit() {
        return audit;
    }

    /** Decides who answers a call. Asks no store. */
    Side side(ChatRequest request, CallContext context) {
        View seen = view;
        if (seen == null) {
            return Side.source(false, false, 0);
        }
        RolloutState state = seen.document().state();
        double limit = ceiling.of(context);
        boolean closed = !state.live() || limit <= 0 || latched(state);
        Side side = sides.of(plan, state, closed, limit, request, context);
        if (side.assigned()) {
            local.assigned(side.arm(), side.epoch());
        }
        if (side.moved()) {
            moved.incrementAndGet();
        }
        if (!side.sticky()) {
            unsticky.incrementAndGet();
        }
        return side;
    }

    /** The stretch of evidence that a call which begins now is of. */
    long epoch() {
        View seen = view;
        return seen == null ? 0 : seen.document().state().epoch();
    }

    private boolean latched(RolloutState state) {
        Latch held = latch.get();
        return held != null && held.order().run() == state.run();
    }

    /** Whether the target answers nobody on this instance. */
    boolean rolledBack() {
        View seen = view;
        return seen != null
                && (seen.document().state().stage() == RolloutStage.ROLLED_BACK
                        || latched(seen.document().state()));
    }

    /** A call ended. */
    void ended(CallSample sample, long epoch) {
        try {
            String stop = local.add(sample, epoch);
            if (sample.arm() == Arm.TARGET) {
                judge(stop);
            }
        } catch (RuntimeException e) {
            // Whoever called has an answer or an error already.
            Audit.LOG.error("Rollout {}: a call could not be judged; hold or roll back by hand", plan.id(), e);
        }
    }

    private void judge(@Nullable String stop) {
        View seen = view;
        if (seen == null || latch.get() != null) {
            return;
        }
        RolloutState state = seen.document().state();
        if (!state.live() || state.stage() == RolloutStage.DONE) {
            return;
        }
        StepEvidence own = local.unstored();
        StepEvidence all = seen.document().evidence().plus(own);
        StepEvidence recent = seen.recent().plus(own);
        Judgement judgement =
                new Judge(plan.limits()).judge(Turn.look(plan, seen.document(), all, recent, elapsed(seen)));
        boolean both = judgement.verdict() == Judgement.Verdict.HOLD || sourceFails(recent);
        if (judgement.verdict() == Judgement.Verdict.ROLLBACK) {
            trip(state, RolloutEvent.JUDGE, judgement.sentence(), judgement, all);
        } else if (stop != null && !both) {
            trip(state, "hard-stop", "Roll back: " + stop + ". " + judgement.sentence(), judgement, all);
        }
    }

    private boolean sourceFails(StepEvidence recent) {
        RateEvidence source = recent.errors(Arm.SOURCE);
        return source.trials() > 0
                && source.above(plan.limits().errorRate())
                        >= 1 / (1 - plan.limits().confidence());
    }

    private void trip(RolloutState state, String rule, String reason, Judgement judgement, StepEvidence all) {
        rollBack(
                state,
                new Order(
                        Order.Kind.ROLLBACK,
                        RolloutEvent.JUDGE,
                        rule,
                        reason,
                        state.epoch(),
                        state.run(),
                        null,
                        judgement.toJson(),
                        all.toJson()));
    }

    /** Rolls back here and now, and tells the store afterwards. */
    private boolean rollBack(RolloutState state, Order order) {
        Latch mine = new Latch(order, state);
        if (!latch.compareAndSet(null, mine)) {
            return false;
        }
        if (isOver(order)) {
            latch.compareAndSet(mine, null);
            return false;
        }
        audit.unstored(order, state, clock.instant());
        background.store(this::poll);
        return true;
    }

    /** Whether the store's answer came while this was being decided; the view is written before the latch is freed. */
    private boolean isOver(Order order) {
        View seen = view;
        return seen != null
                && (seen.document().state().stage() == RolloutStage.ROLLED_BACK
                        || seen.document().state().run() > order.run());
    }

    void rollBack(String actor, String reason) {
        RolloutState state = state();
        Order order = Order.manual(Order.Kind.ROLLBACK, actor, reason, state, null);
        if (state.stage() != RolloutStage.ROLLED_BACK) {
            rollBack(state, order);
        }
    }

    /**
     * Carries out what a person ordered.
     *
     * @throws RolloutRefusedException when state or plan forbid it
     * @throws StateStoreException when the store cannot be asked
     */
    void order(Order.Kind kind, String actor, String reason, @Nullable GoDecision go) {
        exchange.lock();
        try {
            Order order = Order.manual(kind, actor, reason, state(), go);
            String refusal = meet(order);
            if (refusal != null) {
                throw new RolloutRefusedException("The rollout " + plan.id() + " does not "
                        + kind.name().toLowerCase(java.util.Locale.ROOT) + ": " + refusal);
            }
        } finally {
            exchange.unlock();
        }
    }

    void signal(Arm arm, Signal signal, long count) {
        local.heard(arm, signal, count);
    }

    /** Meets the other instances in the store. Never throws for a store that cannot be asked. */
    void poll() {
        exchange.lock();
        try {
            Latch held = latch.get();
            meet(held == null ? null : held.order());
            storeTrouble = null;
        } catch (StateStoreException e) {
            trouble(e);
        } catch (RuntimeException e) {
            // Whatever a store throws, the next poll asks again.
            trouble(e);
        } finally {
            exchange.unlock();
        }
    }

    private void trouble(RuntimeException e) {
        if (storeTrouble == null) {
            audit.storeDown(e);
        }
        storeTrouble = String.valueOf(e.getMessage());
        if (latch.get() != null) {
            background.storeLater(this::retry);
        }
    }

    private void retry() {
        if (latch.get() != null) {
            poll();
        }
    }

    private @Nullable String meet(@Nullable Order order) {
        View seen = view;
        LocalEvidence.Report report = local.report();
        Turn turn = new Turn(
                plan,
                instance,
                clock.instant(),
                report.epoch(),
                report.number(),
                report.seen(),
                report.heard(),
                seen == null ? 0 : elapsed(seen),
                local.baseline(),
                lease.getAsBoolean(),
                ceiling.least(),
                order);
        Meeting meeting = new Meeting(turn);
        StateStore.Outcome outcome = store.update(key, meeting);
        RolloutDocument document = meeting.document(outcome);
        local.arrived();
        adopt(document);
        ceiling.polled();
        hear();
        return meeting.refusal();
    }

    private void adopt(RolloutDocument document) {
        View seen = view;
        boolean same = seen != null
                && seen.document().state().epoch() == document.state().epoch();
        long now = nanoClock.getAsLong();
        view = new View(
                document,
                document.recent(),
                same ? Objects.requireNonNull(seen).anchorElapsed() : document.elapsedMillis(),
                same ? Objects.requireNonNull(seen).anchorNanos() : now);
        local.follow(document, plan.hardStops());
        Latch held = latch.get();
        RolloutState state = document.state();
        if (held != null
                && (state.stage() == RolloutStage.ROLLED_BACK
                        || state.run() > held.order().run())) {
            latch.set(null);
        }
        if (seen == null) {
            audit.from(state.events() == 1 ? 0 : state.events());
        }
    }

    /** Time of the stretch: what the store had when it was first seen here, and what has passed since by a clock that only runs forward. */
    private long elapsed(View seen) {
        return seen.anchorElapsed() + Math.max(0, nanoClock.getAsLong() - seen.anchorNanos()) / 1_000_000;
    }

    private void hear() {
        View seen = Objects.requireNonNull(view);
        while (audit.heard() < seen.document().state().events()) {
            List<StoredEvent> events = store.events(key, audit.heard(), 100);
            if (events.isEmpty()) {
                return;
            }
            events.forEach(event -> audit.stored(RolloutEvent.fromJson(event.text())));
        }
    }

    /** All of the log, from the store. */
    List<RolloutEvent> log() {
        List<RolloutEvent> log = new ArrayList<>();
        while (true) {
            List<StoredEvent> events = store.events(key, log.size(), 100);
            if (events.isEmpty()) {
                return log;
            }
            events.forEach(event -> log.add(RolloutEvent.fromJson(event.text())));
        }
    }

    private RolloutState state() {
        View seen = view;
        if (seen == null) {
            poll();
            seen = view;
        }
        if (seen == null) {
            throw new StateStoreException(
                    "The store of the rollout " + plan.id() + " cannot be asked: " + storeTrouble, false, null);
        }
        return seen.document().state();
    }

    RolloutStatus status() {
        View seen = view;
        if (seen == null) {
            return RolloutStatus.unknown(plan, storeTrouble);
        }
        RolloutDocument document = seen.document();
        StepEvidence own = local.unstored();
        StepEvidence all = document.evidence().plus(own);
        long elapsed = Math.max(document.elapsedMillis(), elapsed(seen));
        RolloutState state = document.state();
        Judgement judgement = state.live() && Turn.fits(plan, state)
                ? new Judge(plan.limits())
                        .judge(Turn.look(plan, document, all, seen.recent().plus(own), elapsed))
                : null;
        Latch held = latch.get();
        return RolloutStatus.of(
                plan,
                document,
                all,
                elapsed,
                judgement,
                held == null || !latched(state) ? null : held.order(),
                ceiling.configured(),
                storeTrouble,
                new RolloutStatus.Counters(moved.get(), unsticky.get(), local.late()));
    }

    @Override
    public String toString() {
        return "RolloutController[" + plan.id() + ", " + instance + "]";
    }
}
