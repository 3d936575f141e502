package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.VendorState;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes what goes into the model: the content of user and system messages and of tool results.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/create">OpenAI: create a response, input</a>
 */
final class ContentMapper {

    private final Origin origin;
    private final String provider;

    ContentMapper(Origin origin, String provider) {
        this.origin = origin;
        this.provider = provider;
    }

    /**
     * Writes content: as a string when it is one plain text, else as a list.
     *
     * @param out stands after the member's name
     * @param parts the content
     * @param field where it stands in the request, for errors
     * @param leftOut is told what cannot travel
     * @throws IOException never
     */
    void write(JsonGenerator out, List<Part> parts, String field, LeftOut leftOut) throws IOException {
        if (parts.size() == 1 && parts.get(0) instanceof TextPart text && !origin.owns(text.vendorState())) {
            leftOut.state(text.vendorState());
            out.writeString(text.text());
            return;
        }
        out.writeStartArray();
        for (int i = 0; i < parts.size(); i++) {
            part(out, parts.get(i), field + ".parts[" + i + "]", leftOut);
        }
        out.writeEndArray();
    }

    private void part(JsonGenerator out, Part part, String field, LeftOut leftOut) throws IOException {
        if (part instanceof OtherPart other) {
            opaque(out, other, leftOut);
            return;
        }
        out.writeStartObject();
        if (part instanceof TextPart text) {
            out.writeStringField("type", "input_text");
            out.writeStringField("text", text.text());
        } else if (part instanceof ImagePart image) {
            out.writeStringField("type", "input_image");
            media(out, image.media(), "image_url", "image_url");
            if (image.detail() != null) {
                out.writeStringField("detail", image.detail());
            }
        } else if (part instanceof DocumentPart document) {
            out.writeStringField("type", "input_file");
            if (document.media() instanceof Media.Inline inline) {
                out.writeStringField("filename", Objects.requireNonNullElseGet(document.name(), () -> name(inline)));
            }
            media(out, document.media(), "file_data", "file_url");
        } else if (part instanceof AudioPart audio && audio.media() instanceof Media.Inline inline) {
            out.writeStringField("type", "input_audio");
            out.writeObjectFieldStart("input_audio");
            out.writeStringField("data", inline.base64());
            out.writeStringField("format", AudioFormats.name(inline.mediaType()));
            out.writeEndObject();
        } else {
            throw unsupported(field, part);
        }
        state(out, part.vendorState(), Set.of("type", "text"), leftOut);
        out.writeEndObject();
    }

    private static void media(JsonGenerator out, Media media, String inlineField, String urlField) throws IOException {
        if (media instanceof Media.Inline inline) {
            out.writeStringField(inlineField, DataUrls.of(inline));
        } else if (media instanceof Media.Url url) {
            out.writeStringField(urlField, url.url().toString());
        } else if (media instanceof Media.FileReference file) {
            out.writeStringField("file_id", file.id());
        }
    }

    /** The vendor wants a file name with the file's bytes, and reads the kind of file from it. */
    private static String name(Media.Inline inline) {
        String type = inline.mediaType();
        return switch (type) {
            case "application/pdf" -> "document.pdf";
            case "text/plain" -> "document.txt";
            case "text/markdown" -> "document.md";
            default -> "document." + type.substring(Math.max(type.lastIndexOf('/'), type.lastIndexOf('.')) + 1);
        };
    }

    /** Writes an item or a piece of content that this version has no name for, if it came from this wire. */
    void opaque(JsonGenerator out, OtherPart other, LeftOut leftOut) throws IOException {
        if (origin.owns(other.vendorState())) {
            out.writeRawValue(other.vendorState().json());
        } else {
            leftOut.part(other.type());
            leftOut.state(other.vendorState());
        }
    }

    /**
     * Writes the members of state that came from this wire into the object being written.
     *
     * @param out stands inside an object
     * @param state the state, or {@code null}
     * @param taken members that are written already, or must not come from state
     * @param leftOut is told of state of another origin
     * @throws IOException never
     */
    void state(JsonGenerator out, @Nullable VendorState state, Set<String> taken, LeftOut leftOut) throws IOException {
        if (state == null || !origin.owns(state)) {
            leftOut.state(state);
            return;
        }
        try (JsonParser parser = WireJson.factory().createParser(state.json())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String member = parser.currentName();
                parser.nextToken();
                if (taken.contains(member)) {
                    parser.skipChildren();
                } else {
                    out.writeFieldName(member);
                    WireJson.copy(parser, out);
                }
            }
        }
    }

    /**
     * The exception for content that has no place on this wire.
     *
     * @param field where it stands
     * @param part the content
     * @return the exception
     */
    LlmException unsupported(String field, Part part) {
        return ErrorDetails.builder(field + ": the Responses API takes no "
                        + part.getClass().getSimpleName() + " there")
                .remedy("Leave it out, or choose a model of an API that takes it")
                .provider(provider)
                .toException(ErrorKind.UNSUPPORTED_FEATURE);
    }
}
