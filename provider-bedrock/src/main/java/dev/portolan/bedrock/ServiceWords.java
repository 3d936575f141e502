package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Usage;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the service adds to a model's own answer by InvokeModel: what a guardrail found, and its own count. One for each answer;
 * not thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use-invoke-model.html">AWS: use a guardrail with
 *     inference operations</a>
 */
final class ServiceWords {

    static final String METRICS = "amazon-bedrock-invocationMetrics";
    static final String ACTION = "amazon-bedrock-guardrailAction";
    static final String TRACE = "amazon-bedrock-trace";
    private static final String SERVICE = "amazon-bedrock-";

    private final String model;
    private final boolean quotes;
    private JsonNode metrics = JsonNodeFactory.instance.missingNode();
    private JsonNode trace = JsonNodeFactory.instance.missingNode();
    private boolean intervened;

    /**
     * @param model stands in answers that name none
     * @param quotes whether a guardrail's trace is kept with what it quotes of prompt and answer
     */
    ServiceWords(String model, boolean quotes) {
        this.model = model;
        this.quotes = quotes;
    }

    /** Looks for the words in an answer, or in a piece of one. */
    void read(byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        if (!text.contains(SERVICE) || !WireJson.isObject(text)) {
            return;
        }
        JsonNode answer = WireJson.tree(text);
        metrics = answer.has(METRICS) ? answer.path(METRICS) : metrics;
        trace = answer.has(TRACE) ? answer.path(TRACE) : trace;
        intervened |= answer.path(ACTION).asText().equals("INTERVENED");
    }

    boolean intervened() {
        return intervened;
    }

    /**
     * The answer with the words added.
     *
     * @throws LlmException when a guardrail blocked the prompt, so that there is no answer
     */
    ChatResponse.Builder added(ChatResponse read) {
        ChatResponse.Builder response = read.toBuilder();
        Usage usage = read.usage();
        if (usage.inputTokens() == null && metrics.has("inputTokenCount")) {
            usage = UsageMapper.of(JsonNodeFactory.instance
                    .objectNode()
                    .<ObjectNode>set("inputTokens", metrics.path("inputTokenCount"))
                    .set("outputTokens", metrics.path("outputTokenCount")));
            response.usage(usage);
        }
        if (intervened) {
            LlmException blocked = Guardrail.blockedPrompt(Guardrail.INTERVENED, trace, usage, read.text());
            if (blocked != null) {
                throw blocked;
            }
            response.finishReason(
                    FinishReasons.of(Guardrail.INTERVENED, !read.toolCalls().isEmpty()));
        }
        if (read.model().isEmpty()) {
            response.model(model);
        }
        return response.vendorMetadata(() -> metadata(read.vendorMetadata()));
    }

    /** The same names as by Converse, and no quotes that nobody asked for. */
    private String metadata(String json) {
        if (!(WireJson.tree(json) instanceof ObjectNode all)) {
            return json;
        }
        all.remove(List.of(METRICS, TRACE, ACTION));
        if (!metrics.isMissingNode()) {
            all.set("metrics", metrics);
        }
        if (!trace.isMissingNode()) {
            all.set("trace", quotes ? trace : Guardrail.verdicts(trace));
        }
        return all.toString();
    }
}
