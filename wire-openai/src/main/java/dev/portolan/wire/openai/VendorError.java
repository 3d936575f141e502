package dev.portolan.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.spi.support.LimitHeaders;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an error body says, whichever of the shapes in use it has: OpenAI's {@code {"error":{...}}}, the same in an array
 * (Gemini), {@code {"error":"text"}} (Ollama, xAI, Venice), bare members (Mistral), {@code {"detail":...}} (FastAPI), text or
 * HTML.
 *
 * @param code the code, as text; {@code null} for none
 * @param type the type, or Google's {@code status}
 * @param param the request's field that is wrong
 * @param message the vendor's words, possibly empty
 * @param innerCode Azure's {@code innererror.code}
 * @param filterResults Azure's filter results, JSON text
 * @param retryDelay Google's {@code RetryInfo}
 * @param flagged whether a moderation result is attached (OpenRouter)
 */
record VendorError(
        @Nullable String code,
        @Nullable String type,
        @Nullable String param,
        String message,
        @Nullable String innerCode,
        @Nullable String filterResults,
        @Nullable Duration retryDelay,
        boolean flagged) {

    private static final int MESSAGE_LIMIT = 4096;

    /** Nothing was said. */
    static final VendorError SILENT = new VendorError(null, null, null, "", null, null, null, false);

    static VendorError read(byte[] body, int offset, int length) {
        if (length == 0) {
            return SILENT;
        }
        try {
            JsonNode root = WireJson.mapper().readTree(body, offset, length);
            return root == null || root.isMissingNode() ? SILENT : of(root);
        } catch (IOException e) {
            return saying(new String(body, offset, Math.min(length, 4 * MESSAGE_LIMIT), StandardCharsets.UTF_8));
        }
    }

    static VendorError of(JsonNode root) {
        JsonNode node = root.isArray() && !root.isEmpty() ? root.get(0) : root;
        JsonNode error = node.path("error");
        if (error.isTextual()) {
            return members(node, error.asText());
        }
        if (error.isObject()) {
            return members(error, text(error, "message", "detail", "msg"));
        }
        if (node.isTextual()) {
            return saying(node.asText());
        }
        return members(node, text(node, "message", "detail", "error_message", "msg"));
    }

    private static VendorError saying(String words) {
        return new VendorError(null, null, null, limited(words.strip()), null, null, null, false);
    }

    private static VendorError members(JsonNode error, String message) {
        JsonNode inner = error.path("innererror");
        JsonNode filter = inner.has("content_filter_result")
                ? inner.path("content_filter_result")
                : error.path("content_filter_results");
        String code = scalar(error.path("code"));
        String status = scalar(error.path("status"));
        String type = scalar(error.path("type"));
        return new VendorError(
                code,
                type != null ? type : status,
                scalar(error.path("param")),
                limited(message),
                scalar(inner.path("code")),
                filter.isContainerNode() ? filter.toString() : null,
                retryDelay(error.path("details")),
                error.path("metadata").has("reasons"));
    }

    private static String text(JsonNode node, String... names) {
        for (String name : names) {
            JsonNode value = node.path(name);
            if (value.isTextual()) {
                return value.asText();
            }
            if (value.isContainerNode()) {
                return value.toString();
            }
        }
        return "";
    }

    private static @Nullable String scalar(JsonNode node) {
        return node.isValueNode() && !node.isNull() && !node.asText().isBlank() ? node.asText() : null;
    }

    private static @Nullable Duration retryDelay(JsonNode details) {
        for (JsonNode detail : details) {
            Duration delay = LimitHeaders.duration(scalar(detail.path("retryDelay")));
            if (delay != null) {
                return delay;
            }
        }
        return null;
    }

    private static String limited(String text) {
        return text.length() <= MESSAGE_LIMIT ? text : text.substring(0, MESSAGE_LIMIT);
    }

    /** Whether code, type or inner code is one of these. */
    boolean named(String... names) {
        for (String name : names) {
            if (name.equalsIgnoreCase(code) || name.equalsIgnoreCase(type) || name.equalsIgnoreCase(innerCode)) {
                return true;
            }
        }
        return false;
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

    /** The HTTP status that the code stands for, when it is one: OpenRouter and llama.cpp put it there. */
    @Nullable
    Integer codeAsStatus() {
        if (code == null || code.length() != 3) {
            return null;
        }
        try {
            int status = new BigDecimal(code).intValueExact();
            return status >= 400 && status < 600 ? status : null;
        } catch (NumberFormatException | ArithmeticException e) {
            return null;
        }
    }
}
