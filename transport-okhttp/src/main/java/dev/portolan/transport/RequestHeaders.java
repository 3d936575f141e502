package dev.portolan.transport;

import java.util.Locale;
import java.util.Set;

/** What may stand in a header. OkHttp checks too, but its message can hold the value. */
final class RequestHeaders {

    private static final Set<String> OURS = Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "te",
            "transfer-encoding");

    private RequestHeaders() {}

    static void requireValid(String name, String value) {
        if (name.isEmpty() || !isPlain(name) || name.indexOf(' ') >= 0 || name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("A header's name holds a character that cannot be sent");
        }
        if (!isPlain(value)) {
            throw new IllegalArgumentException("The header " + name
                    + " holds a character that cannot be sent, such as a line break or a letter outside of ASCII");
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** A header that the application may set. */
    static void requireOpen(String name) {
        if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("headers: " + name + " is set by the transport itself");
        }
    }
}
