package dev.portolan.routing.rollout;

import dev.portolan.routing.rollout.judge.Arm;
import dev.portolan.routing.state.StateStore;
import dev.portolan.routing.state.StateStoreException;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A rollout that runs: what people ask it and tell it. One for each rollout and store in a process, however often its configuration is loaded.
 * Thread-safe.
 *
 * <p>It meets the other instances in its store every few seconds, on a daemon thread that ends when nobody holds the rollout any more.
 * When the store cannot be asked, the last known share stays, nothing advances, and a rollback works on this instance and is told to the store
 * when it is back. Before the store has answered for the first time the source answers everybody.
 */
public final class Rollout {

    /** How often an instance meets the others unless said otherwise. */
    public static final Duration POLL = Duration.ofSeconds(5);

    private static final ConcurrentMap<String, WeakReference<Rollout>> NAMED = new ConcurrentHashMap<>();

    private final RolloutController controller;
    private final StateStore store;

    Rollout(RolloutController controller, StateStore store) {
        this.controller = controller;
        this.store = store;
    }

    /**
     * Takes part in a rollout, which begins in the {@linkplain RolloutStage#SHADOW shadow} when the store does not know it.
     *
     * @param plan the plan
     * @param store what the instances share
     * @return the rollout; {@link RolloutModel} sends calls through it
     */
    public static Rollout of(RolloutPlan plan, StateStore store) {
        return of(plan, store, POLL);
    }

    /**
     * Takes part in a rollout.
     *
     * @param plan the plan
     * @param store what the instances share
     * @param poll how often to meet the others: how long a rollback elsewhere takes to be seen here, at most
     * @return the rollout
     */
    public static Rollout of(RolloutPlan plan, StateStore store, Duration poll) {
        if (poll.toMillis() < 1) {
            throw new IllegalArgumentException("poll: must be at least 1 ms");
        }
        DaemonBackground background = new DaemonBackground(plan.id(), poll);
        RolloutController controller = new RolloutController(
                plan,
                store,
                UUID.randomUUID().toString(),
                Clock.systemUTC(),
                System::nanoTime,
                background,
                new Sides(() -> ThreadLocalRandom.current().nextDouble()));
        controller.poll();
        background.poll(controller);
        return new Rollout(controller, store);
    }

    /** The rollout of a configured name: the one that it had before when id and store are the same. */
    static Rollout configured(String name, RolloutPlan plan, StateStore store, Duration poll) {
        WeakReference<Rollout> held = NAMED.get(name);
        Rollout before = held == null ? null : held.get();
        if (before != null
                && before.store == store
                && before.controller.plan().id().equals(plan.id())) {
            before.controller.plan(plan);
            return before;
        }
        Rollout made = of(plan, store, poll);
        NAMED.put(name, new WeakReference<>(made));
        return made;
    }

    /**
     * The rollout behind a configured name.
     *
     * @param name as in {@code portolan.models.<name>.provider=rollout}
     * @return the rollout
     * @throws IllegalArgumentException when there is none; models are made when they are first asked for
     */
    public static Rollout named(String name) {
        WeakReference<Rollout> held = NAMED.get(name);
        Rollout rollout = held == null ? null : held.get();
        if (rollout == null) {
            throw new IllegalArgumentException("There is no rollout behind \"" + name + "\"; there is one behind "
                    + new TreeSet<>(NAMED.keySet()) + ". It is there once its model was asked for");
        }
        return rollout;
    }

    RolloutController controller() {
        return controller;
    }

    /**
     * Its plan.
     *
     * @return the plan
     */
    public RolloutPlan plan() {
        return controller.plan();
    }

    /**
     * How it stands, as this instance knows it now. Asks no store.
     *
     * @return the status
     */
    public RolloutStatus status() {
        return controller.status();
    }

    /**
     * How it stands, in sentences: {@link RolloutStatus#explain()}.
     *
     * @return one line
     */
    public String explain() {
        return status().explain();
    }

    /**
     * Leaves the shadow.
     *
     * @param decision a signed GO, or somebody's word why it moves without
     * @param reason what else is to be said; the log keeps it
     * @throws RolloutRefusedException when the decision is neither, was used already, or the rollout is not in the shadow
     * @throws StateStoreException when the store cannot be asked
     */
    public void start(GoDecision decision, String reason) {
        controller.order(Order.Kind.PROMOTE, decision.actor(), reason, decision);
    }

