package dev.portolan.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.WireJson;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads an error as Google's HTTP interfaces tell it: the same status, words and details as over gRPC, as JSON.
 *
 * @see <a href="https://google.aip.dev/193">Google: errors</a>
 */
final class RefusedOverHttp {

    private static final String TYPE = "@type";

    private RefusedOverHttp() {}

    /** The failure, or {@code null} when the body is no such error. */
    static @Nullable LlmException of(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        JsonNode root;
        try {
            root = WireJson.tree(text);
        } catch (IllegalArgumentException e) {
            // A page of a gateway, for others to read.
            return null;
        }
        JsonNode error = (root.isArray() ? root.path(0) : root).path("error");
        Status.Code code = code(error.path("status").asText());
        return code == null
                ? null
                : ErrorMapper.told(
                        code,
                        error.path("message").asText(""),
                        detail(error, "google.rpc.ErrorInfo").path("reason").asText(""),
                        quota(detail(error, "google.rpc.QuotaFailure")),
                        fields(detail(error, "google.rpc.BadRequest")),
                        delay(detail(error, "google.rpc.RetryInfo")
                                .path("retryDelay")
                                .asText("")));
    }

    private static Status.@Nullable Code code(String name) {
        for (Status.Code code : Status.Code.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return null;
    }

    private static JsonNode detail(JsonNode error, String type) {
        for (JsonNode detail : error.path("details")) {
            if (detail.path(TYPE).asText().endsWith("/" + type)) {
                return detail;
            }
        }
        return error.path(TYPE);
    }

    private static String quota(JsonNode failure) {
        StringBuilder all = new StringBuilder();
        failure.path("violations").forEach(each -> all.append(each));
        return all.toString();
    }

    private static String fields(JsonNode wrong) {
        StringBuilder all = new StringBuilder();
        wrong.path("fieldViolations")
                .forEach(each -> all.append(each.path("field").asText()).append('\n'));
        return all.toString();
    }

    /** Seconds with a fraction: {@code 34.4s}. */
    private static @Nullable Duration delay(String text) {
        if (!text.matches("\\d{1,6}(\\.\\d{1,9})?s")) {
            return null;
        }
        return Duration.ofNanos((long) (Double.parseDouble(text.substring(0, text.length() - 1)) * 1e9));
    }
}
