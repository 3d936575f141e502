package dev.portolan.wire.openai.responses;

import dev.portolan.chat.Media;
import org.jspecify.annotations.Nullable;

/** Media as {@code data:} addresses with base64, the way the wire carries bytes. */
final class DataUrls {

    private static final String BASE64 = ";base64,";

    private DataUrls() {}

    static String of(Media.Inline inline) {
        return "data:" + inline.mediaType() + BASE64 + inline.base64();
    }

    /**
     * The media of such an address.
     *
     * @param url any address
     * @return the media, or {@code null} when the address is of another form, or would not be written the same again
     */
    static Media.@Nullable Inline read(String url) {
        int comma = url.indexOf(BASE64);
        if (!url.startsWith("data:") || comma < 0) {
            return null;
        }
        Media.Inline inline;
        try {
            inline = Media.ofBase64(url.substring(comma + BASE64.length()), url.substring("data:".length(), comma));
        } catch (IllegalArgumentException e) {
            // Not base64, or no media type: the caller keeps it as it is.
            return null;
        }
        return of(inline).equals(url) ? inline : null;
    }
}