    /**
     * Takes the next step, at a gate or before the judge would. Before the judge has passed the step this is logged as an override.
     *
     * @param actor who
     * @param reason why
     * @throws RolloutRefusedException in the shadow, when it is held, rolled back or done
     * @throws StateStoreException when the store cannot be asked
     */
    public void promote(String actor, String reason) {
        controller.order(Order.Kind.PROMOTE, actor, reason, null);
    }

    /**
     * Keeps the share as it is until somebody resumes. A rollback still comes by itself.
     *
     * @param actor who
     * @param reason why
     * @throws RolloutRefusedException when it is rolled back or done
     * @throws StateStoreException when the store cannot be asked
     */
    public void hold(String actor, String reason) {
        controller.order(Order.Kind.HOLD, actor, reason, null);
    }

    /**
     * Ends a hold. The step begins anew, with fresh evidence.
     *
     * @param actor who
     * @param reason why
     * @throws RolloutRefusedException when it is not held
     * @throws StateStoreException when the store cannot be asked
     */
    public void resume(String actor, String reason) {
        controller.order(Order.Kind.RESUME, actor, reason, null);
    }

    /**
     * Gives all traffic back to the source: for the next call on this instance at once, without asking the store; on the others within
     * their poll interval. Never refused. Calls that are under way end as they would.
     *
     * @param actor who
     * @param reason why
     * @throws StateStoreException only when the store was never asked with success, so that the source answers everybody anyway
     */
    public void rollback(String actor, String reason) {
        controller.rollBack(actor, reason);
    }

    /**
     * Allows another run after a rollback. It begins in the shadow, and takes a new GO.
     *
     * @param actor who
     * @param reason why
     * @throws RolloutRefusedException when it is not rolled back, or within the cool-down
     * @throws StateStoreException when the store cannot be asked
     */
    public void reset(String actor, String reason) {
        controller.order(Order.Kind.RESET, actor, reason, null);
    }

    /**
     * Tells what came from outside. When it is much more often about the target than about the source, listeners hear of it.
     *
     * @param arm which side's answer it was about
     * @param signal what
     * @param count how many, at least 1
     */
    public void signal(Arm arm, Signal signal, long count) {
        if (count < 1) {
            throw new IllegalArgumentException("count: must be at least 1");
        }
        controller.signal(arm, signal, count);
    }

    /**
     * Adds who hears of events from now on.
     *
     * @param listener the listener; adding it again does nothing
     */
    public void listen(RolloutListener listener) {
        controller.audit().listen(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Takes a listener away.
     *
     * @param listener the listener
     */
    public void leave(RolloutListener listener) {
        controller.audit().leave(listener);
    }

    /**
     * Limits the target's share on this instance from outside, beside what the configuration says.
     *
     * @param ceiling the limit
     */
    public void limit(PercentCeiling ceiling) {
        controller.ceiling(controller.ceiling().configured(), ceiling);
    }

    /**
     * Lets the instance steer only while it holds a lease: without, it reports what it sees, but advances and holds nothing. Rolling back
     * needs no lease.
     *
     * @param held whether the lease is held; asked at each poll
     */
    public void steerWhile(BooleanSupplier held) {
        controller.lease(Objects.requireNonNull(held, "held"));
    }

    /** Meets the other instances now. Blocks while the store is asked; does not throw when it cannot be. */
    public void poll() {
        controller.poll();
    }

    /**
     * Its log, from the store.
     *
     * @return every event since it began, in order
     * @throws StateStoreException when the store cannot be asked
     */
    public List<RolloutEvent> log() {
        return controller.log();
    }

    /**
     * What happened so far and how the target does, for the review after the cut-over.
     *
     * @return the report of this moment
     * @throws StateStoreException when the store cannot be asked
     */
    public RolloutReview review() {
        return new RolloutReview(plan(), status(), log());
    }

    @Override
    public String toString() {
        return "Rollout[" + plan().id() + "]";
    }

    /** For tests: forgets a name. */
    static @Nullable Rollout forget(String name) {
        WeakReference<Rollout> held = NAMED.remove(name);
        return held == null ? null : held.get();
    }
}
