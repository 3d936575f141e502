package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.simulator.internal.Json;
import java.util.HashSet;
import java.util.Set;

/** The rules of a request around its conversation: tools, limits, thinking, output. */
final class RequestRules {

    private final JsonNode body;
    private final ModelTraits model;

    private RequestRules(JsonNode body, ModelTraits model) {
        this.body = body;
        this.model = model;
    }

    /** Refuses a request against the rules. */
    static void require(JsonNode body, ModelTraits model) {
        RequestRules rules = new RequestRules(body, model);
        if (!model.converses()) {
            throw BedrockError.invalid(
                    "This action doesn't support the model that you provided. Try again with a supported"
                            + " text or chat model.");
        }
        if (!body.path("system").isEmpty() && !model.takesSystem()) {
            throw BedrockError.invalid(
                    "This model doesn't support system messages. Try again without a system message or"
                            + " use a model that supports system messages.");
        }
        MessageRules.require(body, model);
        rules.checkTools();
        rules.checkSampling();
        rules.checkThinking();
        rules.checkOutput();
    }

    private void checkTools() {
        JsonNode config = body.path("toolConfig");
        if (config.isMissingNode() || config.isNull()) {
            return;
        }
        if (!model.takesTools()) {
            throw BedrockError.invalid("This model doesn't support tool use.");
        }
        Set<String> names = new HashSet<>();
        JsonNode tools = config.path("tools");
        for (int i = 0; i < tools.size(); i++) {
            JsonNode tool = tools.get(i).path("toolSpec");
            if (tool.isObject()) {
                checkTool(tool, names, i);
                if (model.family() == ModelTraits.Family.CLAUDE
                        && tool.path("strict").asBoolean()) {
                    StrictSchema.require(tool.path("inputSchema").path("json"), "tools." + i + ".custom.input_schema");
                }
            }
        }
        JsonNode choice = config.path("toolChoice");
        for (String forced : new String[] {"any", "tool"}) {
            if (choice.hasNonNull(forced) && !allows(forced)) {
                throw BedrockError.invalid("This model doesn't support the toolConfig.toolChoice." + forced
                        + " field. Remove toolConfig.toolChoice." + forced + " and try again.");
            }
        }
        String named = choice.path("tool").path("name").asText();
        if (!named.isEmpty() && !names.contains(named)) {
            throw BedrockError.fromModel("Tool '" + named + "' not found in provided tools");
        }
    }

    /** Mistral's models can be told to call some tool, but not which. */
    private boolean allows(String choice) {
        return model.takesForcedTools() || (model.family() == ModelTraits.Family.MISTRAL && choice.equals("any"));
    }

    private static void checkTool(JsonNode tool, Set<String> names, int index) {
        String name = tool.path("name").asText();
        if (!names.add(name)) {
            throw BedrockError.invalid("The tool " + name + " is already defined at toolConfig.tools." + index + ".");
        }
        JsonNode schema = tool.path("inputSchema").path("json");
        String place = "toolConfig.tools." + index + ".toolSpec.inputSchema.json";
        if (!schema.isObject()) {
            throw BedrockError.invalid("The format of the value at " + place
                    + " is invalid. Provide a json object for the field and try again.");
        }
        if (!schema.path("type").asText().equals("object")) {
            throw BedrockError.invalid("The value at " + place + ".type must be one of the following: object.");
        }
    }

    private void checkSampling() {
        JsonNode sampling = body.path("inferenceConfig");
        Integer most = model.mostTokens();
        if (most != null && sampling.path("maxTokens").asLong() > most) {
            throw BedrockError.invalid("The maximum tokens you requested exceeds the model limit of " + most
                    + ". Try again with a maximum tokens value that is lower than " + most + ".");
        }
        if (model.family() != ModelTraits.Family.CLAUDE) {
            return;
        }
        for (JsonNode stop : sampling.path("stopSequences")) {
            if (stop.asText().isBlank()) {
                throw BedrockError.fromModel("stop_sequences: each stop sequence must contain non-whitespace");
            }
        }
    }

