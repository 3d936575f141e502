package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where some members of a JSON object stand in the bytes it is read from, so that they can be kept as the vendor
 * wrote them. Nothing is copied until {@link #json} is asked for.
 */
final class Members {

    private final byte[] source;
    private final int base;
    private int[] ranges = new int[8];
    private int count;
    private boolean open;

    /**
     * Starts with none.
     *
     * @param source what the parser reads, UTF-8
     * @param base where its input starts in it
     */
    Members(byte[] source, int base) {
        this.source = source;
        this.base = base;
    }

    /**
     * Keeps a member.
     *
     * @param parser stands at the member's name
     */
    void keep(JsonParser parser) {
        if (2 * count == ranges.length) {
            ranges = Arrays.copyOf(ranges, 2 * ranges.length);
        }
        ranges[2 * count] = start(parser);
        open = true;
    }

    /**
     * Tells where the member kept last ends. To be called at every token that may follow one.
     *
     * @param parser stands at the next member's name or at the end of the object
     */
    void next(JsonParser parser) {
        if (open) {
            open = false;
            int end = start(parser);
            while (isBetween(source[end - 1])) {
                end--;
            }
            ranges[2 * count++ + 1] = end;
        }
    }

    /**
     * What was kept.
     *
     * @param first a member to put before, as JSON text, or {@code null}
     * @return a JSON object, or {@code null} when there is no member
     */
    @Nullable
    String json(@Nullable String first) {
        if (count == 0 && first == null) {
            return null;
        }
        StringBuilder json = new StringBuilder("{");
        if (first != null) {
            json.append(first);
        }
        for (int i = 0; i < count; i++) {
            if (json.length() > 1) {
                json.append(',');
            }
            json.append(text(source, ranges[2 * i], ranges[2 * i + 1]));
        }
        return json.append('}').toString();
    }

    /**
     * Where the token starts at which a parser stands.
     *
     * @param parser reads {@code source}
     * @return an index into {@code source}
     */
    int start(JsonParser parser) {
        return base + (int) parser.currentTokenLocation().getByteOffset();
    }

    /**
     * The whole object.
     *
     * @param start where it starts
     * @param parser stands at its end
     * @return the object as the vendor wrote it
     */
    String whole(int start, JsonParser parser) {
        assert parser.currentToken() == JsonToken.END_OBJECT;
        return text(source, start, start(parser) + 1);
    }

    private static String text(byte[] source, int start, int end) {
        return new String(source, start, end - start, StandardCharsets.UTF_8);
    }

    private static boolean isBetween(byte b) {
        return b == ',' || b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
