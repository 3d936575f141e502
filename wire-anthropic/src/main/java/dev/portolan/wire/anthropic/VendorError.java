package dev.portolan.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an error body says: {@code {"type":"error","error":{"type":...,"message":...}}}, or that of a gateway before the service,
 * as Azure's {@code {"error":{"code":...,"message":...}}} and {@code {"statusCode":...,"message":...}}, or any text.
 *
 * @param type the vendor's type or a gateway's code, {@code null} for none
 * @param message the vendor's words, possibly empty
 * @param requestId the id that the body tells, or {@code null}
 * @see <a href="https://platform.claude.com/docs/en/api/errors">Anthropic: errors</a>
 */
record VendorError(
        @Nullable String type, String message, @Nullable String requestId) {

    private static final int MESSAGE_LIMIT = 4096;

    static VendorError read(byte[] body, int offset, int length) {
        JsonNode root;
        try {
            root = WireJson.mapper().readTree(body, offset, length);
        } catch (IOException e) {
            return new VendorError(
                    null,
                    limited(new String(body, offset, Math.min(length, 4 * MESSAGE_LIMIT), StandardCharsets.UTF_8)
                            .strip()),
                    null);
        }
        if (root == null || root.isMissingNode()) {
            return new VendorError(null, "", null);
        }
        JsonNode node = root.isArray() && !root.isEmpty() ? root.get(0) : root;
        JsonNode error = node.path("error").isObject() ? node.path("error") : node;
        String type = scalar(error, "type");
        if (type == null || (error.equals(node) && type.equals("error"))) {
            type = first(scalar(error, "code"), scalar(error, "status"), scalar(error, "statusCode"));
        }
        String message = first(scalar(error, "message"), scalar(node, "message"), scalar(node, "error"));
        return new VendorError(type, limited(message == null ? "" : message), scalar(node, "request_id"));
    }

    private static @Nullable String first(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null) {
                return candidate;
            }
        }
        return null;
    }

    private static @Nullable String scalar(JsonNode node, String member) {
        JsonNode value = node.path(member);
        return value.isValueNode() && !value.isNull() && !value.asText().isBlank() ? value.asText() : null;
    }

    private static String limited(String text) {
        return text.length() <= MESSAGE_LIMIT ? text : text.substring(0, MESSAGE_LIMIT);
    }

    /** Whether the words hold one of these phrases, written in lower case. */
    boolean says(String... phrases) {
        String lower = message.toLowerCase(Locale.ROOT);
        for (String phrase : phrases) {
            if (lower.contains(phrase)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the type is one of these. */
    boolean named(String... names) {
        for (String name : names) {
            if (name.equalsIgnoreCase(type)) {
                return true;
            }
        }
        return false;
    }
}
