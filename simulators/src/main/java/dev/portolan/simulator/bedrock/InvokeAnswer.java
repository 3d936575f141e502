package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.internal.HttpAnswer;
import dev.portolan.simulator.internal.Omissions;
import dev.portolan.simulator.internal.Piece;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Writes the answer of InvokeModel: the model's own JSON, to which the service adds its counts and what the guardrail says. See
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html.
 */
final class InvokeAnswer {

    private final InvokeFormat format;
    private final Outcome outcome;
    private final Guardrail guardrail;
    private final Omissions omissions;

    InvokeAnswer(InvokeFormat format, Outcome outcome, Guardrail guardrail, Omissions omissions) {
        this.format = format;
        this.outcome = outcome;
        this.guardrail = guardrail;
        this.omissions = omissions;
    }

    /** The counts are in headers. */
    HttpAnswer whole() {
        ObjectNode body = format.whole(outcome, omissions);
        guardrail.addTo(body, outcome);
        return HttpAnswer.whole(
                        200,
                        BedrockEndpoints.JSON,
                        outcome.answer().outputTokens(),
                        body.toString().getBytes(StandardCharsets.UTF_8),
                        outcome.answer().anyText())
                .with(omissions.usage() ? Map.of() : outcome.tokens().headers())
                .with(latency(outcome.latencyMillis()));
    }

    static Map<String, String> latency(long millis) {
        return Map.of("x-amzn-bedrock-invocation-latency", String.valueOf(millis));
    }

    /** The one event that such streams have holds a piece of the model's JSON, in base64; the counts are in the last. */
    HttpAnswer chunks() {
        List<InvokeFormat.Chunk> chunks = format.chunks(outcome, omissions);
        List<Piece> pieces = new ArrayList<>(chunks.size());
        for (InvokeFormat.Chunk chunk : chunks) {
            boolean last = pieces.size() == chunks.size() - 1;
            pieces.add(EventFraming.piece(chunk.role(), "chunk", () -> event(chunk, last), ""));
        }
        return HttpAnswer.streamed(BedrockEndpoints.EVENTS, pieces)
                .with(Map.of("x-amzn-bedrock-content-type", "application/json"));
    }

    private ObjectNode event(InvokeFormat.Chunk chunk, boolean last) {
        ObjectNode json = chunk.json().get();
        if (last) {
            json.set(
                    "amazon-bedrock-invocationMetrics",
                    outcome.tokens().metrics(outcome.latencyMillis(), outcome.firstMillis()));
            guardrail.addTo(json, outcome);
        }
        byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
        return JsonNodeFactory.instance
                .objectNode()
                .put("bytes", Base64.getEncoder().encodeToString(text));
    }
}