    /** Claude thinks by its own field, which has had two names on Bedrock. */
    private void checkThinking() {
        JsonNode fields = body.path("additionalModelRequestFields");
        JsonNode thinking = fields.has("thinking") ? fields.path("thinking") : fields.path("reasoning_config");
        if (model.family() != ModelTraits.Family.CLAUDE
                || !thinking.path("type").asText().equals("enabled")) {
            return;
        }
        JsonNode sampling = body.path("inferenceConfig");
        if (sampling.hasNonNull("temperature") && sampling.get("temperature").asDouble() != 1) {
            throw BedrockError.fromModel(
                    "`temperature` may only be set to 1 when thinking is enabled. Please consult our"
                            + " documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking.");
        }
        if (sampling.hasNonNull("topP") && sampling.get("topP").asDouble() < 0.95) {
            throw BedrockError.fromModel(
                    "`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled. Please consult our"
                            + " documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking.");
        }
        if (fields.hasNonNull("top_k")) {
            throw BedrockError.fromModel("`top_k` must be unset when thinking is enabled. Please consult our"
                    + " documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking.");
        }
        long budget = thinking.path("budget_tokens").asLong();
        if (budget < 1024) {
            throw BedrockError.fromModel(
                    "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
        }
        if (sampling.hasNonNull("maxTokens") && sampling.get("maxTokens").asLong() <= budget) {
            throw BedrockError.fromModel("`max_tokens` must be greater than `thinking.budget_tokens`.");
        }
        JsonNode choice = body.path("toolConfig").path("toolChoice");
        if (choice.hasNonNull("any") || choice.hasNonNull("tool")) {
            throw BedrockError.fromModel("Thinking may not be enabled when tool_choice forces tool use.");
        }
        requireThoughtsInOpenTurn();
    }

    /** A turn of tools begins with a thought, from the user's last words on. */
    private void requireThoughtsInOpenTurn() {
        JsonNode messages = body.path("messages");
        int begin = -1;
        for (int i = messages.size() - 1; i >= 0 && (begin < 0 || !isSaid(messages.get(i))); i--) {
            if (messages.get(i).path("role").asText().equals("assistant")) {
                if (begin < 0 && !holds(messages.get(i), "toolUse")) {
                    return;
                }
                begin = i;
            }
        }
        JsonNode first = messages.path(begin).path("content").path(0);
        if (begin >= 0 && !first.has("reasoningContent")) {
            throw BedrockError.fromModel("messages." + begin
                    + ".content.0.type: Expected `thinking` or `redacted_thinking`, but found `"
                    + (first.has("toolUse") ? "tool_use" : "text")
                    + "`. When `thinking` is enabled, a final `assistant` message must start with a thinking block"
                    + " (preceeding the lastmost set of `tool_use` and `tool_result` blocks). We recommend you include"
                    + " thinking blocks from previous turns. To avoid this requirement, disable `thinking`.");
        }
    }

    private static boolean isSaid(JsonNode message) {
        return message.path("role").asText().equals("user") && !holds(message, "toolResult");
    }

    private static boolean holds(JsonNode message, String block) {
        return message.path("content").valueStream().anyMatch(each -> each.has(block));
    }

    private void checkOutput() {
        JsonNode format = body.path("outputConfig").path("textFormat");
        if (!format.isObject()) {
            return;
        }
        if (!model.takesSchema()) {
            throw BedrockError.invalid("This model doesn't support the outputConfig.textFormat field. Remove"
                    + " outputConfig.textFormat and try again.");
        }
        String text = format.path("structure").path("jsonSchema").path("schema").asText();
        JsonNode schema = Json.parse(text);
        if (schema == null || !schema.isObject()) {
            throw BedrockError.invalid(
                    "The format of the value at outputConfig.textFormat.structure.jsonSchema.schema is"
                            + " invalid. Provide a json object for the field and try again.");
        }
        if (model.family() == ModelTraits.Family.CLAUDE) {
            StrictSchema.require(schema, "output_config.format.schema");
        }
    }
}
