package dev.portolan.evidence.recording.internal;

import dev.portolan.chat.Media;
import dev.portolan.evidence.recording.MediaRetention;
import dev.portolan.spi.support.Redactor;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What is left of media: a file reference whose id is a hash and a size, or says that they were dropped. */
final class MediaTrace {

    static final String DROPPED = "dropped";

    private static final String HASH = "sha256:";

    /** Query parameters that grant access, and those that change with each signature. */
    private static final Pattern SIGNATURE = Pattern.compile(
            "(?i)([?&](?:x-(?:amz|goog)-[a-z-]+|[a-z_-]*(?:sig|signature|token|credential|key|password|secret)|se|st|expires)=)"
                    + "[^&#]*+");

    private MediaTrace() {}

    static Media of(Media media, MediaRetention retention, Redactor redactor) {
        boolean here = media instanceof Media.Inline || data(media);
        if (here) {
            return switch (retention) {
                case KEEP -> media;
                case HASH -> new Media.FileReference(id(media), media.mediaType());
                case DROP -> new Media.FileReference(DROPPED, media.mediaType());
            };
        }
        return media instanceof Media.Url url ? new Media.Url(clean(url.url(), redactor), url.mediaType()) : media;
    }

    /** The same for media and for what is left of them. */
    static String id(Media media) {
        if (media instanceof Media.Inline inline) {
            return hash(inline.bytes());
        }
        if (media instanceof Media.Url url) {
            return data(url)
                    ? hash(url.url().toString().getBytes(StandardCharsets.UTF_8))
                    : url.url().toString();
        }
        String id = ((Media.FileReference) media).id();
        return id.startsWith(HASH) || id.equals(DROPPED) ? id : "file:" + id;
    }

    private static boolean data(Media media) {
        return media instanceof Media.Url url
                && "data".equalsIgnoreCase(url.url().getScheme());
    }

    static String hash(byte[] bytes) {
        return HASH + HexFormat.of().formatHex(sha256().digest(bytes)) + ":" + bytes.length;
    }

    private static URI clean(URI url, Redactor redactor) {
        String text = url.toString();
        String userInfo = url.getRawUserInfo();
        String open = userInfo == null ? text : text.replace(userInfo + "@", "");
        String clean = redactor.redact(SIGNATURE.matcher(open).replaceAll("$1redacted"))
                .replace("[", "%5B")
                .replace("]", "%5D");
        try {
            return clean.equals(text) ? url : new URI(clean);
        } catch (URISyntaxException e) {
            // What the redactor left is no address any more; the rest is worth less than the promise.
            return URI.create(url.getScheme() + ":redacted");
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
