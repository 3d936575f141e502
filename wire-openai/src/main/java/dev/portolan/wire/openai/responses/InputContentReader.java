package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.VendorState;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what goes into the model: the content of user and system messages and of tool results. */
final class InputContentReader {

    private final Origin origin;

    InputContentReader(Origin origin) {
        this.origin = origin;
    }

    /**
     * Reads content.
     *
     * @param content a text or a list
     * @return the parts, or {@code null} when the content is of a form that would not be written again
     */
    @Nullable
    List<Part> read(JsonNode content) {
        if (content.isTextual()) {
            return List.of(new TextPart(content.asText()));
        }
        if (!content.isArray() || content.isEmpty()) {
            return null;
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode one : content) {
            Part part = one instanceof ObjectNode object ? part(object) : null;
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return parts;
    }

    private @Nullable Part part(ObjectNode given) {
        String type = given.path("type").asText();
        Part part = switch (type) {
            case "input_text" -> text(given);
            case "input_image" -> image(given);
            case "input_file" -> file(given);
            case "input_audio" -> audio(given);
            default -> null;
        };
        if (part != null) {
            return part;
        }
        return ContentTypes.isContent(type) ? new OtherPart(type, origin.state(given.toString())) : null;
    }

    private @Nullable Part text(ObjectNode given) {
        return given.path("text").isTextual()
                ? new TextPart(given.path("text").asText(), state(given, Set.of("type", "text")))
                : null;
    }

    private @Nullable Part image(ObjectNode given) {
        Media media = media(given, "image_url", "image_url");
        return media == null
                ? null
                : new ImagePart(
                        media,
                        given.path("detail").isTextual() ? given.path("detail").asText() : null,
                        state(given, Set.of("type", "image_url", "file_id", "detail")));
    }

    private @Nullable Part file(ObjectNode given) {
        Media media = media(given, "file_data", "file_url");
        boolean named = given.path("filename").isTextual();
        if (media == null || (media instanceof Media.Inline && !named)) {
            return null;
        }
        Set<String> known = media instanceof Media.Inline
                ? Set.of("type", "file_data", "filename")
                : Set.of("type", "file_url", "file_id");
        return new DocumentPart(media, named ? given.path("filename").asText() : null, state(given, known));
    }

    private @Nullable Part audio(ObjectNode given) {
        if (!(given.path("input_audio") instanceof ObjectNode audio) || !Fields.onlyHas(audio, "data", "format")) {
            return null;
        }
        String format = audio.path("format").asText();
        Media.Inline media = DataUrls.read("data:" + AudioFormats.mediaType(format) + ";base64,"
                + audio.path("data").asText());
        return media == null ? null : new AudioPart(media, null, state(given, Set.of("type", "input_audio")));
    }

    /** The media, if exactly one source is given and it is of a form that would be written again. */
    private static @Nullable Media media(ObjectNode given, String inlineField, String urlField) {
        JsonNode inline = given.path(inlineField);
        JsonNode url = given.path(urlField);
        JsonNode file = given.path("file_id");
        if (file.isTextual()) {
            boolean alone =
                    !inline.isTextual() && !url.isTextual() && !file.asText().isBlank();
            return alone ? new Media.FileReference(file.asText(), null) : null;
        }
        if (inline.isTextual() && inline.asText().startsWith("data:")) {
            return DataUrls.read(inline.asText());
        }
        return url.isTextual() ? url(url.asText()) : null;
    }

    private static Media.@Nullable Url url(String text) {
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() ? new Media.Url(uri, null) : null;
        } catch (URISyntaxException e) {
            // Vendors take addresses that are none by the letter; they stay as they are.
            return null;
        }
    }

    private @Nullable VendorState state(ObjectNode given, Set<String> known) {
        ObjectNode rest = given.deepCopy();
        rest.remove(known);
        return rest.isEmpty() ? null : origin.state(rest.toString());
    }
}
