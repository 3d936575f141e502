package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.VideoPart;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.WireJson;
import dev.portolan.wire.openai.Quirk;
import dev.portolan.wire.openai.WireProfile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes content parts.
 *
 * @see <a href="https://platform.openai.com/docs/guides/images-vision">OpenAI: images</a>
 * @see <a href="https://platform.openai.com/docs/guides/pdf-files">OpenAI: files</a>
 */
final class PartMapper {

    private final WireProfile profile;
    private final JsonGenerator json;
    private final StateFields states;

    PartMapper(WireProfile profile, JsonGenerator json, StateFields states) {
        this.profile = profile;
        this.json = json;
        this.states = states;
    }

    /** One plain text is a string, which every server takes; anything else is an array of parts. */
    void content(List<? extends Part> content, String field, boolean mediaAllowed) throws IOException {
        if (content.isEmpty()) {
            json.writeString("");
        } else if (content.size() == 1
                && content.get(0) instanceof TextPart text
                && states.of(text.vendorState(), field) == null) {
            json.writeString(text.text());
        } else {
            json.writeStartArray();
            for (int i = 0; i < content.size(); i++) {
                write(content.get(i), field + ".parts[" + i + "]", mediaAllowed);
            }
            json.writeEndArray();
        }
    }

    void write(Part part, String field, boolean mediaAllowed) throws IOException {
        JsonNode state = states.of(part.vendorState(), field);
        if (part instanceof OtherPart) {
            if (state != null) {
                WireJson.mapper().writeTree(json, state);
            }
            return;
        }
        if (!mediaAllowed && !(part instanceof TextPart || part instanceof ReasoningPart)) {
            throw unsupported(part, field, "in this message");
        }
        json.writeStartObject();
        if (part instanceof TextPart text) {
            json.writeStringField("type", "text");
            json.writeStringField("text", text.text());
        } else if (part instanceof ImagePart image) {
            image(image, field);
        } else if (part instanceof DocumentPart document) {
            document(document, field);
        } else if (part instanceof AudioPart audio) {
            audio(audio, field);
        } else if (part instanceof VideoPart video && profile.has(Quirk.VIDEO_URL)) {
            json.writeStringField("type", "video_url");
            address("video_url", url(video.media(), part, field), null);
        } else if (part instanceof ReasoningPart thought) {
            thinking(thought);
        } else {
            throw unsupported(part, field, "");
        }
        rest(state);
        json.writeEndObject();
    }

    private void rest(@Nullable JsonNode state) throws IOException {
        if (state != null) {
            for (Map.Entry<String, JsonNode> each : state.properties()) {
                if (!each.getKey().equals("part")) {
                    json.writeFieldName(each.getKey());
                    WireJson.mapper().writeTree(json, each.getValue());
                }
            }
        }
    }

    private void image(ImagePart image, String field) throws IOException {
        json.writeStringField("type", "image_url");
        address("image_url", url(image.media(), image, field), image.detail());
    }

    private void address(String name, String url, @Nullable String detail) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("url", url);
        if (detail != null) {
            json.writeStringField("detail", detail);
        }
        json.writeEndObject();
    }

    private String url(Media media, Part part, String field) {
        if (media instanceof Media.Inline inline) {
            return MediaUrls.data(inline);
        }
        if (media instanceof Media.Url url) {
            return url.url().toString();
        }
        throw unsupported(part, field, "by file id");
    }

    private void document(DocumentPart document, String field) throws IOException {
        if (profile.has(Quirk.DOCUMENT_URL) && !(document.media() instanceof Media.FileReference)) {
            json.writeStringField("type", "document_url");
            json.writeStringField("document_url", url(document.media(), document, field));
            if (document.name() != null) {
                json.writeStringField("document_name", document.name());
            }
            return;
        }
        if (document.media() instanceof Media.Url && !profile.has(Quirk.FILE_URL)) {
            throw unsupported(document, field, "by address: give its bytes");
        }
        json.writeStringField("type", "file");
        json.writeObjectFieldStart("file");
        if (document.media() instanceof Media.FileReference reference) {
            json.writeStringField("file_id", reference.id());
        } else {
            json.writeStringField("filename", document.name() != null ? document.name() : madeUpName(document.media()));
            json.writeStringField("file_data", url(document.media(), document, field));
        }
        json.writeEndObject();
    }

    /** OpenAI refuses file data without a name. */
    private static String madeUpName(Media media) {
        return "application/pdf".equals(media.mediaType()) ? "document.pdf" : "document";
    }

    private void audio(AudioPart audio, String field) throws IOException {
        String format = AudioFormats.name(audio.media().mediaType());
        if (!(audio.media() instanceof Media.Inline inline) || format == null) {
            throw unsupported(audio, field, "but as bytes of a known format, such as audio/wav or audio/mpeg");
        }
        json.writeStringField("type", "input_audio");
        json.writeObjectFieldStart("input_audio");
        json.writeStringField("data", inline.base64());
        json.writeStringField("format", format);
        json.writeEndObject();
    }

    /** Mistral's way of sending its thoughts back. */
    private void thinking(ReasoningPart thought) throws IOException {
        json.writeStringField("type", "thinking");
        json.writeArrayFieldStart("thinking");
        json.writeStartObject();
        json.writeStringField("type", "text");
        json.writeStringField("text", thought.text());
        json.writeEndObject();
        json.writeEndArray();
    }

    LlmException unsupported(Part part, String field, String how) {
        String kind = part.getClass().getSimpleName();
        return ErrorDetails.builder(
                        field + ": Chat Completions has no place for a " + kind + (how.isEmpty() ? "" : " " + how))
                .remedy("Leave it out, or choose a provider or API that takes it")
                .provider(profile.provider())
                .toException(ErrorKind.UNSUPPORTED_FEATURE);
    }
}
