package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningEffort;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.ToolNames;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.anthropic.ThinkingBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request in Converse's form, but for the model, which stands in the address. What Converse has no name for goes among
 * the additional fields, where each family of models has its own names.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html">AWS: Converse</a>
 */
final class RequestMapper {

    /**
     * A request ready to be sent.
     *
     * @param body Converse's JSON
     * @param names how tools are named on the wire
     * @param quotes whether the user asked for a guardrail's trace, and so for what it quotes
     * @param warnings what could not travel as asked
     */
    record Encoded(ObjectNode body, ToolNames names, boolean quotes, List<Warning> warnings) {

        /** What reads the answer to it. */
        Answer answer(String model, Family family) {
            return new Answer(model, family.name(), names, quotes);
        }

        @Override
        public String toString() {
            return "Encoded[" + warnings.size() + " warnings]";
        }
    }

    private final Family family;
    private final CallOptions options;

    RequestMapper(Family family, CallOptions options) {
        this.family = family;
        this.options = options;
    }

    /**
     * @param tags the call's tags, for invocation logs if they are wanted there
     */
    Encoded encode(ChatRequest request, Map<String, String> tags, boolean stream) {
        List<Warning> warnings = new ArrayList<>(0);
        ToolNames names = new ToolNames(request.tools());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        messages(request, warnings, body);
        inference(request, body);
        ToolMapper.write(request, body);
        additional(request, body);
        options.writeTo(body, tags, stream);
        cachePoints(body);
        String raw = request.vendorOptions().get(BedrockProvider.ID);
        if (raw != null) {
            WireJson.merge(body, WireJson.tree(raw));
        }
        return new Encoded(body, names, asksForQuotes(body), warnings);
    }

    /** The trace alone tells surely whether prompt or answer was blocked, so it is always asked for; the user may not want to see it. */
    static boolean asksForQuotes(ObjectNode body) {
        if (body.path("guardrailConfig") instanceof ObjectNode guardrail && !guardrail.has("trace")) {
            guardrail.put("trace", "enabled");
            return false;
        }
        return true;
    }

    private void messages(ChatRequest request, List<Warning> warnings, ObjectNode body) {
        boolean asText = !ToolMapper.offered(request) && hasToolHistory(request.messages());
        if (asText) {
            warnings.add(new Warning(
                    "rewritten", "messages", "Without tools in the request their calls and results are told as text"));
        }
        MessageMapper mapper = new MessageMapper(
                family, new MediaBlocks(options.bucketOwner()), warnings, asText, mayShowThoughts(request));
        ArrayNode system = JsonNodeFactory.instance.arrayNode();
        mapper.system(request.messages(), system);
        if (!system.isEmpty()) {
            body.set("system", system);
        }
        body.set("messages", new BedrockHistory(family, warnings).legal(mapper.turns(request.messages())));
    }

    /** What is asked beside the noun may switch thinking on; the caller then knows what he does. */
    private boolean mayShowThoughts(ChatRequest request) {
        ReasoningEffort effort = request.reasoningEffort();
        return !family.is(Family.EFFORT, "budget")
                || (effort != null && effort != ReasoningEffort.NONE)
                || request.vendorOptions().containsKey(BedrockProvider.ID);
    }

    private static boolean hasToolHistory(List<Message> messages) {
        for (Message message : messages) {
            if (message instanceof ToolMessage) {
                return true;
            }
            for (Part part : message.parts()) {
                if (part instanceof ToolCall call && !call.providerExecuted()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void inference(ChatRequest request, ObjectNode body) {
        ObjectNode inference = JsonNodeFactory.instance.objectNode();
        if (request.maxOutputTokens() != null) {
            inference.put("maxTokens", request.maxOutputTokens());
        }
        if (request.temperature() != null) {
            inference.put("temperature", request.temperature());
        }
        if (request.topP() != null) {
            inference.put("topP", request.topP());
        }
        if (!request.stop().isEmpty()) {
            request.stop().forEach(inference.putArray("stopSequences")::add);
        }
        if (!inference.isEmpty()) {
            body.set("inferenceConfig", inference);
        }
    }

    /** The capability data says which of these the model has; those it has not do not come this far. */
    private void additional(ChatRequest request, ObjectNode body) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        put(fields, family.get(Family.TOP_K), request.topK());
        put(fields, family.get(Family.SEED), request.seed());
        if (family.is(Family.PENALTIES, "yes")) {
            put(fields, "frequency_penalty", request.frequencyPenalty());
            put(fields, "presence_penalty", request.presencePenalty());
        }
        ReasoningEffort effort = request.reasoningEffort();
        if (effort != null) {
            effort(effort, request, fields, body);
        }
        if (!fields.isEmpty()) {
            body.set("additionalModelRequestFields", fields);
        }
    }

    private static void put(ObjectNode fields, @Nullable String path, @Nullable Number value) {
        if (path == null || value == null) {
            return;
        }
        String[] steps = path.split("\\.", -1);
        ObjectNode at = fields;
        for (int i = 0; i < steps.length - 1; i++) {
            at = at.withObjectProperty(steps[i]);
        }
        at.set(steps[steps.length - 1], WireJson.mapper().valueToTree(value));
    }

    private void effort(ReasoningEffort effort, ChatRequest request, ObjectNode fields, ObjectNode body) {
        String word = effort.name().toLowerCase(Locale.ROOT);
        boolean none = effort == ReasoningEffort.NONE;
        switch (String.valueOf(family.get(Family.EFFORT))) {
            case "output" -> {
                if (none) {
                    fields.putObject("thinking").put("type", "disabled");
                } else {
                    body.withObjectProperty("outputConfig").put("effort", word);
                }
            }
            case "field" -> fields.put("reasoning_effort", word);
            case "nova" -> {
                ObjectNode config = fields.putObject("reasoningConfig").put("type", none ? "disabled" : "enabled");
                if (!none) {
                    config.put("maxReasoningEffort", word);
                }
            }
            case "budget" -> {
                ObjectNode thinking = fields.putObject("thinking");
                if (none) {
                    thinking.put("type", "disabled");
                } else {
                    thinking.put("type", "enabled")
                            .put("budget_tokens", ThinkingBudget.tokens(effort, request.maxOutputTokens()));
                }
            }
            default -> {}
        }
    }

    /** Behind what seldom changes: the system text, the tools, the last turn. */
    private void cachePoints(ObjectNode body) {
        for (String place : options.cachePoints()) {
            switch (place) {
                case "system" -> cachePoint(body.path("system"));
                case "tools" -> cachePoint(body.path("toolConfig").path("tools"));
                case "messages" -> {
                    JsonNode messages = body.path("messages");
                    if (!messages.isEmpty()) {
                        cachePoint(messages.get(messages.size() - 1).path("content"));
                    }
                }
                default -> {}
            }
        }
    }

    private void cachePoint(JsonNode blocks) {
        if (blocks instanceof ArrayNode array && !array.isEmpty()) {
            ObjectNode point = array.addObject().putObject("cachePoint").put("type", "default");
            if (options.cacheTtl() != null) {
                point.put("ttl", options.cacheTtl());
            }
        }
    }
}
