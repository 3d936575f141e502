package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * The guardrail that a request names. It intervenes when the reply says that content was filtered. See
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GuardrailConfiguration.html.
 *
 * @param id its id, empty when the request names none
 * @param traced whether the answer tells what it found
 */
record Guardrail(String id, boolean traced) {

    static Guardrail of(JsonNode body) {
        JsonNode config = body.path("guardrailConfig");
        return new Guardrail(
                config.path("guardrailIdentifier").asText(),
                config.path("trace").asText().startsWith("enabled"));
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
        ObjectNode trace = JsonNodeFactory.instance.objectNode();
        ObjectNode guardrail = trace.putObject("guardrail");
        guardrail.putObject("inputAssessment").putObject(id);
        if (outcome.answer().finish() == FinishReason.Kind.CONTENT_FILTER) {
            guardrail
                    .putObject("outputAssessments")
                    .putArray(id)
                    .addObject()
                    .putObject("contentPolicy")
                    .putArray("filters")
                    .addObject()
                    .put("action", "BLOCKED")
                    .put("confidence", "HIGH")
                    .put("type", "MISCONDUCT");
        }
        return trace;
    }
}
