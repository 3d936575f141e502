package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.VideoPart;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads content blocks in the order of a conversation; a result is named after the call that it answers. */
final class ContentReader {

    private static final String ORIGIN = "bedrock/converse";

    private final Map<String, String> toolNames = new HashMap<>();

    /** The parts of a turn; cache points are none. */
    List<Part> parts(JsonNode blocks) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode block : blocks) {
            String kind = kind(block);
            if (!kind.equals("cachePoint")) {
                add(parts, kind, block.get(kind));
            }
        }
        return parts;
    }

    /** The one member that a union has. */
    static String kind(JsonNode union) {
        return union.properties().stream()
                .filter(member -> !member.getValue().isNull())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("A union without a member was let through"))
                .getKey();
    }

    private void add(List<Part> parts, String kind, JsonNode value) {
        switch (kind) {
            case "text" -> parts.add(new TextPart(value.asText()));
            case "json" -> parts.add(new TextPart(value.toString()));
            case "citationsContent" ->
                value.path("content")
                        .forEach(
                                text -> parts.add(new TextPart(text.path("text").asText())));
            case "image" -> parts.add(new ImagePart(media(value, "image/")));
            case "audio" -> parts.add(new AudioPart(media(value, "audio/")));
            case "video" -> parts.add(new VideoPart(media(value, "video/")));
            case "document" ->
                parts.add(new DocumentPart(document(value), value.path("name").asText()));
            case "toolUse" -> {
                String id = value.path("toolUseId").asText();
                toolNames.put(id, value.path("name").asText());
                parts.add(new ToolCall(
                        id, value.path("name").asText(), value.path("input").toString()));
            }
            case "toolResult" -> {
                String id = value.path("toolUseId").asText();
                parts.add(new ToolResult(
                        id,
                        toolNames.getOrDefault(id, id),
                        parts(value.path("content")),
                        value.path("status").asText().equals("error"),
                        null));
            }
            case "reasoningContent" ->
                parts.add(new ReasoningPart(
                        value.path("reasoningText").path("text").asText(), new VendorState(ORIGIN, value.toString())));
            case "guardContent" -> {
                if (value.hasNonNull("text")) {
                    parts.add(new TextPart(value.path("text").path("text").asText()));
                } else {
                    parts.add(new ImagePart(media(value.path("image"), "image/")));
                }
            }
            default -> parts.add(new OtherPart(kind, new VendorState(ORIGIN, value.toString())));
        }
    }

    private static Media document(JsonNode value) {
        JsonNode source = value.path("source");
        if (source.hasNonNull("text")) {
            return text(source.get("text").asText());
        }
        if (source.hasNonNull("content")) {
            StringBuilder text = new StringBuilder();
            source.get("content")
                    .forEach(piece -> text.append(piece.path("text").asText()));
            return text(text.toString());
        }
        return media(value, value.path("format").asText().matches("txt|md|csv|html") ? "text/" : "application/");
    }

    /** An empty text is a document too, but no bytes are no media. */
    private static Media text(String text) {
        return Media.of((text.isEmpty() ? " " : text).getBytes(StandardCharsets.UTF_8), "text/plain");
    }

    private static Media media(JsonNode value, String type) {
        JsonNode source = value.path("source");
        if (source.hasNonNull("s3Location")) {
            return Media.of(URI.create(source.get("s3Location").path("uri").asText()));
        }
        String format = value.path("format").asText();
        return Media.ofBase64(source.path("bytes").asText(), type + (format.isEmpty() ? "octet-stream" : format));
    }
}
