package dev.portolan.spi.support;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a number of tokens. What cannot be one is unknown, which never is 0 nor a reason to lose an answer. */
public final class TokenCount {

    /** Past every real count, and so small that sums of counts stay exact. */
    private static final double MAX = 1e15;

    private TokenCount() {}

    /**
     * The count at which a parser stands.
     *
     * @param parser stands at the value; then at its last token
     * @return the count, or {@code null} when the value is no number, negative, no whole number ({@code 12.0} is one) or absurdly
     *     large
     * @throws IOException when the JSON is broken
     */
    public static @Nullable Long read(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            parser.skipChildren();
            return null;
        }
        double count = parser.getDoubleValue();
        return count >= 0 && count <= MAX && count == Math.rint(count) ? (Long) (long) count : null;
    }
}
