package dev.portolan.wire.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import dev.portolan.chat.VendorState;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the system text and the messages of a request. One for each request; not thread-safe. */
final class MessageReader {

    private static final Set<String> TEXT = Set.of("type", "text");
    private static final Set<String> IMAGE = Set.of("type", "source");
    private static final Set<String> DOCUMENT = Set.of("type", "source", "title");
    private static final Set<String> RESULT = Set.of("type", "tool_use_id", "content", "is_error");

    private final Map<String, String> toolNames = new HashMap<>();

    List<Message> read(@Nullable JsonNode system, @Nullable JsonNode given) {
        List<Message> messages = new ArrayList<>();
        if (system != null && !system.isNull()) {
            List<Part> parts = parts(system, "system");
            if (!parts.isEmpty()) {
                messages.add(new SystemMessage(parts));
            }
        }
        if (given == null || !given.isArray()) {
            throw new IllegalArgumentException("messages: no list");
        }
        for (int i = 0; i < given.size(); i++) {
            message(given.get(i), "messages." + i, messages);
        }
        return messages;
    }

    private void message(JsonNode given, String field, List<Message> messages) {
        if (!given.isObject()) {
            throw new IllegalArgumentException(field + ": no message");
        }
        String role = given.path("role").asText();
        switch (role) {
            case "system" -> messages.add(new SystemMessage(parts(given.path("content"), field)));
            case "assistant" -> messages.add(new AssistantMessage(answer(given.path("content"), field)));
            case "user" -> user(parts(given.path("content"), field), messages);
            default -> throw new IllegalArgumentException(field + ".role: neither user nor assistant");
        }
    }

    private static void user(List<Part> parts, List<Message> messages) {
        List<ToolResult> results = new ArrayList<>();
        List<Part> others = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof ToolResult result) {
                results.add(result);
            } else {
                others.add(part);
            }
        }
        if (!results.isEmpty()) {
            messages.add(new ToolMessage(results));
        }
        if (!others.isEmpty() || results.isEmpty()) {
            messages.add(new UserMessage(others));
        }
    }

    /** Earlier answers are read as answers are. */
    private List<Part> answer(JsonNode content, String field) {
        if (!content.isArray()) {
            return parts(content, field);
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode node : content) {
            ContentBlock block = block(node, field);
            if (block.type.equals("tool_use")) {
                toolNames.put(block.id, block.name);
            }
            block.addTo(parts);
        }
        return parts;
    }

    private static ContentBlock block(JsonNode node, String field) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(field + ".content: a block that is no object");
        }
        byte[] json = node.toString().getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = WireJson.factory().createParser(json)) {
            parser.nextToken();
            return ContentBlock.read(parser, json, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Part> parts(JsonNode content, String field) {
        if (content.isTextual()) {
            return List.of(new TextPart(content.asText()));
        }
        if (!content.isArray()) {
            throw new IllegalArgumentException(field + ".content: neither a text nor a list of blocks");
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode block : content) {
            if (!block.isObject()) {
                throw new IllegalArgumentException(field + ".content: a block that is no object");
            }
            parts.add(part(block, field));
        }
        return parts;
    }

    private Part part(JsonNode block, String field) {
        String type = block.path("type").asText();
        Part known = switch (type) {
            case "text" ->
                block.path("text").isTextual() ? new TextPart(block.path("text").asText(), rest(block, TEXT)) : null;
            case "image" -> {
                Media media = media(block.path("source"), "image/");
                yield media == null ? null : new ImagePart(media, null, rest(block, IMAGE));
            }
            case "document" -> {
                Media media = media(block.path("source"), "application/pdf");
                yield media == null ? null : new DocumentPart(media, title(block), rest(block, DOCUMENT));
            }
            case "tool_result" -> result(block, field);
            default -> null;
        };
        return known != null ? known : new OtherPart(type.isEmpty() ? "unknown" : type, Origin.state(block.toString()));
    }

    private static @Nullable String title(JsonNode block) {
        return block.path("title").isTextual() ? block.path("title").asText() : null;
    }

    /** A source that the nouns know, or {@code null}: the block then stays as it is. */
    private static @Nullable Media media(JsonNode source, String mediaType) {
        try {
            return switch (source.path("type").asText()) {
                case "base64" -> {
                    String type = source.path("media_type").asText();
                    yield type.startsWith(mediaType)
                            ? Media.ofBase64(source.path("data").asText(), type)
                            : null;
                }
                case "url" -> Media.of(URI.create(source.path("url").asText()));
                case "file" -> new Media.FileReference(source.path("file_id").asText(), null);
                case "text" ->
                    source.path("media_type").asText().equals("text/plain")
                            ? Media.of(source.path("data").asText().getBytes(StandardCharsets.UTF_8), "text/plain")
                            : null;
                default -> null;
            };
        } catch (IllegalArgumentException e) {
            // Not what it says it is: kept for the vendor to judge.
            return null;
        }
    }

    private ToolResult result(JsonNode block, String field) {
        String id = block.path("tool_use_id").asText();
        JsonNode content = block.path("content");
        return new ToolResult(
                id,
                toolNames.getOrDefault(id, id),
                content.isMissingNode() || content.isNull() ? List.of() : parts(content, field),
                block.path("is_error").asBoolean(false),
                rest(block, RESULT));
    }

    private static @Nullable VendorState rest(JsonNode block, Set<String> known) {
        ObjectNode rest = ((ObjectNode) block).deepCopy();
        rest.remove(known);
        rest.properties().removeIf(member -> member.getValue().isNull());
        return rest.isEmpty() ? null : Origin.state(rest.toString());
    }
}
