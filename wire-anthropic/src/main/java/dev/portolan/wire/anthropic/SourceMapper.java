package dev.portolan.wire.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portolan.chat.Media;
import dev.portolan.error.LlmException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the {@code source} of images and documents: bytes, a text, an address that the vendor fetches, or a file of the
 * vendor's.
 *
 * @see <a href="https://platform.claude.com/docs/en/build-with-claude/vision">Anthropic: vision</a>
 * @see <a href="https://platform.claude.com/docs/en/build-with-claude/pdf-support">Anthropic: PDF support</a>
 */
final class SourceMapper {

    private static final Set<String> IMAGES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final String PDF = "application/pdf";

    private final JsonGenerator out;
    private final String provider;

    SourceMapper(JsonGenerator out, String provider) {
        this.out = out;
        this.provider = provider;
    }

    void image(Media media, String field) throws IOException {
        String type = "image/jpg".equals(media.mediaType()) ? "image/jpeg" : media.mediaType();
        if (media instanceof Media.Inline inline) {
            if (type == null || !IMAGES.contains(type)) {
                throw refused(field, "images of JPEG, PNG, GIF or WebP", type);
            }
            base64(inline, type);
        } else {
            reference(media);
        }
    }

    void document(Media media, String field) throws IOException {
        if (!(media instanceof Media.Inline inline)) {
            reference(media);
        } else if (inline.mediaType().equals(PDF)) {
            base64(inline, PDF);
        } else if (isText(inline.mediaType())) {
            out.writeObjectFieldStart("source");
            out.writeStringField("type", "text");
            out.writeStringField("media_type", "text/plain");
            out.writeStringField("data", new String(inline.bytes(), StandardCharsets.UTF_8));
            out.writeEndObject();
        } else {
            throw refused(field, "documents of PDF or text", inline.mediaType());
        }
    }

    /** Whatever is text is taken as plain text, its only kind here. */
    private static boolean isText(String type) {
        return type.startsWith("text/") || type.equals("application/json") || type.equals("application/xml");
    }

    private void base64(Media.Inline inline, String type) throws IOException {
        out.writeObjectFieldStart("source");
        out.writeStringField("type", "base64");
        out.writeStringField("media_type", type);
        out.writeStringField("data", inline.base64());
        out.writeEndObject();
    }

    private void reference(Media media) throws IOException {
        out.writeObjectFieldStart("source");
        if (media instanceof Media.Url url) {
            out.writeStringField("type", "url");
            out.writeStringField("url", url.url().toString());
        } else if (media instanceof Media.FileReference file) {
            out.writeStringField("type", "file");
            out.writeStringField("file_id", file.id());
        }
        out.writeEndObject();
    }

    private LlmException refused(String field, String taken, @Nullable String type) {
        return RequestMapper.unsupported(field + ": the model takes " + taken + ", and this is " + type, provider);
    }
}
