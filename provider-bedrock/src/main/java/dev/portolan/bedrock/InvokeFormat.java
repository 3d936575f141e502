package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.spi.support.WireJson;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The formats in which models but Claude take requests by InvokeModel, made of a request in Converse's form.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html">AWS: formats of the models</a>
 */
enum InvokeFormat {
    /** Converse's own, with Nova's names. */
    NOVA,
    /** OpenAI's Chat Completions: Jamba, DeepSeek, Qwen, gpt-oss. */
    OPENAI,
    /** Cohere Command R: a message and the history before it. */
    COHERE_CHAT,
    /** Cohere Command: a prompt. */
    COHERE,
    /** Amazon Titan Text. */
    TITAN,
    /** Meta Llama 3: a prompt with its marks of turns. */
    LLAMA,
    /** Mistral: a prompt with its marks of instructions. */
    MISTRAL,
    /** AI21 Jurassic: a prompt. */
    AI21;

    private static final List<String> HEADERS = List.of("guardrailConfig", "serviceTier", "performanceConfig");

    static InvokeFormat of(Family family, String model) {
        String given = family.get(Family.INVOKE);
        if (given == null) {
            throw new IllegalArgumentException("api: the format of " + model
                    + " by InvokeModel is not known; use api=converse, or set base-model to a model that is known");
        }
        return valueOf(given.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** What InvokeModel takes beside the body, of a request in Converse's form. */
    static ObjectNode headers(ObjectNode converse) {
        ObjectNode headers = JsonNodeFactory.instance.objectNode();
        JsonNode guardrail = converse.path("guardrailConfig");
        if (guardrail.isObject()) {
            headers.set("X-Amzn-Bedrock-GuardrailIdentifier", guardrail.path("guardrailIdentifier"));
            headers.set("X-Amzn-Bedrock-GuardrailVersion", guardrail.path("guardrailVersion"));
            if (guardrail.has("trace")) {
                headers.put(
                        "X-Amzn-Bedrock-Trace", guardrail.path("trace").asText().toUpperCase(Locale.ROOT));
            }
        }
        if (converse.has("serviceTier")) {
            headers.set(
                    "X-Amzn-Bedrock-Service-Tier", converse.path("serviceTier").path("type"));
        }
        if (converse.has("performanceConfig")) {
            headers.set(
                    "X-Amzn-Bedrock-PerformanceConfig-Latency",
                    converse.path("performanceConfig").path("latency"));
        }
        return headers;
    }

    /** The body, additional fields merged in as they are. */
    ObjectNode body(ObjectNode converse, boolean stream) {
        if (this != NOVA) {
            requireTextOnly(converse);
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        switch (this) {
            case NOVA -> nova(converse, body);
            case OPENAI -> openAi(converse, body, stream);
            case COHERE_CHAT -> cohereChat(converse, body);
            case COHERE -> {
                body.put("prompt", Prompts.plain(converse));
                inference(converse, body, "max_tokens", "temperature", "p", "stop_sequences");
                if (stream) {
                    body.put("stream", true);
                }
            }
            case TITAN -> {
                body.put("inputText", Prompts.titan(converse));
                ObjectNode config = JsonNodeFactory.instance.objectNode();
                inference(converse, config, "maxTokenCount", "temperature", "topP", "stopSequences");
                if (!config.isEmpty()) {
                    body.set("textGenerationConfig", config);
                }
            }
            case LLAMA -> {
                body.put("prompt", Prompts.llama(converse));
                inference(converse, body, "max_gen_len", "temperature", "top_p", null);
            }
            case MISTRAL -> {
                body.put("prompt", Prompts.mistral(converse));
                inference(converse, body, "max_tokens", "temperature", "top_p", "stop");
            }
            case AI21 -> {
                body.put("prompt", Prompts.plain(converse));
                inference(converse, body, "maxTokens", "temperature", "topP", "stopSequences");
            }
        }
        if (converse.path("additionalModelRequestFields").isObject()) {
            WireJson.merge(body, converse.path("additionalModelRequestFields"));
        }
        return body;
    }

    /** Tools and schemas are never dropped; these formats are written without them. */
    private static void requireTextOnly(ObjectNode converse) {
        if (converse.has("toolConfig")) {
            throw MediaBlocks.unsupported("tools", "the model takes tools by Converse only, not by InvokeModel");
        }
        if (converse.path("outputConfig").has("textFormat")) {
            throw MediaBlocks.unsupported(
                    "outputFormat", "the model takes a schema by Converse only, not by InvokeModel");
        }
    }

    private static void nova(ObjectNode converse, ObjectNode body) {
        body.put("schemaVersion", "messages-v1");
        for (var member : converse.properties()) {
            if (!HEADERS.contains(member.getKey()) && !member.getKey().equals("additionalModelRequestFields")) {
                body.set(member.getKey(), member.getValue());
            }
        }
    }

    private static void openAi(ObjectNode converse, ObjectNode body, boolean stream) {
        ArrayNode messages = body.putArray("messages");
        String system = Prompts.system(converse);
        if (!system.isEmpty()) {
            messages.addObject().put("role", "system").put("content", system);
        }
        for (JsonNode turn : converse.path("messages")) {
            messages.addObject().put("role", turn.path("role").asText()).put("content", Prompts.text(turn));
        }
        inference(converse, body, "max_tokens", "temperature", "top_p", "stop");
        if (stream) {
            body.put("stream", true);
        }
    }

    private static void cohereChat(ObjectNode converse, ObjectNode body) {
        JsonNode turns = converse.path("messages");
        ArrayNode history = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < turns.size() - 1; i++) {
            boolean user = turns.get(i).path("role").asText().equals("user");
            history.addObject().put("role", user ? "USER" : "CHATBOT").put("message", Prompts.text(turns.get(i)));
        }
        body.put("message", turns.isEmpty() ? "" : Prompts.text(turns.get(turns.size() - 1)));
        if (!history.isEmpty()) {
            body.set("chat_history", history);
        }
        String system = Prompts.system(converse);
        if (!system.isEmpty()) {
            body.put("preamble", system);
        }
        inference(converse, body, "max_tokens", "temperature", "p", "stop_sequences");
    }

    static void inference(
            JsonNode converse,
            ObjectNode into,
            String maxTokens,
            String temperature,
            String topP,
            @Nullable String stop) {
        JsonNode inference = converse.path("inferenceConfig");
        copy(inference, "maxTokens", into, maxTokens);
        copy(inference, "temperature", into, temperature);
        copy(inference, "topP", into, topP);
        if (stop != null) {
            copy(inference, "stopSequences", into, stop);
        }
    }

    private static void copy(JsonNode from, String name, ObjectNode into, String as) {
        if (from.has(name)) {
            into.set(as, from.path(name));
        }
    }
}
