package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.VideoPart;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.Quirk;
import dev.portolan.wire.openai.WireProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads content parts: the other direction of {@link PartMapper}. What would not be written again as it was, is no known part
 * and stays as it came.
 */
final class PartReader {

    private final WireProfile profile;
    private final String origin;

    PartReader(WireProfile profile) {
        this.profile = profile;
        this.origin = profile.origin(ChatCompletionsWire.API);
    }

    Part read(JsonNode node, String field) {
        if (node.isTextual()) {
            return new TextPart(node.asText());
        }
        if (!node.isObject()) {
            throw new IllegalArgumentException(field + ": is no object");
        }
        Part part = switch (node.path("type").asText()) {
            case "text" -> text(node);
            case "refusal" ->
                node.path("refusal").isTextual()
                        ? new RefusalPart(node.path("refusal").asText())
                        : null;
            case "image_url" -> image(node);
            case "input_audio" -> audio(node);
            case "file" -> file(node);
            case "document_url" -> documentUrl(node);
            case "video_url" -> video(node);
            case "thinking" -> thinking(node);
            default -> null;
        };
        return part != null ? part : new OtherPart(node.path("type").asText("part"), raw(node));
    }

    private VendorState raw(JsonNode node) {
        return new VendorState(origin, node.toString());
    }

    /** Media of a tool message get a mark, by which they are written where they were. */
    List<Part> inToolMessage(List<Part> content) {
        List<Part> marked = new ArrayList<>(content.size());
        for (Part part : content) {
            marked.add(
                    part instanceof ImagePart image && image.vendorState() == null
                            ? new ImagePart(image.media(), image.detail(), new VendorState(origin, "{}"))
                            : part);
        }
        return marked;
    }

    private @Nullable VendorState rest(JsonNode node, String... known) {
        Set<String> names = Set.of(known);
        ObjectNode rest = WireJson.mapper().createObjectNode();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!names.contains(field.getKey()) && !field.getValue().isNull()) {
                rest.set(field.getKey(), field.getValue());
            }
        }
        return rest.isEmpty() ? null : new VendorState(origin, rest.toString());
    }

    private @Nullable Part text(JsonNode node) {
        return node.path("text").isTextual()
                ? new TextPart(node.path("text").asText(), rest(node, "type", "text"))
                : null;
    }

    private @Nullable Part image(JsonNode node) {
        JsonNode image = node.path("image_url");
        String url = image.isTextual() ? image.asText() : image.path("url").asText();
        Media media = exact(url);
        JsonNode detail = image.path("detail");
        return media == null || rest(image, "url", "detail") != null
                ? null
                : new ImagePart(media, detail.isTextual() ? detail.asText() : null, rest(node, "type", "image_url"));
    }

    private static @Nullable Media exact(String url) {
        Media media = MediaUrls.read(url);
        return media != null && MediaUrls.exact(media, url) ? media : null;
    }

    private @Nullable Part audio(JsonNode node) {
        JsonNode audio = node.path("input_audio");
        String data = audio.path("data").asText();
        String mediaType = AudioFormats.mediaType(audio.path("format").asText());
        if (!audio.path("format").asText().equals(AudioFormats.name(mediaType))
                || rest(audio, "data", "format") != null) {
            return null;
        }
        Media media = exact("data:" + mediaType + ";base64," + data);
        return media == null ? null : new AudioPart(media, null, rest(node, "type", "input_audio"));
    }

    private @Nullable Part file(JsonNode node) {
        JsonNode file = node.path("file");
        if (rest(file, "filename", "file_data", "file_id") != null) {
            return null;
        }
        JsonNode name = file.path("filename");
        if (file.path("file_id").isTextual()) {
            return file.size() > 1 || file.path("file_id").asText().isBlank()
                    ? null
                    : new DocumentPart(
                            new Media.FileReference(file.path("file_id").asText(), null),
                            null,
                            rest(node, "type", "file"));
        }
        Media media = exact(file.path("file_data").asText());
        boolean allowed = media instanceof Media.Inline || profile.has(Quirk.FILE_URL);
        return media == null || !allowed || profile.has(Quirk.DOCUMENT_URL) || !name.isTextual()
                ? null
                : new DocumentPart(media, name.asText(), rest(node, "type", "file"));
    }

    private @Nullable Part documentUrl(JsonNode node) {
        Media media = exact(node.path("document_url").asText());
        JsonNode name = node.path("document_name");
        return media == null || !profile.has(Quirk.DOCUMENT_URL)
                ? null
                : new DocumentPart(
                        media,
                        name.isTextual() ? name.asText() : null,
                        rest(node, "type", "document_url", "document_name"));
    }

    private @Nullable Part video(JsonNode node) {
        Media media = exact(node.path("video_url").path("url").asText());
        return media == null || !profile.has(Quirk.VIDEO_URL) || rest(node.path("video_url"), "url") != null
                ? null
                : new VideoPart(media, rest(node, "type", "video_url"));
    }

    /** Several texts in one part are joined. */
    private Part thinking(JsonNode node) {
        StringBuilder thoughts = new StringBuilder();
        node.path("thinking").forEach(each -> thoughts.append(each.path("text").asText()));
        ObjectNode state = WireJson.mapper().createObjectNode().put("part", "thinking");
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!field.getKey().equals("type") && !field.getKey().equals("thinking")) {
                state.set(field.getKey(), field.getValue());
            }
        }
        return new ReasoningPart(thoughts.toString(), new VendorState(origin, state.toString()));
    }
}
