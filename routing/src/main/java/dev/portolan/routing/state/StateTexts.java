package dev.portolan.routing.state;

import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/** What a text may be, so that every store gives back what it was given. */
final class StateTexts {

    private StateTexts() {}

    static void check(String name, String text) {
        if (text.length() > StateStore.MAX_TEXT) {
            throw new IllegalArgumentException(
                    name + ": has " + text.length() + " characters, more than " + StateStore.MAX_TEXT);
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(name + ": holds the character U+0000, which PostgreSQL does not keep");
        }
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        if (!encoder.canEncode(text)) {
            throw new IllegalArgumentException(name + ": holds half of a surrogate pair, which UTF-8 has no form for");
        }
    }
}
