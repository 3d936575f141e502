package dev.portolan.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of an image, document, audio or video are: here ({@link Inline}), behind an address that the vendor will
 * fetch ({@link Url}), or already uploaded to the vendor ({@link FileReference}).
 *
 * <p>This library never fetches a {@link Url} itself.
 */
public sealed interface Media {

    /**
     * The media type, such as {@code image/png}.
     *
     * @return the type in lower case, or {@code null} when it is not known
     */
    @Nullable
    String mediaType();

    /**
     * Media from bytes.
     *
     * @param bytes the content; copied
     * @param mediaType such as {@code image/png}
     * @return inline media
     * @throws IllegalArgumentException when there are no bytes or the type has no slash
     */
    static Inline of(byte[] bytes, String mediaType) {
        return new Inline(bytes.clone(), mediaType);
    }

    /**
     * Media from base64 text, as vendors send it.
     *
     * @param base64 the content, standard alphabet, with or without padding and line breaks
     * @param mediaType such as {@code image/png}
     * @return inline media
     * @throws IllegalArgumentException when the text is not base64, is empty, or the type has no slash
     */
    static Inline ofBase64(String base64, String mediaType) {
        return new Inline(Inline.decode(base64), mediaType);
    }

    /**
     * Media from a file, read now. The type follows from the file's name.
     *
     * @param file the file to read
     * @return inline media
     * @throws UncheckedIOException when the file cannot be read
     * @throws IllegalArgumentException when the file is empty or its name tells no type; use {@link #of(byte[], String)}
     */
    static Inline of(Path file) {
        String type = Inline.typeOf(file);
        try {
            return new Inline(Files.readAllBytes(file), type);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read media file " + file, e);
        }
    }

    /**
     * Media behind an address, fetched by the vendor.
     *
     * @param url an absolute address that the vendor can reach
     * @return a reference
     * @throws IllegalArgumentException when the address is not absolute
     */
    static Url of(URI url) {
        return new Url(url, null);
    }

    /** Media whose bytes are held here. Two are equal when type and bytes are. */
    final class Inline implements Media {

        private static final Map<String, String> TYPES = Map.ofEntries(
                Map.entry("webp", "image/webp"),
                Map.entry("heic", "image/heic"),
                Map.entry("mp3", "audio/mpeg"),
                Map.entry("wav", "audio/wav"),
                Map.entry("ogg", "audio/ogg"),
                Map.entry("flac", "audio/flac"),
                Map.entry("mp4", "video/mp4"),
                Map.entry("webm", "video/webm"),
                Map.entry("mov", "video/quicktime"),
                Map.entry("md", "text/markdown"),
                Map.entry("csv", "text/csv"),
                Map.entry("json", "application/json"),
                Map.entry("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));

        private final byte[] bytes;
        private final String mediaType;

        private Inline(byte[] bytes, String mediaType) {
            if (bytes.length == 0) {
                throw new IllegalArgumentException("Media has no bytes");
            }
            this.bytes = bytes;
            this.mediaType = requireType(mediaType);
        }

        private static String requireType(String mediaType) {
            if (mediaType.indexOf('/') < 1) {
                throw new IllegalArgumentException("mediaType must look like image/png");
            }
            return mediaType.toLowerCase(Locale.ROOT);
        }

        private static byte[] decode(String base64) {
            boolean broken = base64.indexOf('\n') >= 0 || base64.indexOf('\r') >= 0 || base64.indexOf(' ') >= 0;
            try {
                return Base64.getDecoder().decode(broken ? base64.replaceAll("[\\r\\n ]", "") : base64);
            } catch (IllegalArgumentException e) {
                // Its message quotes a character.
                throw new IllegalArgumentException("Media is not base64 of the standard alphabet");
            }
        }

        private static String typeOf(Path file) {
            String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
            String known = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            String type = known != null ? known : URLConnection.guessContentTypeFromName(name);
            if (type == null) {
                throw new IllegalArgumentException(
                        "The name of " + file + " tells no media type: use Media.of(bytes, mediaType)");
            }
            return type;
        }

        @Override
        public String mediaType() {
            return mediaType;
        }

        /**
         * The content.
         *
         * @return a copy of the bytes, at least one
         */
        public byte[] bytes() {
            return bytes.clone();
        }

        /**
         * The content as base64, standard alphabet with padding.
         *
         * @return the text
         */
        public String base64() {
            return Base64.getEncoder().encodeToString(bytes);
        }

        /**
         * How large the content is.
         *
         * @return the number of bytes
         */
        public int size() {
            return bytes.length;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Inline that && mediaType.equals(that.mediaType) && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * mediaType.hashCode() + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Inline[" + mediaType + ", " + bytes.length + " bytes]";
        }
    }

    /**
     * Media behind an address that the vendor fetches.
     *
     * @param url the absolute address, {@code https:}, {@code gs:} or {@code s3:} as the vendor allows
     * @param mediaType the type, or {@code null} when the vendor shall find out
     */
    record Url(URI url, @Nullable String mediaType) implements Media {

        /**
         * Checks the components.
         *
         * @param url as above
         * @param mediaType as above
         */
        public Url {
            Objects.requireNonNull(url, "url");
            mediaType = mediaType == null ? null : Inline.requireType(mediaType);
            if (!url.isAbsolute()) {
                throw new IllegalArgumentException("url must be absolute");
            }
        }

        @Override
        public String toString() {
            return "Url[" + url.getScheme() + "://" + url.getHost() + "/...]";
        }
    }

    /**
     * Media that was uploaded to the vendor before.
     *
     * @param id the vendor's file id
     * @param mediaType the type, or {@code null} when only the vendor knows it
     */
    record FileReference(String id, @Nullable String mediaType) implements Media {

        /**
         * Checks the components.
         *
         * @param id as above
         * @param mediaType as above
         */
        public FileReference {
            if (id.isBlank()) {
                throw new IllegalArgumentException("file id must not be blank");
            }
            mediaType = mediaType == null ? null : Inline.requireType(mediaType);
        }
    }
}
