package dev.portolan.routing.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.evidence.stats.RateEvidence;
import dev.portolan.routing.rollout.judge.Arm;
import dev.portolan.routing.rollout.judge.Limits;
import dev.portolan.routing.rollout.judge.StepEvidence;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How many signals each side got. Adds up over instances. Immutable. */
record Signals(Map<String, Long> counts) {

    static final Signals NONE = new Signals(Map.of());

    /** Evidence that is enough for a warning. */
    private static final double ALERT = 20;

    Signals {
        counts = Map.copyOf(counts);
    }

    Signals plus(Arm arm, Signal signal, long count) {
        return plus(new Signals(Map.of(key(arm, signal), count)));
    }

    Signals plus(Signals other) {
        Map<String, Long> sum = new TreeMap<>(counts);
        other.counts.forEach((key, count) -> sum.merge(key, count, Long::sum));
        return new Signals(sum);
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    long count(Arm arm, Signal signal) {
        return counts.getOrDefault(key(arm, signal), 0L);
    }

    private static String key(Arm arm, Signal signal) {
        return arm.name().toLowerCase(Locale.ROOT) + "." + signal.id();
    }

    /** The warning that is due for a signal, with its counts; or {@code null}. */
    @Nullable
    String warning(Signal signal, StepEvidence evidence, Limits limits) {
        if (signal == Signal.SATISFIED) {
            return null;
        }
        RateEvidence target = rate(Arm.TARGET, signal, evidence);
        RateEvidence source = rate(Arm.SOURCE, signal, evidence);
        double usual = source.trials() == 0 ? 0 : (double) source.hits() / source.trials();
        double over = usual + limits.alerts().errorPoints();
        if (over >= 1 || target.trials() == 0 || target.above(over) < ALERT) {
            return null;
        }
        return signal.id() + ": " + target.hits() + " of " + target.trials() + " on the target, " + source.hits()
                + " of " + source.trials() + " on the source.";
    }

    private RateEvidence rate(Arm arm, Signal signal, StepEvidence evidence) {
        long hits = count(arm, signal);
        long trials = signal == Signal.DISSATISFIED ? hits + count(arm, Signal.SATISFIED) : evidence.calls(arm);
        return new RateEvidence(Math.min(hits, trials), trials);
    }

    ObjectNode node() {
        ObjectNode node = RolloutJson.MAPPER.createObjectNode();
        new TreeMap<>(counts).forEach(node::put);
        return node;
    }

    static Signals of(JsonNode node) {
        Map<String, Long> counts = new TreeMap<>();
        node.properties()
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue().asLong()));
        return new Signals(counts);
    }
}
