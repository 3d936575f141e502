package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.recorded.Recording;
import dev.portolan.spi.support.WireJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What recorded bodies of InvokeModel say, found by looking for the members of all formats and without the decoder. */
final class BodiesOfInvoke {

    /** The text, the names of called tools, and the input tokens if the answer alone tells them. */
    record Said(String text, List<String> calls, @Nullable Long input) {}

    private BodiesOfInvoke() {}

    static String embeddingModel(Recording recording) {
        String model = recording.json().path("model").asText();
        return model.contains("embed") ? model : "amazon.titan-embed-text-v2:0";
    }

    static List<float[]> vectors(Recording recording) {
        List<float[]> vectors = new ArrayList<>();
        if (recording.status() != 200
                || recording.body() == null
                || recording.api().endsWith("stream")) {
            return vectors;
        }
        JsonNode body = WireJson.tree(new String(recording.body(), StandardCharsets.UTF_8));
        JsonNode all = body.path("embeddings");
        all = all.isObject() ? all.path("float") : all;
        for (JsonNode each : all) {
            vectors.add(vector(each.isObject() ? each.path("embedding") : each));
        }
        if (body.path("embedding").isArray()) {
            vectors.add(vector(body.path("embedding")));
        }
        return vectors;
    }

    private static float[] vector(JsonNode numbers) {
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) numbers.get(i).asDouble();
        }
        return vector;
    }

    /** Whether the answer is in the form of Anthropic's Messages; an error may be anybody's. */
    static boolean isMessages(Recording recording) {
        return recording.status() == 200
                && chunks(recording).stream()
                        .anyMatch(chunk -> chunk.path("type").asText().startsWith("message"));
    }

    static Said said(Recording recording) {
        StringBuilder text = new StringBuilder();
        List<String> calls = new ArrayList<>();
        Long input = null;
        for (JsonNode chunk : chunks(recording)) {
            if (chunk.has("prompt")) {
                ((ObjectNode) chunk).remove("prompt");
            }
            text.append(chunk.path("completion").asText(""))
                    .append(chunk.path("generation").asText(""));
            text.append(chunk.path("outputText").asText(""));
            chunk.path("results")
                    .forEach(each -> text.append(each.path("outputText").asText("")));
            text.append(chunk.path("outputs").path(0).path("text").asText(""));
            text.append(chunk.path("generations").path(0).path("text").asText(""));
            text.append(
                    chunk.path("completions").path(0).path("data").path("text").asText(""));
            if (chunk.path("index").asInt() == 0 && !chunk.has("type")) {
                text.append(chunk.path("text").asText(""));
            }
            text.append(chunk.path("delta").path("text").asText(""));
            text.append(
                    chunk.path("contentBlockDelta").path("delta").path("text").asText(""));
            JsonNode content =
                    chunk.has("output") ? chunk.path("output").path("message").path("content") : chunk.path("content");
            for (JsonNode block : content) {
                text.append(block.path("text").asText(""));
                if (block.path("type").asText().equals("tool_use")) {
                    calls.add(block.path("name").asText());
                }
                if (block.has("toolUse")) {
                    calls.add(block.path("toolUse").path("name").asText());
                }
            }
            if (chunk.path("content_block").path("type").asText().equals("tool_use")) {
                calls.add(chunk.path("content_block").path("name").asText());
            }
            if (chunk.path("contentBlockStart").path("start").has("toolUse")) {
                calls.add(chunk.path("contentBlockStart")
                        .path("start")
                        .path("toolUse")
                        .path("name")
                        .asText());
            }
            JsonNode usage = chunk.path("usage");
            if (usage.path("input_tokens").isNumber()) {
                input = usage.path("input_tokens").asLong()
                        + usage.path("cache_read_input_tokens").asLong()
                        + usage.path("cache_creation_input_tokens").asLong();
            }
        }
        return new Said(text.toString(), calls, recording.api().endsWith("stream") ? null : input);
    }

    private static List<JsonNode> chunks(Recording recording) {
        byte[] body = recording.body();
        List<JsonNode> chunks = new ArrayList<>();
        if (!recording.api().endsWith("stream")) {
            chunks.add(WireJson.tree(new String(body, StandardCharsets.UTF_8)));
            return chunks;
        }
        ByteBuffer frames = ByteBuffer.wrap(body);
        while (frames.hasRemaining()) {
            int start = frames.position();
            int total = frames.getInt();
            int headers = frames.getInt();
            byte[] payload = new byte[total - headers - 16];
            frames.position(start + 12 + headers);
            frames.get(payload);
            frames.position(start + total);
            JsonNode event = WireJson.tree(new String(payload, StandardCharsets.UTF_8));
            if (event.has("bytes")) {
                chunks.add(WireJson.tree(new String(
                        Base64.getDecoder().decode(event.path("bytes").asText()), StandardCharsets.UTF_8)));
            }
        }
        return chunks;
    }
}
