package dev.portolan.codec;

import dev.portolan.chat.Media;
import java.net.URI;
import java.net.URISyntaxException;

/** Media, told apart by {@code type}: bytes in base64, an address, or a vendor's file id. */
final class MediaFormat {

    private MediaFormat() {}

    static void write(JsonWriter out, Media media) {
        out.object();
        if (media instanceof Media.Inline inline) {
            out.field("type", "inline").field("mediaType", inline.mediaType()).field("base64", inline.base64());
        } else if (media instanceof Media.Url url) {
            out.field("type", "url").field("mediaType", url.mediaType()).textOf("url", url.url());
        } else if (media instanceof Media.FileReference file) {
            out.field("type", "file").field("mediaType", file.mediaType()).field("id", file.id());
        }
        out.endObject();
    }

    static Media read(Place at) {
        Place type = at.get("type");
        return switch (type.text()) {
            case "inline" -> {
                String mediaType = at.get("mediaType", Place::text);
                Place base64 = at.get("base64");
                yield base64.make(() -> Media.ofBase64(base64.text(), mediaType));
            }
            case "url" -> {
                URI url = at.get("url", MediaFormat::uri);
                yield at.make(() -> new Media.Url(url, at.find("mediaType", Place::text)));
            }
            case "file" ->
                at.make(() -> new Media.FileReference(at.get("id", Place::text), at.find("mediaType", Place::text)));
            default -> throw type.wrong("must be one of inline, url, file");
        };
    }

    private static URI uri(Place at) {
        try {
            return new URI(at.text());
        } catch (URISyntaxException e) {
            // Its message quotes the address.
            throw at.wrong("must be an address");
        }
    }
}
