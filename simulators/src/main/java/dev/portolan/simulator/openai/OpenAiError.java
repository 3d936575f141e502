package dev.portolan.simulator.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.internal.Json;
import dev.portolan.simulator.internal.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A refusal in OpenAI's own words and form. */
final class OpenAiError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final @Nullable String code;
    private final @Nullable String param;
    private long retryAfterMillis;

    OpenAiError(int status, String type, @Nullable String code, @Nullable String param, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
    }

    static OpenAiError invalid(@Nullable String code, @Nullable String param, String message) {
        return new OpenAiError(400, "invalid_request_error", code, param, message);
    }

    static OpenAiError missing(String param) {
        return invalid("missing_required_parameter", param, "Missing required parameter: '" + param + "'.");
    }

    static OpenAiError invalidValue(String param, String value, String supported) {
        return invalid(
                "invalid_value", param, "Invalid value: '" + value + "'. Supported values are: " + supported + ".");
    }

    static OpenAiError emptyArray(String param) {
        return invalid(
                "empty_array",
                param,
                "Invalid '" + param
                        + "': empty array. Expected an array with minimum length 1, but got an empty array instead.");
    }

    static OpenAiError unsupported(String param) {
        return invalid(
                "unsupported_parameter",
                param,
                "Unsupported parameter: '" + param + "' is not supported with this model.");
    }

    /** Tells the client when to come back. */
    OpenAiError retryAfter(long millis) {
        retryAfterMillis = millis;
        return this;
    }

    HttpResponse response() {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.putObject("error")
                .put("message", getMessage())
                .put("type", type)
                .put("param", param)
                .put("code", code);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        if (retryAfterMillis > 0) {
            headers.put("retry-after", String.valueOf((retryAfterMillis + 999) / 1000));
            headers.put("retry-after-ms", String.valueOf(retryAfterMillis));
        }
        return HttpResponse.whole(status, headers, Json.pretty(error));
    }
}
