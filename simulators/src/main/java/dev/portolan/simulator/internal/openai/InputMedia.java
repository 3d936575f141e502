package dev.portolan.simulator.internal.openai;

import dev.portolan.chat.Media;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads what a request shows: data URLs, addresses (never fetched), ids of uploaded files. */
final class InputMedia {

    private InputMedia() {}

    static Media image(String url, String param) {
        if (url.startsWith("data:")) {
            return inline(url, param);
        }
        URI address;
        try {
            address = new URI(url);
        } catch (URISyntaxException e) {
            throw invalidImage(url);
        }
        if (!address.isAbsolute()) {
            throw invalidImage(url);
        }
        return Media.of(address);
    }

    private static OpenAiError invalidImage(String url) {
        return OpenAiError.invalid(
                "invalid_image_url", null, "Failed to download image from " + url + ". Image URL is invalid.");
    }

    static Media file(Fields file, String dataMember) {
        String id = file.string("file_id");
        if (id != null) {
            return new Media.FileReference(id, null);
        }
        return inline(file.requiredString(dataMember), file.path(dataMember));
    }

    /** Reads {@code data:image/png;base64,...}. */
    private static Media inline(String url, String param) {
        int comma = url.indexOf(',');
        String type = mediaType(url, comma);
        if (type == null) {
            throw invalidData(param);
        }
        return base64(url.substring(comma + 1), type, param);
    }

    static Media base64(String data, String type, String param) {
        try {
            return Media.ofBase64(data, type);
        } catch (IllegalArgumentException e) {
            throw invalidData(param);
        }
    }

    private static @Nullable String mediaType(String url, int comma) {
        String marker = ";base64";
        if (!url.startsWith("data:") || comma < 0 || !url.substring(0, comma).endsWith(marker)) {
            return null;
        }
        String type = url.substring("data:".length(), comma - marker.length());
        return type.indexOf('/') < 1 ? null : type;
    }

    private static OpenAiError invalidData(String param) {
        return OpenAiError.invalid(
                "invalid_value",
                param,
                "Invalid file data: '" + param + "'. Expected a base64-encoded data URL with a valid file MIME type"
                        + " (e.g. 'data:text/plain;base64,SGVsbG8sIFdvcmxkIQ==').");
    }
}
