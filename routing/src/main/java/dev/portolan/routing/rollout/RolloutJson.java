package dev.portolan.routing.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** States and events as JSON and back. What is wrong is told without what stands there. */
final class RolloutJson {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String STATE = "portolan-rollout-state/1";
    private static final String EVENT = "portolan-rollout-event/1";

    private RolloutJson() {}

    static String write(RolloutState state) {
        return node(state).toString();
    }

    static ObjectNode node(RolloutState state) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("format", STATE);
        node.put("stage", state.stage().id());
        node.put("step", state.step());
        node.put("percent", state.percent());
        node.put("epoch", state.epoch());
        node.put("run", state.run());
        node.put("events", state.events());
        node.put("actor", state.actor());
        node.put("reason", state.reason());
        node.put("since", state.since().toString());
        if (state.recovered() != null) {
            node.put("recovered", state.recovered());
        }
        node.put("reviewed", state.reviewed());
        put(node, "go", state.go());
        return node;
    }

    static RolloutState state(String json) {
        return state(read(json, "rollout state"));
    }

    static RolloutState state(JsonNode node) {
        return reading(
                node,
                STATE,
                () -> new RolloutState(
                        stage(node),
                        number(node, "step").intValue(),
                        number(node, "percent").doubleValue(),
                        number(node, "epoch").longValue(),
                        number(node, "run").longValue(),
                        number(node, "events").longValue(),
                        text(node, "actor"),
                        text(node, "reason"),
                        Instant.parse(text(node, "since")),
                        node.has("recovered")
                                ? Boolean.valueOf(node.get("recovered").asBoolean())
                                : null,
                        node.path("reviewed").asBoolean(),
                        optional(node, "go")));
    }

    static String write(RolloutEvent event) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("format", EVENT);
        node.put("number", event.number());
        node.put("kind", event.kind().id());
        node.put("at", event.at().toString());
        node.put("instance", event.instance());
        node.put("actor", event.actor());
        node.put("rule", event.rule());
        node.put("reason", event.reason());
        node.put("stage", event.stage().id());
        node.put("step", event.step());
        node.put("percent", event.percent());
        node.put("epoch", event.epoch());
        node.put("run", event.run());
        node.put("elapsedMillis", event.elapsedMillis());
        put(node, "judgement", event.judgement());
        put(node, "evidence", event.evidence());
        put(node, "reference", event.reference());
        return node.toString();
    }

    static RolloutEvent event(String json) {
        JsonNode node = read(json, "rollout event");
        return reading(
                node,
                EVENT,
                () -> new RolloutEvent(
                        number(node, "number").longValue(),
                        RolloutEvent.Kind.valueOf(constant(text(node, "kind"))),
                        Instant.parse(text(node, "at")),
                        text(node, "instance"),
                        text(node, "actor"),
                        text(node, "rule"),
                        text(node, "reason"),
                        stage(node),
                        number(node, "step").intValue(),
                        number(node, "percent").doubleValue(),
                        number(node, "epoch").longValue(),
                        number(node, "run").longValue(),
                        number(node, "elapsedMillis").longValue(),
                        optional(node, "judgement"),
                        optional(node, "evidence"),
                        optional(node, "reference")));
    }

    static JsonNode read(String json, String what) {
        try {
            JsonNode node = MAPPER.readTree(json);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(what + ": no JSON", e.getCause());
        }
        throw new IllegalArgumentException(what + ": no JSON object");
    }

    private static <T> T reading(JsonNode node, String format, Reading<T> reading) {
        if (!format.equals(node.path("format").asText())) {
            throw new IllegalArgumentException("This version reads " + format + " and not \""
                    + node.path("format").asText() + "\"");
        }
        try {
            return reading.read();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(format + ": there is a time that cannot be read", e);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read();
    }

    private static RolloutStage stage(JsonNode node) {
        return RolloutStage.valueOf(constant(text(node, "stage")));
    }

    private static String constant(String id) {
        return id.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    static Number number(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null || !value.isNumber()) {
            throw new IllegalArgumentException(name + ": must be a number");
        }
        return value.numberValue();
    }

    static String text(JsonNode node, String name) {
        String value = optional(node, name);
        if (value == null) {
            throw new IllegalArgumentException(name + ": must be a text");
        }
        return value;
    }

    static @Nullable String optional(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null || !value.isTextual() ? null : value.textValue();
    }

    private static void put(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }
}
