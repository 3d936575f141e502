package dev.portolan.evidence.recording.internal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A body as text, cut where it was cut on the wire, but not within a character.
 *
 * @param text all that was kept
 * @param ends where each piece ends in the text
 * @param malformed whether it was meant as UTF-8 and is none; what is no character is {@code U+FFFD} then
 */
record WireBody(String text, List<Integer> ends, boolean malformed) {

    /**
     * What is lost at the end of a body that was not kept whole: half of a secret there would not be known as one. Longer than
     * the secrets that have no beginning to know them by.
     */
    static final int LAST = 160;

    /** The body as text; null when it is meant to be none. */
    static @Nullable WireBody read(byte[] bytes, List<Integer> pieces, boolean whole, @Nullable String contentType) {
        boolean malformed = !isUtf8(bytes, whole);
        if (malformed && !isMeantAsText(contentType)) {
            return null;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        List<Integer> ends = new ArrayList<>(pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            in.limit(pieces.get(i));
            decoder.decode(in, out, i == pieces.size() - 1);
            ends.add(out.position());
        }
        return new WireBody(out.flip().toString(), ends, malformed);
    }

    private static boolean isUtf8(byte[] bytes, boolean whole) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        return !StandardCharsets.UTF_8.newDecoder().decode(in, out, whole).isError();
    }

    private static boolean isMeantAsText(@Nullable String contentType) {
        String type = String.valueOf(contentType).toLowerCase(Locale.ROOT);
        return type.startsWith("text/") || type.contains("json") || type.contains("xml");
    }

    /** The text of each piece after changes. */
    List<String> pieces(List<WireText.Edit> edits, boolean whole) {
        List<String> pieces = new ArrayList<>(ends.size());
        StringBuilder all = new StringBuilder(text.length());
        int[] cuts = new int[ends.size()];
        int done = 0;
        int piece = 0;
        for (WireText.Edit edit : edits) {
            for (; piece < ends.size() && ends.get(piece) <= edit.from(); piece++) {
                all.append(text, done, ends.get(piece));
                done = ends.get(piece);
                cuts[piece] = all.length();
            }
            all.append(text, done, edit.from()).append(edit.text());
            done = edit.to();
            // A piece that ends within a change gets all of it.
            for (; piece < ends.size() && ends.get(piece) < edit.to(); piece++) {
                cuts[piece] = all.length();
            }
        }
        for (; piece < ends.size(); piece++) {
            all.append(text, done, ends.get(piece));
            done = ends.get(piece);
            cuts[piece] = all.length();
        }
        int length = whole ? all.length() : Math.max(0, all.length() - LAST);
        int from = 0;
        for (int cut : cuts) {
            int to = Math.min(cut, length);
            pieces.add(all.substring(Math.min(from, to), to));
            from = to;
        }
        return pieces;
    }
}
