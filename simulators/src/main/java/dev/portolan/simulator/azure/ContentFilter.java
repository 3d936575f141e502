package dev.portolan.simulator.azure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.FinishReason;
import dev.portolan.simulator.internal.Answer;
import dev.portolan.simulator.internal.Role;
import dev.portolan.simulator.internal.openai.Additions;
import java.util.List;
import java.util.Set;

/**
 * What Azure adds to OpenAI's API: mostly what the content filter says. It finds nothing, unless an answer finishes with {@code CONTENT_FILTER}: then there was
 * hate in it. See https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter.
 */
final class ContentFilter implements Additions {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final boolean asynchronous;

    ContentFilter(boolean asynchronous) {
        this.asynchronous = asynchronous;
    }

    /** See https://learn.microsoft.com/azure/ai-foundry/openai/reference. */
    @Override
    public Set<String> chatParameters() {
        return Set.of("data_sources", "user_security_context");
    }

    @Override
    public void toCompletion(ObjectNode completion) {
        completion.set("prompt_filter_results", promptResults());
    }

    /** What was filtered is not there at all. */
    @Override
    public void toChoice(ObjectNode choice, Answer answer) {
        if (filtered(answer)) {
            choice.remove("message");
        }
        choice.set("content_filter_results", completionResults(answer));
    }

    /** The first delta and the last have an empty result, but for the one that tells what was filtered. */
    @Override
    public void toDelta(ObjectNode choice, Role role, Answer answer) {
        if (!asynchronous) {
            boolean result = role == Role.CONTENT || (role == Role.FINISH && filtered(answer));
            choice.set(
                    "content_filter_results",
                    result ? results(role == Role.FINISH && filtered(answer)) : NODES.objectNode());
        }
    }

    /** No id, no model, no choices: https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-streaming. */
    @Override
    public ObjectNode firstChunk() {
        ObjectNode chunk = nameless();
        chunk.putArray("choices");
        chunk.set("prompt_filter_results", promptResults());
        return chunk;
    }

    @Override
    public List<ObjectNode> chunksBeforeFinish(int index, Answer answer) {
        if (!asynchronous) {
            return List.of();
        }
        ObjectNode chunk = nameless();
        ObjectNode choice = chunk.putArray("choices").addObject();
        choice.put("index", index).putNull("finish_reason");
        choice.set("content_filter_results", completionResults(answer));
        choice.set("content_filter_offsets", offsets(answer.anyText().length()));
        return List.of(chunk.putNull("usage"));
    }

    @Override
    public void toResponse(ObjectNode response, Answer answer, boolean finished) {
        ArrayNode filters = NODES.arrayNode();
        if (finished) {
            filters.add(verdict("prompt", false, promptResult(), 0));
            filters.add(verdict(
                    "completion",
                    filtered(answer),
                    completionResults(answer),
                    answer.anyText().length()));
        }
        response.set("content_filters", finished ? filters : null);
    }

    private static ObjectNode verdict(String source, boolean blocked, ObjectNode results, int length) {
        ObjectNode verdict = NODES.objectNode().put("blocked", blocked).put("source_type", source);
        verdict.putArray("content_filter_raw");
        verdict.set("content_filter_results", results);
        verdict.set("content_filter_offsets", offsets(length));
        return verdict;
    }

    private static ObjectNode offsets(int end) {
        return NODES.objectNode().put("check_offset", 0).put("start_offset", 0).put("end_offset", end);
    }

    private static ObjectNode nameless() {
        return NODES.objectNode()
                .put("id", "")
                .put("object", "")
                .put("created", 0)
                .put("model", "");
    }

    private static boolean filtered(Answer answer) {
        return answer.finish() == FinishReason.Kind.CONTENT_FILTER;
    }

    private static ArrayNode promptResults() {
        ArrayNode results = NODES.arrayNode();
        results.addObject().put("prompt_index", 0).set("content_filter_results", promptResult());
        return results;
    }

    private static ObjectNode promptResult() {
        ObjectNode result = results(false);
        result.set("jailbreak", detected(false));
        return result;
    }

    private static ObjectNode completionResults(Answer answer) {
        ObjectNode results = results(filtered(answer));
        results.set("protected_material_text", detected(false));
        results.set("protected_material_code", detected(false));
        return results;
    }

    /** Of some filters a severity is told, of others whether they found something. */
    static ObjectNode results(boolean hate) {
        ObjectNode results = NODES.objectNode();
        results.set("hate", severity(hate));
        results.set("self_harm", severity(false));
        results.set("sexual", severity(false));
        results.set("violence", severity(false));
        return results;
    }

    private static ObjectNode severity(boolean found) {
        return NODES.objectNode().put("filtered", found).put("severity", found ? "high" : "safe");
    }

    static ObjectNode detected(boolean found) {
        return NODES.objectNode().put("filtered", found).put("detected", found);
    }
}
