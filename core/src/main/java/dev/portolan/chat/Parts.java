package dev.portolan.chat;

import java.util.ArrayList;
import java.util.List;

/** Reads lists of parts. */
final class Parts {

    private Parts() {}

    static String text(List<Part> parts) {
        String only = null;
        StringBuilder joined = null;
        for (Part part : parts) {
            if (part instanceof TextPart text) {
                if (only == null) {
                    only = text.text();
                } else {
                    joined = joined == null ? new StringBuilder(only) : joined;
                    joined.append(text.text());
                }
            }
        }
        return joined != null ? joined.toString() : only != null ? only : "";
    }

    static <P extends Part> List<P> ofType(List<Part> parts, Class<P> type) {
        List<P> found = new ArrayList<>();
        for (Part part : parts) {
            if (type.isInstance(part)) {
                found.add(type.cast(part));
            }
        }
        return List.copyOf(found);
    }
}
