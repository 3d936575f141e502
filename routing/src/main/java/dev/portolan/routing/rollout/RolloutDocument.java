package dev.portolan.routing.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.routing.rollout.judge.Arm;
import dev.portolan.routing.rollout.judge.Baseline;
import dev.portolan.routing.rollout.judge.LatencyKind;
import dev.portolan.routing.rollout.judge.StepEvidence;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a store keeps of a rollout beside its log: where it stands, and the evidence of the stretch that it is in.
 *
 * @param state where it stands
 * @param elapsedMillis how long the stretch has lasted, as instances counted it
 * @param planned whether its one planned look was taken
 * @param carried how many of the target's calls are of the step before
 * @param evidence all of the stretch
 * @param slices its latest parts, by the place of each in the stretch
 * @param flushes which of its reports each instance gave last, so that none counts twice
 * @param baseline what the source was like when it was last asked beside the target
 * @param alerts when each warning came last, in milliseconds of the stretch
 * @param signals what came from outside
 */
record RolloutDocument(
        RolloutState state,
        long elapsedMillis,
        boolean planned,
        long carried,
        StepEvidence evidence,
        SortedMap<Long, StepEvidence> slices,
        Map<String, Long> flushes,
        @Nullable Baseline baseline,
        Map<String, Long> alerts,
        Signals signals) {

    /** Into how many slices the last minutes are cut. */
    static final int SLICES = 5;

    private static final String FORMAT = "portolan-rollout/1";

    /** The evidence of the last minutes. */
    StepEvidence recent() {
        return slices.values().stream().reduce(StepEvidence.NONE, StepEvidence::plus);
    }

    /** How many calls of the target are of this stretch. */
    long requests() {
        return evidence.calls(Arm.TARGET) - carried;
    }

    boolean frozen() {
        return state.percent() >= 100;
    }

    String toJson() {
        ObjectNode node = RolloutJson.MAPPER.createObjectNode();
        node.put("format", FORMAT);
        node.set("state", RolloutJson.node(state));
        node.put("elapsedMillis", elapsedMillis);
        node.put("planned", planned);
        node.put("carried", carried);
        node.put("evidence", evidence.toJson());
        ObjectNode recent = node.putObject("slices");
        slices.forEach((slice, part) -> recent.put(slice.toString(), part.toJson()));
        ObjectNode last = node.putObject("flushes");
        flushes.forEach(last::put);
        if (baseline != null) {
            node.set("baseline", node(baseline));
        }
        ObjectNode warned = node.putObject("alerts");
        new TreeMap<>(alerts).forEach(warned::put);
        node.set("signals", signals.node());
        return node.toString();
    }

    static RolloutDocument fromJson(String json) {
        JsonNode node = RolloutJson.read(json, "rollout");
        if (!FORMAT.equals(node.path("format").asText())) {
            throw new IllegalArgumentException("rollout: the store holds another format than " + FORMAT);
        }
        SortedMap<Long, StepEvidence> slices = new TreeMap<>();
        node.path("slices")
                .properties()
                .forEach(entry -> slices.put(
                        Long.valueOf(entry.getKey()),
                        StepEvidence.fromJson(entry.getValue().asText())));
        return new RolloutDocument(
                RolloutJson.state(node.path("state")),
                RolloutJson.number(node, "elapsedMillis").longValue(),
                node.path("planned").asBoolean(),
                RolloutJson.number(node, "carried").longValue(),
                StepEvidence.fromJson(RolloutJson.text(node, "evidence")),
                slices,
                longs(node.path("flushes")),
                node.has("baseline") ? baseline(node.get("baseline")) : null,
                longs(node.path("alerts")),
                Signals.of(node.path("signals")));
    }

    private static Map<String, Long> longs(JsonNode node) {
        Map<String, Long> longs = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> longs.put(entry.getKey(), entry.getValue().asLong()));
        return longs;
    }

    private static ObjectNode node(Baseline baseline) {
        ObjectNode node = RolloutJson.MAPPER.createObjectNode();
        ObjectNode times = node.putObject("latency");
        baseline.latency().forEach((kind, quantiles) -> {
            ObjectNode one = times.putObject(kind.name());
            one.put("median", quantiles.median().toNanos());
            one.put("tail", quantiles.tail().toNanos());
        });
        if (baseline.score() != null) {
            node.put("score", baseline.score());
        }
        if (baseline.cost() != null) {
            node.put("cost", baseline.cost());
        }
        return node;
    }

    private static Baseline baseline(JsonNode node) {
        Map<LatencyKind, Baseline.Times> latency = new EnumMap<>(LatencyKind.class);
        node.path("latency")
                .properties()
                .forEach(entry -> latency.put(
                        LatencyKind.valueOf(entry.getKey()),
                        new Baseline.Times(
                                Duration.ofNanos(entry.getValue().path("median").asLong()),
                                Duration.ofNanos(entry.getValue().path("tail").asLong()))));
        return new Baseline(latency, decimal(node, "score"), decimal(node, "cost"));
    }

    private static @Nullable Double decimal(JsonNode node, String name) {
        return node.has(name) ? Double.valueOf(node.get(name).asDouble()) : null;
    }
}
