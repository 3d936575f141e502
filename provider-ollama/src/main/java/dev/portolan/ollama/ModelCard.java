package dev.portolan.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ModelInfo;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of a model.
 *
 * @param capabilities its words, such as {@code completion}, {@code tools}, {@code vision}, {@code thinking}; empty on servers that
 *     do not tell
 * @param trainedContext how many tokens the model could take, or {@code null} when it is not told
 * @param numCtx how many the model's own file asks for, or {@code null} when it does not
 * @param hosted whether the server passes its requests on to another
 * @see <a href="https://docs.ollama.com/api-reference/show-model-details">Ollama: show model details</a>
 */
record ModelCard(
        Set<String> capabilities,
        @Nullable Integer trainedContext,
        @Nullable Integer numCtx,
        boolean hosted) {

    /** What is known of a model whose server answers no such question. */
    static final ModelCard UNTOLD = new ModelCard(Set.of(), null, null, false);

    private static final Pattern NUM_CTX = Pattern.compile("(?m)^num_ctx\\s+(\\d{1,9})\\s*$");

    private static final Map<Capability, String> WORDS = Map.of(
            Capability.TOOLS, "tools",
            Capability.IMAGE_INPUT, "vision",
            Capability.REASONING_EFFORT, "thinking");

    ModelCard {
        capabilities = Set.copyOf(capabilities);
    }

    /** Reads the answer of {@code /api/show}. */
    static ModelCard read(byte[] body) {
        JsonNode root = tree(body);
        Set<String> words = new TreeSet<>();
        root.path("capabilities").forEach(word -> words.add(word.asText()));
        Integer trained = null;
        for (Map.Entry<String, JsonNode> fact : root.path("model_info").properties()) {
            if (fact.getKey().endsWith(".context_length") && fact.getValue().canConvertToInt()) {
                trained = fact.getValue().asInt();
            }
        }
        Matcher own = NUM_CTX.matcher(root.path("parameters").asText(""));
        return new ModelCard(
                words,
                trained,
                own.find() ? Integer.valueOf(own.group(1)) : null,
                !root.path("remote_host").asText("").isEmpty());
    }

    /** Reads from the answer of {@code /api/ps} with how many tokens a model was loaded; {@code null} when it is not in memory. */
    static @Nullable Integer loadedContext(byte[] body, String model) {
        for (JsonNode running : tree(body).path("models")) {
            boolean same = full(running.path("model").asText("")).equals(full(model))
                    || full(running.path("name").asText("")).equals(full(model));
            if (same && running.path("context_length").asInt(0) > 0) {
                return running.path("context_length").asInt();
            }
        }
        return null;
    }

    /** A name without a tag means the tag {@code latest}. */
    static String full(String name) {
        return name.indexOf(':', name.lastIndexOf('/') + 1) < 0 ? name + ":latest" : name;
    }

    static JsonNode tree(byte[] body) {
        try {
            JsonNode root = WireJson.mapper().readTree(body);
            if (root.isObject()) {
                return root;
            }
        } catch (IOException e) {
            throw placed(e);
        }
        throw ResponseMapper.unreadable();
    }

    /** The parser's message may quote the answer. */
    private static LlmException placed(IOException e) {
        LlmException unreadable = ResponseMapper.unreadable();
        unreadable.setStackTrace(e.getStackTrace());
        return unreadable;
    }

    /** The description with what is told here, below what the user stated. */
    ModelInfo refine(ModelInfo info, ModelSettings settings) {
        ModelInfo.Builder refined = info.toBuilder();
        if (!capabilities.isEmpty()) {
            WORDS.forEach((capability, word) -> {
                if (!settings.capabilities().containsKey(capability)) {
                    refined.capability(capability, capabilities.contains(word));
                }
            });
        }
        return ContextWindow.of(refined.build(), hosted ? trainedContext : numCtx);
    }
}
