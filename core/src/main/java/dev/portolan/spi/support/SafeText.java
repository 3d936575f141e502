package dev.portolan.spi.support;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Texts of a vendor that are short and plain enough to stand in messages and logs: ids of requests and codes of errors. Anything
 * else may quote a prompt or a key.
 */
public final class SafeText {

    private static final int LONGEST = 100;

    private SafeText() {}

    /**
     * Whether a text is safe to show.
     *
     * @param text the vendor's text, or {@code null}
     * @return true for 1 to 100 letters and digits of ASCII, underscores, dots, colons and hyphens
     */
    public static boolean is(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "_.:-".indexOf(c) >= 0;
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /**
     * The first of several texts that is safe to show.
     *
     * @param texts the vendor's texts, the best first, each perhaps {@code null}
     * @return the text, or {@code null} when none is safe
     */
    public static @Nullable String first(@Nullable String... texts) {
        for (String text : texts) {
            if (is(text)) {
                return text;
            }
        }
        return null;
    }

    /**
     * The first of several headers that is there and safe to show, such as the id of a request.
     *
     * @param header looks a header up, {@code null} when it is absent
     * @param names the headers, the best first
     * @return the value, or {@code null} when there is none
     */
    public static @Nullable String header(Function<String, @Nullable String> header, String... names) {
        for (String name : names) {
            String value = header.apply(name);
            if (is(value)) {
                return value;
            }
        }
        return null;
    }
}
