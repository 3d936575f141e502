package dev.portolan.routing.complexity.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Tool;
import dev.portolan.routing.complexity.TrainingTap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Reads files of paired outcomes: one gzip-compressed JSON object a line. */
final class OutcomeFiles {

    /** The sources whose licences allow that what is trained on them is published. */
    static final List<String> PERMITTED = List.of("routellm_mmlu", "mmlu_pro", "llmrouter", "zeroeval_math_l5");

    /** All sources. */
    static final List<String> ALL =
            List.of("routellm_mmlu", "mmlu_pro", "llmrouter", "routerbench", "bfcl", "alpaca_eval", "zeroeval_math_l5");

    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private OutcomeFiles() {}

    /** Reads one source's file, in its order. */
    static List<Outcome> read(Path folder, String source) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve(source + ".jsonl.gz"))),
                StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.isBlank()) {
                    outcomes.add(outcome(MAPPER.readTree(line)));
                }
            }
        }
        return outcomes;
    }

    private static Outcome outcome(JsonNode line) {
        List<Tool> tools = new ArrayList<>();
        int length = line.path("prompt").asText().length();
        for (JsonNode tool : line.path("tools")) {
            Tool read = tool(tool, tools.size());
            length += read.parameters().json().length() + read.description().length();
            tools.add(read);
        }
        ChatRequest request = ChatRequest.builder()
                .user(line.path("prompt").asText())
                .tools(tools)
                .build();
        double weak = line.path("weak_score").asDouble();
        double strong = line.path("strong_score").asDouble();
        Map<String, Double> others = new TreeMap<>();
        line.path("scores")
                .properties()
                .forEach(score -> others.put(score.getKey(), score.getValue().asDouble()));
        return new Outcome(
                line.path("id").asText(),
                line.path("source").asText(),
                line.path("category").asText(),
                request,
                TrainingTap.sample(request),
                length,
                weak,
                strong,
                others);
    }

    /** A tool with the words of another schema dialect ("dict", "float") put into JSON Schema's. */
    private static Tool tool(JsonNode tool, int place) {
        JsonNode parameters = standard(tool.path("parameters").deepCopy());
        return Tool.of(
                tool.path("name").asText() + "_" + place,
                tool.path("description").asText(),
                parameters.toString());
    }

    private static JsonNode standard(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            if (object.path("type").isTextual()) {
                String type = object.path("type").asText();
                String known = switch (type) {
                    case "dict" -> "object";
                    case "float" -> "number";
                    case "tuple" -> "array";
                    default -> type;
                };
                if (TYPES.contains(known)) {
                    object.put("type", known);
                } else {
                    object.remove("type");
                }
            }
            for (String list : List.of("required", "enum")) {
                if (object.has(list)
                        && !object.path(list).isArray()
                        && !object.path(list).isObject()) {
                    object.remove(list);
                }
            }
            object.forEach(OutcomeFiles::standard);
        } else if (schema instanceof ArrayNode array) {
            array.forEach(OutcomeFiles::standard);
        }
        return schema;
    }
}
