package dev.portolan.simulator.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Describes models, as {@code show}, {@code tags} and {@code ps} do. */
final class ModelCard {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String BUILT = "2026-01-15T09:30:00.000000Z";
    private static final int TRAINED_CONTEXT = 131_072;
    private static final long BYTES = 2_019_393_189L;
    private static final Pattern FAMILY = Pattern.compile("^(?:.*/)?([a-z-]+)");
    private static final Pattern SIZE = Pattern.compile("[:-](e?\\d+(?:\\.\\d+)?)(b|m)\\b");

    private ModelCard() {}

    static ObjectNode show(String name, Set<String> capabilities) {
        String family = family(name);
        ObjectNode body = NODES.objectNode()
                .put("modelfile", "FROM " + ModelStore.full(name))
                .put("parameters", "")
                .put("template", "{{ .Prompt }}");
        body.set("details", details(name));
        body.putObject("model_info")
                .put("general.architecture", family)
                .put("general.parameter_count", 3_212_749_888L)
                .put(family + ".context_length", TRAINED_CONTEXT)
                .put(family + ".embedding_length", 3_072);
        ArrayNode words = body.putArray("capabilities");
        capabilities.forEach(words::add);
        return body.put("modified_at", BUILT);
    }

    static ObjectNode tags(Iterable<String> names) {
        ObjectNode body = NODES.objectNode();
        ArrayNode models = body.putArray("models");
        for (String name : names) {
            ObjectNode model = summary(name).put("modified_at", BUILT);
            model.set("details", details(name));
            models.add(model);
        }
        return body;
    }

    static ObjectNode running(Map<String, Instant> loaded, int window) {
        ObjectNode body = NODES.objectNode();
        ArrayNode models = body.putArray("models");
        loaded.forEach((name, until) -> {
            ObjectNode model = summary(name);
            model.set("details", details(name));
            models.add(model.put("expires_at", until.toString())
                    .put("size_vram", BYTES)
                    .put("context_length", window));
        });
        return body;
    }

    private static ObjectNode summary(String name) {
        return NODES.objectNode()
                .put("name", name)
                .put("model", name)
                .put("size", BYTES)
                .put("digest", Pull.digest(name));
    }

    private static ObjectNode details(String name) {
        String family = family(name);
        Matcher size = SIZE.matcher(name.toLowerCase(Locale.ROOT));
        ObjectNode details =
                NODES.objectNode().put("parent_model", "").put("format", "gguf").put("family", family);
        details.putArray("families").add(family);
        return details.put(
                        "parameter_size",
                        size.find() ? (size.group(1) + size.group(2)).toUpperCase(Locale.ROOT) : "3.2B")
                .put("quantization_level", "Q4_K_M");
    }

    private static String family(String name) {
        Matcher family = FAMILY.matcher(name.toLowerCase(Locale.ROOT));
        return family.find() ? family.group(1) : "llama";
    }
}
