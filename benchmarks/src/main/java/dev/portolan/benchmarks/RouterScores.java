package dev.portolan.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Tool;
import dev.portolan.routing.complexity.ComplexityScorer;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Scores prompts with the bundled {@link ComplexityScorer}: reads JSON lines with {@code id}, {@code prompt} and, where there are,
 * {@code tools} (name, description, parameters), and writes one line {@code {"id","p_strong"}} for each. The outcomes that the lines
 * may also tell of are not looked at.
 *
 * <pre>{@code
 * ./mvnw -q -pl benchmarks -am compile exec:exec \
 *     -Dexec.args="-cp %classpath dev.portolan.benchmarks.RouterScores --out scores.jsonl data/one.jsonl.gz data/two.jsonl.gz"
 * }</pre>
 */
public final class RouterScores {

    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private RouterScores() {}

    /**
     * Scores files.
     *
     * @param args {@code --out FILE} first, if the scores are not to go to the standard output; then the files to read, plain or
     *     {@code .gz}
     * @throws IOException when one cannot be read, or the output not be written
     */
    public static void main(String[] args) throws IOException {
        boolean named = args.length > 1 && args[0].equals("--out");
        List<String> files = Arrays.asList(args).subList(named ? 2 : 0, args.length);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("Usage: [--out FILE] DATA.jsonl.gz ...");
        }
        if (named) {
            try (PrintStream out = new PrintStream(new FileOutputStream(args[1]), false, StandardCharsets.UTF_8)) {
                score(files, out);
            }
        } else {
            score(files, System.out);
        }
    }

    private static void score(List<String> files, PrintStream out) throws IOException {
        for (String file : files) {
            try (InputStream in = Files.newInputStream(Path.of(file));
                    BufferedReader lines = new BufferedReader(new InputStreamReader(
                            file.endsWith(".gz") ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!line.isBlank()) {
                        out.print(scored(line) + "\n");
                    }
                }
            }
        }
        out.flush();
        if (out.checkError()) {
            throw new IOException("The scores could not be written");
        }
    }

    /** The line of scores for a line of data. */
    static String scored(String line) throws IOException {
        JsonNode data = MAPPER.readTree(line);
        List<Tool> tools = new ArrayList<>();
        for (JsonNode tool : data.path("tools")) {
            // Some lists have a name twice, which a request refuses.
            String name = tool.path("name").asText("tool") + "_" + tools.size();
            JsonNode parameters = tool.path("parameters").deepCopy();
            toJsonSchema(parameters);
            String schema = parameters.isObject() ? parameters.toString() : "{\"type\":\"object\"}";
            tools.add(Tool.of(name, tool.path("description").asText(""), schema));
        }
        ChatRequest request = ChatRequest.builder()
                .user(data.path("prompt").asText())
                .tools(tools)
                .build();
        ObjectNode scored = MAPPER.createObjectNode();
        scored.put("id", data.path("id").asText());
        scored.put("p_strong", ComplexityScorer.bundled().score(request));
        return scored.toString();
    }

    /** Puts types of function-calling benchmarks ("dict", "float", "HashMap") into JSON Schema's words, or leaves them out. */
    private static void toJsonSchema(JsonNode schema) {
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
                if (object.path(list).isValueNode()) {
                    object.remove(list);
                }
            }
        }
        schema.forEach(RouterScores::toJsonSchema);
    }
}
