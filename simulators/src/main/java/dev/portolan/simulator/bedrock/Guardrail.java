package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.FinishReason;
import dev.portolan.simulator.internal.http.HttpRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The guardrail that a request names. It intervenes when the reply says that content was filtered, and on a prompt that a fault
 * blocks. See https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GuardrailConfiguration.html.
 *
 * @param id its id, empty when the request names none
 * @param traced whether the answer tells what it found
 */
record Guardrail(String id, boolean traced) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Of a request of Converse's. */
    static Guardrail of(JsonNode body) {
        JsonNode config = body.path("guardrailConfig");
        return new Guardrail(
                config.path("guardrailIdentifier").asText(),
                config.path("trace").asText().startsWith("enabled"));
    }

    /** Of a request of InvokeModel's. */
    static Guardrail of(HttpRequest request) {
        String id = request.header("x-amzn-bedrock-guardrailidentifier");
        String trace = request.header("x-amzn-bedrock-trace");
        return new Guardrail(
                id == null ? "" : id,
                trace != null && trace.toLowerCase(Locale.ROOT).startsWith("enabled"));
    }

    boolean asked() {
        return !id.isEmpty();
    }

    /** What it found, or {@code null} when nobody asked. */
    @Nullable
    ObjectNode trace(Outcome outcome) {
        if (!asked() || !traced) {
            return null;
        }
        ObjectNode trace = NODES.objectNode();
        ObjectNode guardrail = trace.putObject("guardrail");
        if (outcome.promptBlocked()) {
            guardrail.put("actionReason", "Guardrail blocked.");
        }
        guardrail.putObject("inputAssessment").set(id, input(outcome));
        if (!outcome.promptBlocked() && filtered(outcome)) {
            guardrail.putObject("outputAssessments").set(id, output());
        }
        return trace;
    }

    /** Adds what it says to an answer in a model's own format, or to the last chunk of one. */
    void addTo(ObjectNode body, Outcome outcome) {
        if (!asked()) {
            return;
        }
        body.put("amazon-bedrock-guardrailAction", filtered(outcome) ? "INTERVENED" : "NONE");
        if (!traced) {
            return;
        }
        ObjectNode guardrail = body.putObject("amazon-bedrock-trace").putObject("guardrail");
        guardrail.putObject("input").set(id, input(outcome));
        if (!outcome.promptBlocked() && filtered(outcome)) {
            guardrail.putArray("outputs").addObject().set(id, output().get(0));
        }
    }

    private static boolean filtered(Outcome outcome) {
        return outcome.answer().finish() == FinishReason.Kind.CONTENT_FILTER;
    }

    private static ObjectNode input(Outcome outcome) {
        ObjectNode assessment = NODES.objectNode();
        assessment.putObject("invocationMetrics").put("guardrailProcessingLatency", 100);
        if (outcome.promptBlocked()) {
            assessment
                    .putObject("topicPolicy")
                    .putArray("topics")
                    .addObject()
                    .put("action", "BLOCKED")
                    .put("detected", true)
                    .put("name", "forbidden")
                    .put("type", "DENY");
        }
        return assessment;
    }

    private static ArrayNode output() {
        ArrayNode assessments = NODES.arrayNode();
        assessments
                .addObject()
                .putObject("contentPolicy")
                .putArray("filters")
                .addObject()
                .put("action", "BLOCKED")
                .put("confidence", "HIGH")
                .put("type", "MISCONDUCT");
        return assessments;
    }
}
