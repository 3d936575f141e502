package dev.portolan.routing.rollout;

import dev.portolan.evidence.stats.RateEvidence;
import dev.portolan.routing.rollout.judge.Arm;
import dev.portolan.routing.rollout.judge.Baseline;
import dev.portolan.routing.rollout.judge.CostEvidence;
import dev.portolan.routing.rollout.judge.QualityEvidence;
import dev.portolan.routing.rollout.judge.StepEvidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The next document of a rollout while it is made, with the events that lead to it. Made and dropped within one change of the store. */
final class Draft {

    private static final int INSTANCES = 200;

    private final Instant now;
    private final String instance;
    private final boolean carryErrors;
    private final List<RolloutEvent> events = new ArrayList<>();
    private RolloutState state;
    private long elapsed;
    private boolean planned;
    private long carried;
    private StepEvidence evidence;
    private final SortedMap<Long, StepEvidence> slices;
    private final Map<String, Long> flushes;
    private @Nullable Baseline baseline;
    private final Map<String, Long> alerts;
    private Signals signals;

    Draft(@Nullable RolloutDocument from, RolloutPlan plan, String instance, Instant now) {
        this.now = now;
        this.instance = instance;
        this.carryErrors = plan.carryErrors();
        if (from == null) {
            this.evidence = StepEvidence.NONE;
            this.slices = new TreeMap<>();
            this.flushes = new LinkedHashMap<>();
            this.alerts = new TreeMap<>();
            this.signals = Signals.NONE;
            RolloutEvent created = new RolloutEvent(
                    1,
                    RolloutEvent.Kind.CREATED,
                    now,
                    instance,
                    plan.owner(),
                    "plan",
                    "Created with the steps " + (plan.steps().isEmpty() ? "none" : plan.shape()) + "; success: "
                            + plan.successMetric() + "; rollback: " + plan.rollbackTrigger(),
                    RolloutStage.SHADOW,
                    -1,
                    0,
                    1,
                    0,
                    0,
                    null,
                    null,
                    null);
            this.state = Transitions.apply(null, created);
            events.add(created);
        } else {
            this.state = from.state();
            this.elapsed = from.elapsedMillis();
            this.planned = from.planned();
            this.carried = from.carried();
            this.evidence = from.evidence();
            this.slices = new TreeMap<>(from.slices());
            this.flushes = new LinkedHashMap<>(from.flushes());
            this.baseline = from.baseline();
            this.alerts = new TreeMap<>(from.alerts());
            this.signals = from.signals();
        }
    }

    RolloutState state() {
        return state;
    }

    long elapsedMillis() {
        return elapsed;
    }

    /** Adds what an instance saw, once. */
    void add(long report, StepEvidence seen, Signals heard, long elapsedMillis, long sliceMillis) {
        elapsed = Math.max(elapsed, elapsedMillis);
        if (report <= flushes.getOrDefault(instance, 0L)) {
            return;
        }
        flushes.remove(instance);
        flushes.put(instance, report);
        if (flushes.size() > INSTANCES) {
            flushes.remove(flushes.keySet().iterator().next());
        }
        long slice = elapsed / sliceMillis;
        evidence = evidence.plus(seen);
        slices.merge(slice, seen, StepEvidence::plus);
        slices.headMap(slice - RolloutDocument.SLICES + 1).clear();
        signals = signals.plus(heard);
    }

    void baseline(Baseline value) {
        baseline = value;
    }

    void lookPlanned() {
        planned = true;
    }

    /** Whether a warning may come again; and if so, that it does. */
    boolean warn(String what, long everyMillis) {
        Long last = alerts.get(what);
        if (last != null && elapsed - last < everyMillis) {
            return false;
        }
        alerts.put(what, elapsed);
        return true;
    }

    /** Lets something happen that leaves the stage, the step and the share as they are. */
    void happen(RolloutEvent.Kind kind, String actor, String rule, String reason, @Nullable String judgement) {
        happen(
                kind,
                actor,
                rule,
                reason,
                state.stage(),
                state.step(),
                state.percent(),
                judgement,
                evidence.toJson(),
                null);
    }

    void happen(
            RolloutEvent.Kind kind,
            String actor,
            String rule,
            String reason,
            RolloutStage stage,
            int step,
            double percent,
            @Nullable String judgement,
            @Nullable String seen,
            @Nullable String reference) {
        boolean begins = Transitions.beginsEpoch(kind);
        RolloutEvent event = new RolloutEvent(
                state.events() + 1,
                kind,
                now,
                instance,
                actor,
                rule,
                reason,
                stage,
                step,
                percent,
                state.epoch() + (begins ? 1 : 0),
                state.run() + (kind == RolloutEvent.Kind.RESET ? 1 : 0),
                elapsed,
                judgement,
                seen,
                reference);
        state = Transitions.apply(state, event);
        events.add(event);
        if (begins) {
            begin(kind);
        }
    }

    private void begin(RolloutEvent.Kind kind) {
        boolean carry = carryErrors && kind == RolloutEvent.Kind.ADVANCED && state.step() > 0;
        evidence = carry
                ? new StepEvidence(
                        evidence.source(),
                        evidence.target(),
                        Map.of(),
                        0,
                        CostEvidence.NONE,
                        QualityEvidence.NONE,
                        RateEvidence.NONE)
                : StepEvidence.NONE;
        carried = evidence.calls(Arm.TARGET);
        elapsed = 0;
        planned = false;
        slices.clear();
        flushes.clear();
        alerts.clear();
        signals = Signals.NONE;
    }

    RolloutDocument document() {
        return new RolloutDocument(
                state,
                elapsed,
                planned,
                carried,
                evidence,
                new TreeMap<>(slices),
                new LinkedHashMap<>(flushes),
                baseline,
                new TreeMap<>(alerts),
                signals);
    }

    List<RolloutEvent> events() {
        return List.copyOf(events);
    }
}
