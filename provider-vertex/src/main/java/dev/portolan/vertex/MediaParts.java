package dev.portolan.vertex;

import com.google.cloud.aiplatform.v1.Blob;
import com.google.cloud.aiplatform.v1.FileData;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Part;
import dev.portolan.chat.VideoPart;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.net.URI;
import java.net.URLConnection;
import org.jspecify.annotations.Nullable;

/**
 * Writes images, documents, video and sound: from bytes, from Cloud Storage, or from the web.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference#part">Google: Part</a>
 */
final class MediaParts {

    private MediaParts() {}

    static com.google.cloud.aiplatform.v1.Part write(Part part, String field) {
        Media media = media(part);
        if (media == null) {
            throw unsupported(field, part.getClass().getSimpleName() + " has no place in this message");
        }
        var written = com.google.cloud.aiplatform.v1.Part.newBuilder();
        if (media instanceof Media.Inline inline) {
            written.setInlineData(
                    Blob.newBuilder().setMimeType(inline.mediaType()).setData(bytes(inline)));
        } else {
            written.setFileData(
                    FileData.newBuilder().setMimeType(type(media, part, field)).setFileUri(address(media, field)));
        }
        return written.build();
    }

    static ByteString bytes(Media.Inline inline) {
        // A copy of its own already.
        return UnsafeByteOperations.unsafeWrap(inline.bytes());
    }

    static @Nullable Media media(Part part) {
        if (part instanceof ImagePart image) {
            return image.media();
        }
        if (part instanceof DocumentPart document) {
            return document.media();
        }
        if (part instanceof AudioPart audio) {
            return audio.media();
        }
        return part instanceof VideoPart video ? video.media() : null;
    }

    private static String address(Media media, String field) {
        if (media instanceof Media.Url url) {
            return url.url().toString();
        }
        if (media instanceof Media.FileReference file && file.id().startsWith("gs://")) {
            return file.id();
        }
        throw unsupported(field, "Vertex takes media as bytes or by a gs:// or https:// address");
    }

    /** The service asks for the type of what it fetches; where nothing says it, the name of the file does. */
    private static String type(Media media, Part part, String field) {
        String given = media.mediaType();
        if (given != null) {
            return given;
        }
        URI url = media instanceof Media.Url address ? address.url() : URI.create("file:///");
        String host = String.valueOf(url.getHost());
        String guessed = URLConnection.guessContentTypeFromName(String.valueOf(url.getPath()));
        if (guessed != null) {
            return guessed;
        }
        if (part instanceof VideoPart && (host.endsWith("youtube.com") || host.equals("youtu.be"))) {
            return "video/mp4";
        }
        throw unsupported(field, "its name tells no media type, which Vertex asks for: say it with the address");
    }

    static LlmException unsupported(String field, String why) {
        return ErrorDetails.builder("nothing was sent: " + field + ": " + why)
                .provider(VertexProvider.ID)
                .remedy("Leave it out, give it in another form, or choose another model")
                .toException(ErrorKind.UNSUPPORTED_FEATURE);
    }
}
