package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Part;
import dev.portolan.chat.VideoPart;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes images, documents, video and sound, from bytes or from S3.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_DocumentBlock.html">AWS: DocumentBlock, for
 *     what a name may hold</a>
 */
final class MediaBlocks {

    private static final int LONGEST_NAME = 200;

    private static final Map<String, String> FORMATS = Map.ofEntries(
            Map.entry("image/jpg", "jpeg"),
            Map.entry("application/pdf", "pdf"),
            Map.entry("text/csv", "csv"),
            Map.entry("application/msword", "doc"),
            Map.entry("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
            Map.entry("application/vnd.ms-excel", "xls"),
            Map.entry("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
            Map.entry("text/html", "html"),
            Map.entry("text/plain", "txt"),
            Map.entry("text/markdown", "md"),
            Map.entry("video/x-matroska", "mkv"),
            Map.entry("video/quicktime", "mov"),
            Map.entry("video/x-flv", "flv"),
            Map.entry("video/x-ms-wmv", "wmv"),
            Map.entry("video/3gpp", "three_gp"),
            Map.entry("audio/mpeg", "mp3"),
            Map.entry("audio/x-wav", "wav"),
            Map.entry("audio/wave", "wav"),
            Map.entry("audio/mp4", "m4a"));

    private static final Set<String> IMAGES = Set.of("png", "jpeg", "gif", "webp");
    private static final Set<String> DOCUMENTS =
            Set.of("pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md");
    private static final Set<String> VIDEOS =
            Set.of("mkv", "mov", "mp4", "webm", "flv", "mpeg", "mpg", "wmv", "three_gp");

    private final Set<String> names = new HashSet<>();
    private final @Nullable String bucketOwner;

    /**
     * @param bucketOwner the account that owns the S3 buckets, or {@code null} for the caller's own
     */
    MediaBlocks(@Nullable String bucketOwner) {
        this.bucketOwner = bucketOwner;
    }

    ObjectNode write(Part part, String field) {
        ObjectNode block = JsonNodeFactory.instance.objectNode();
        if (part instanceof ImagePart image) {
            body(block.putObject("image"), image.media(), IMAGES, field);
        } else if (part instanceof DocumentPart document) {
            ObjectNode written = block.putObject("document");
            body(written, document.media(), DOCUMENTS, field);
            written.put("name", name(document.name()));
        } else if (part instanceof VideoPart video) {
            body(block.putObject("video"), video.media(), VIDEOS, field);
        } else if (part instanceof AudioPart audio) {
            body(block.putObject("audio"), audio.media(), null, field);
        } else {
            throw unsupported(field, part.getClass().getSimpleName() + " has no place in this message");
        }
        return block;
    }

    private void body(ObjectNode block, Media media, @Nullable Set<String> formats, String field) {
        String type = media.mediaType();
        if (type == null && media instanceof Media.Url url) {
            type = "x/" + url.url().getPath().replaceAll(".*\\.", "");
        }
        String format = type == null ? "" : FORMATS.getOrDefault(type, type.substring(type.indexOf('/') + 1));
        if (formats != null && !formats.contains(format)) {
            throw unsupported(
                    field,
                    "Bedrock takes "
                            + String.join(", ", formats.stream().sorted().toList()) + " here, and this is "
                            + (type == null ? "of unknown type" : type));
        }
        block.put("format", format);
        ObjectNode source = block.putObject("source");
        if (media instanceof Media.Inline inline) {
            source.put("bytes", inline.bytes());
        } else if (media instanceof Media.Url url && "s3".equals(url.url().getScheme())) {
            ObjectNode location =
                    source.putObject("s3Location").put("uri", url.url().toString());
            if (bucketOwner != null) {
                location.put("bucketOwner", bucketOwner);
            }
        } else {
            throw unsupported(field, "Bedrock takes media as bytes or by an s3:// address");
        }
    }

    /** Letters, digits, single blanks, hyphens, brackets; different names in one request. */
    private String name(@Nullable String given) {
        String clean = given == null
                ? ""
                : given.replaceAll("[^a-zA-Z0-9\\s\\-()\\[\\]]", "-")
                        .replaceAll("\\s+", " ")
                        .strip();
        String base = clean.isEmpty() ? "document" : clean.substring(0, Math.min(clean.length(), LONGEST_NAME - 6));
        String name = base;
        for (int i = 2; !names.add(name); i++) {
            name = base + " " + i;
        }
        return name;
    }

    static LlmException unsupported(String field, String why) {
        return ErrorDetails.builder("nothing was sent: " + field + ": " + why)
                .provider(BedrockProvider.ID)
                .remedy("Leave it out, give it in another form, or choose another model")
                .toException(ErrorKind.UNSUPPORTED_FEATURE);
    }
}
