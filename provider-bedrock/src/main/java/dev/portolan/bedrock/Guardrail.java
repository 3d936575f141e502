package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.Usage;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a prompt that a guardrail blocked from an answer that it blocked or masked: the service gives one reason for all. It
 * assesses the prompt first, and a prompt that it blocks does not reach the model. So the trace, where it was asked for, says that
 * something in the input was blocked; without it, no tokens at all say so.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-how.html">AWS: how guardrails work</a>
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GuardrailTraceAssessment.html">AWS:
 *     GuardrailTraceAssessment</a>
 */
final class Guardrail {

    /** Why an answer ended, in the service's word. */
    static final String INTERVENED = "guardrail_intervened";

    /** Words of the service; all other texts of an assessment may quote the prompt, the answer or what was made of them. */
    private static final Set<String> VERDICTS = Set.of(
            "action",
            "actionReason",
            "confidence",
            "filterStrength",
            "guardrailArn",
            "guardrailId",
            "guardrailOrigin",
            "guardrailOwnership",
            "guardrailVersion",
            "name",
            "type");

    private Guardrail() {}

    /**
     * The failure that a blocked prompt is.
     *
     * @param stopReason why the answer ended
     * @param trace what the guardrail found, in the names of Converse or of InvokeModel, or a missing node
     * @param usage what was counted, or {@code null}
     * @param words what the guardrail says in place of an answer
     * @return the failure, or {@code null} when there is an answer, whole or not
     */
    static @Nullable LlmException blockedPrompt(
            @Nullable String stopReason, JsonNode trace, @Nullable Usage usage, String words) {
        if (!INTERVENED.equals(stopReason)) {
            return null;
        }
        JsonNode found = trace.path("guardrail");
        JsonNode input = found.has("inputAssessment") ? found.path("inputAssessment") : found.path("input");
        if (!input.findValuesAsText("action").contains("BLOCKED") && !unasked(usage)) {
            return null;
        }
        return ErrorDetails.builder("a guardrail blocked the prompt")
                .remedy("Change the prompt, or the guardrail; guardrail-trace=enabled tells what it found")
                .vendorCode(INTERVENED)
                .vendorMessage(words)
                .vendorMetadata(found.isObject() ? verdicts(found).toString() : null)
                .toException(ErrorKind.CONTENT_FILTERED);
    }

    private static boolean unasked(@Nullable Usage usage) {
        return usage != null
                && usage.inputTokens() != null
                && usage.inputTokens() == 0
                && usage.outputTokens() != null
                && usage.outputTokens() == 0;
    }

    /** What a guardrail found without what it quotes: the prompt, the answer, and the model's own before it was masked. */
    static JsonNode verdicts(JsonNode trace) {
        return verdicts(trace, "trace");
    }

    private static JsonNode verdicts(JsonNode node, String name) {
        if (node.isObject()) {
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(member -> {
                JsonNode value = verdicts(member.getValue(), member.getKey());
                if (!value.isMissingNode()) {
                    kept.set(member.getKey(), value);
                }
            });
            return kept;
        }
        if (node.isArray()) {
            ArrayNode kept = JsonNodeFactory.instance.arrayNode();
            for (JsonNode each : node) {
                JsonNode value = verdicts(each, name);
                if (!value.isMissingNode()) {
                    kept.add(value);
                }
            }
            return kept;
        }
        return node.isTextual() && !VERDICTS.contains(name) ? JsonNodeFactory.instance.missingNode() : node;
    }
}
