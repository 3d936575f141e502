package dev.portolan.spi.support.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON pointers (RFC 6901), and references by them. */
final class Pointers {

    private Pointers() {}

    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** The pointer of a reference within the document, such as {@code /$defs/Line}, or {@code null} when it leads elsewhere. */
    static @Nullable String ofReference(String reference) {
        if (!reference.equals("#") && !reference.startsWith("#/")) {
            return null;
        }
        // A plus is no blank in a fragment.
        return URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** What a reference means, or {@code null} when there is no such thing in the document. */
    static @Nullable JsonNode resolve(ObjectNode document, String reference) {
        String pointer = ofReference(reference);
        if (pointer == null) {
            return null;
        }
        JsonNode found = document.at(JsonPointer.compile(pointer));
        return found.isMissingNode() ? null : found;
    }
}
