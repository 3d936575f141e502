package dev.portolan.routing.rollout.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.evidence.stats.BoundedEvidence;
import dev.portolan.evidence.stats.RateEvidence;
import java.util.EnumMap;
import java.util.Map;

/** {@link StepEvidence} as JSON: counters as pairs, bounded evidence as its count and five sums. */
final class StepEvidenceJson {

    private static final String FORMAT = "portolan-step-evidence/1";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int SUMS = BoundedEvidence.NONE.logs().length;

    private StepEvidenceJson() {}

    static String write(StepEvidence evidence) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", FORMAT);
        outcomes(root.putObject("source"), evidence.source());
        outcomes(root.putObject("target"), evidence.target());
        ObjectNode latency = root.putObject("latency");
        evidence.latency().forEach((kind, times) -> {
            ObjectNode one = latency.putObject(kind.name());
            rate(one.putArray("median"), times.median());
            rate(one.putArray("tail"), times.tail());
            rate(one.putArray("alert"), times.alert());
        });
        root.put("incomparable", evidence.incomparable());
        ObjectNode cost = root.putObject("cost");
        bounded(cost.putArray("over"), evidence.cost().over());
        bounded(cost.putArray("alert"), evidence.cost().alert());
        cost.put("ratios", evidence.cost().ratios());
        cost.put("unknown", evidence.cost().unknown());
        ObjectNode quality = root.putObject("quality");
        bounded(quality.putArray("drop"), evidence.quality().drop());
        bounded(quality.putArray("kept"), evidence.quality().kept());
        quality.put("source", evidence.quality().source());
        quality.put("target", evidence.quality().target());
        quality.put("missing", evidence.quality().missing());
        rate(root.putArray("split"), evidence.split());
        return root.toString();
    }

    private static void outcomes(ObjectNode node, Map<CallOutcome, Long> counts) {
        counts.forEach((outcome, count) -> node.put(outcome.name(), count));
    }

    private static void rate(ArrayNode node, RateEvidence rate) {
        node.add(rate.hits()).add(rate.trials());
    }

    private static void bounded(ArrayNode node, BoundedEvidence evidence) {
        node.add(evidence.observations());
        for (double log : evidence.logs()) {
            node.add(log);
        }
    }

    static StepEvidence read(String json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            if (!root.path("format").asText().equals(FORMAT)) {
                throw new IllegalArgumentException("format: must be " + FORMAT);
            }
            Map<LatencyKind, LatencyEvidence> latency = new EnumMap<>(LatencyKind.class);
            root.path("latency")
                    .properties()
                    .forEach(one -> latency.put(
                            LatencyKind.valueOf(one.getKey()),
                            new LatencyEvidence(
                                    rate(one.getValue().path("median")),
                                    rate(one.getValue().path("tail")),
                                    rate(one.getValue().path("alert")))));
            JsonNode cost = root.path("cost");
            JsonNode quality = root.path("quality");
            return new StepEvidence(
                    outcomes(root.path("source")),
                    outcomes(root.path("target")),
                    latency,
                    number(root.path("incomparable")).longValue(),
                    new CostEvidence(
                            bounded(cost.path("over")),
                            bounded(cost.path("alert")),
                            number(cost.path("ratios")).doubleValue(),
                            number(cost.path("unknown")).longValue()),
                    new QualityEvidence(
                            bounded(quality.path("drop")),
                            bounded(quality.path("kept")),
                            number(quality.path("source")).doubleValue(),
                            number(quality.path("target")).doubleValue(),
                            number(quality.path("missing")).longValue()),
                    rate(root.path("split")));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("evidence of a step must be JSON", e);
        }
    }

    private static Map<CallOutcome, Long> outcomes(JsonNode node) {
        Map<CallOutcome, Long> counts = new EnumMap<>(CallOutcome.class);
        node.properties()
                .forEach(one -> counts.put(
                        CallOutcome.valueOf(one.getKey()),
                        number(one.getValue()).longValue()));
        return counts;
    }

    private static RateEvidence rate(JsonNode node) {
        return new RateEvidence(
                number(node.path(0)).longValue(), number(node.path(1)).longValue());
    }

    private static BoundedEvidence bounded(JsonNode node) {
        double[] logs = new double[SUMS];
        for (int i = 0; i < SUMS; i++) {
            logs[i] = number(node.path(i + 1)).doubleValue();
        }
        return BoundedEvidence.of(number(node.path(0)).longValue(), logs);
    }

    private static Number number(JsonNode node) {
        if (!node.isNumber()) {
            throw new IllegalArgumentException("evidence of a step lacks a number");
        }
        return node.numberValue();
    }
}
