package dev.portolan.openai.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One recorded exchange, with what a correct decoder must find in it.
 *
 * @param json the record
 * @param expected the line of {@code expect/} with the same id, or {@code null} when the record is not judged
 */
record Recording(JsonNode json, @Nullable JsonNode expected) {

    static final ObjectMapper MAPPER = new ObjectMapper();

    static void read(Path folder, String provider, Consumer<Recording> each) throws IOException {
        Path file = folder.resolve(provider + ".jsonl.gz");
        if (!Files.exists(file)) {
            return;
        }
        Map<String, JsonNode> expected = new LinkedHashMap<>();
        Path expectations = folder.resolve("expect").resolve(provider + ".jsonl.gz");
        if (Files.exists(expectations)) {
            lines(expectations, line -> expected.put(line.path("id").asText(), line));
        }
        lines(
                file,
                line -> each.accept(
                        new Recording(line, expected.get(line.path("id").asText()))));
    }

    private static void lines(Path file, Consumer<JsonNode> each) throws IOException {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                each.accept(MAPPER.readTree(line));
            }
        }
    }

    String id() {
        return json.path("id").asText();
    }

    String api() {
        return json.path("api").asText();
    }

    boolean streamed() {
        if (expected != null) {
            return expected.path("path").asText().equals("stream");
        }
        for (JsonNode feature : json.path("features")) {
            if (feature.asText().equals("streaming")) {
                return true;
            }
        }
        return false;
    }

    int status() {
        return json.path("response").path("status").asInt(200);
    }

    /** The body as it came, or {@code null} where the recorder kept none. */
    byte @Nullable [] body() {
        JsonNode body = json.path("response").path("body");
        return body.isTextual() ? body.asText().getBytes(StandardCharsets.UTF_8) : null;
    }

    JsonNode headers() {
        return json.path("response").path("headers");
    }
}
