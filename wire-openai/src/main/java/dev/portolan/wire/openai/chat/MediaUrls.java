package dev.portolan.wire.openai.chat;

import dev.portolan.chat.Media;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Media behind an address: a {@code data:} address holds them, any other is for the vendor to fetch. */
final class MediaUrls {

    private static final String BASE64 = ";base64,";

    private MediaUrls() {}

    /** The media, or {@code null} when the text is neither an absolute address nor base64 data. */
    static @Nullable Media read(String url) {
        if (url.startsWith("data:")) {
            int comma = url.indexOf(BASE64);
            if (comma < 0) {
                return null;
            }
            try {
                return Media.ofBase64(url.substring(comma + BASE64.length()), url.substring("data:".length(), comma));
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        try {
            URI uri = new URI(url);
            return uri.isAbsolute() ? Media.of(uri) : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Whether the media written again are the same text. */
    static boolean exact(Media media, String url) {
        return media instanceof Media.Inline inline
                ? data(inline).equals(url)
                : media instanceof Media.Url at && at.url().toString().equals(url);
    }

    static String data(Media.Inline inline) {
        return "data:" + inline.mediaType() + BASE64 + inline.base64();
    }
}
