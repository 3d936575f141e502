package dev.portolan.evidence.recording.internal;

import dev.portolan.chat.WireListener.Header;
import dev.portolan.codec.JsonCodec;
import dev.portolan.evidence.recording.MediaRetention;
import dev.portolan.spi.support.Redactor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An exchange as one line of JSON, redacted. */
public final class WireLine {

    /** Long runs without a space that base64 is made of; a data URL's head stays. */
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{1024,}+={0,2}");

    private final @Nullable Redactor redactor;
    private final Redactor all;
    private final boolean changes;

    public WireLine(@Nullable Redactor redactor, MediaRetention media) {
        this.redactor = redactor;
        Redactor shortened = media == MediaRetention.KEEP ? text -> text : text -> withoutMedia(text, media);
        this.all = redactor == null ? shortened : shortened.andThen(redactor);
        this.changes = redactor != null || media != MediaRetention.KEEP;
    }

    public String of(WireCapture.Seen seen) {
        WireCapture.Asked asked = seen.asked();
        StringBuilder out = new StringBuilder(1024);
        out.append("{\"portolan\":").append(JsonCodec.VERSION).append(",\"type\":\"wire\"");
        String name = asked.name();
        if (name != null) {
            text(out, "name", name);
        }
        text(out, "call", asked.call().toString());
        out.append(",\"attempt\":").append(asked.attempt());
        text(out, "at", asked.at().toString());
        text(out, "took", seen.took().toString());
        out.append(",\"request\":{\"method\":").append(JsonText.quoted(asked.method()));
        text(out, "address", all.redact(asked.address()));
        headers(out, asked.headers());
        out.append(",\"bytes\":").append(seen.askedBytes());
        boolean whole = asked.body().remaining() == seen.askedBytes();
        body(
                out,
                asked.body().array(),
                List.of(asked.body().remaining()),
                List.of(new WireCapture.Piece(
                        Duration.ZERO, seen.askedBytes(), asked.body().remaining())),
                whole,
                contentType(asked.headers()),
                false);
        out.append('}');
        Duration answeredAfter = seen.answeredAfter();
        if (answeredAfter != null) {
            answer(out, seen, answeredAfter);
        }
        text(out, "end", seen.end().name().toLowerCase(Locale.ROOT));
        Throwable failure = seen.failure();
        if (failure != null) {
            text(out, "failure", all.redact(failure.toString()));
        }
        return out.append('}').toString();
    }

    private void answer(StringBuilder out, WireCapture.Seen seen, Duration after) {
        out.append(",\"answer\":{\"after\":\"")
                .append(after)
                .append("\",\"status\":")
                .append(seen.status());
        headers(out, seen.headers());
        out.append(",\"bytes\":").append(seen.bodyBytes());
        body(
                out,
                seen.body().array(),
                seen.pieces().stream().map(WireCapture.Piece::end).toList(),
                seen.pieces(),
                seen.body().remaining() == seen.bodyBytes(),
                contentType(seen.headers()),
                true);
        out.append('}');
    }

    private void body(
            StringBuilder out,
            byte[] kept,
            List<Integer> ends,
            List<WireCapture.Piece> pieces,
            boolean whole,
            @Nullable String contentType,
            boolean timed) {
        if (!whole) {
            out.append(",\"cut\":true");
        }
        if (kept.length == 0) {
            return;
        }
        WireBody body = WireBody.read(kept, ends, whole, contentType);
        if (body == null && redactor != null) {
            // What cannot be read cannot be redacted.
            text(out, "hash", MediaTrace.hash(kept));
            return;
        }
        if (body != null && body.malformed()) {
            out.append(",\"malformed\":true");
        }
        String member = body == null ? "base64" : "text";
        List<String> texts = body == null
                ? base64(kept, ends)
                : body.pieces(changes ? new WireText(all).edits(body.text()) : List.of(), whole || redactor == null);
        if (!timed) {
            text(out, member, texts.get(0));
            return;
        }
        out.append(",\"pieces\":[");
        for (int i = 0; i < texts.size(); i++) {
            WireCapture.Piece piece = pieces.get(i);
            out.append(i == 0 ? "" : ",")
                    .append("{\"after\":\"")
                    .append(piece.after())
                    .append("\",\"bytes\":")
                    .append(piece.bytes());
            text(out, member, texts.get(i));
            out.append('}');
        }
        out.append(']');
    }

    private static List<String> base64(byte[] kept, List<Integer> ends) {
        return IntStream.range(0, ends.size())
                .mapToObj(i -> Base64.getEncoder()
                        .encodeToString(Arrays.copyOfRange(kept, i == 0 ? 0 : ends.get(i - 1), ends.get(i))))
                .toList();
    }

    private void headers(StringBuilder out, List<Header> headers) {
        out.append(",\"headers\":[");
        String separator = "";
        for (Header header : headers) {
            out.append(separator)
                    .append('[')
                    .append(JsonText.quoted(header.name()))
                    .append(',')
                    .append(JsonText.quoted(all.redact(header.value())))
                    .append(']');
            separator = ",";
        }
        out.append(']');
    }

    private static @Nullable String contentType(List<Header> headers) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase("content-type"))
                .map(Header::value)
                .findFirst()
                .orElse(null);
    }

    private static String withoutMedia(String text, MediaRetention media) {
        if (text.length() < 1024) {
            return text;
        }
        Matcher found = BASE64.matcher(text);
        return found.replaceAll(run -> media == MediaRetention.DROP
                ? "[base64 dropped]"
                : "[base64 " + MediaTrace.hash(run.group().getBytes(StandardCharsets.US_ASCII)) + "]");
    }

    private static void text(StringBuilder out, String name, String value) {
        out.append(",\"").append(name).append("\":").append(JsonText.quoted(value));
    }
}
