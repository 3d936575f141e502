package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.internal.HttpAnswer;
import dev.portolan.simulator.internal.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A refusal in the form of OpenAI's API. Without a type it is the form of a gateway in front of it: code and message only. */
public final class OpenAiError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public static final String FAILED = "The server had an error while processing your request. Sorry about that!";

    private final int status;
    private final @Nullable String type;
    private final @Nullable String code;
    private final @Nullable String param;
    private @Nullable Long retryAfterMillis;

    /**
     * A refusal.
     *
     * @param status the HTTP status
     * @param type the type, or {@code null} for the form of a gateway
     * @param code the code, or {@code null}
     * @param param the parameter that is wrong, or {@code null}
     * @param message the words
     */
    public OpenAiError(
            int status, @Nullable String type, @Nullable String code, @Nullable String param, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
    }

    public static OpenAiError invalid(@Nullable String code, @Nullable String param, String message) {
        return new OpenAiError(400, "invalid_request_error", code, param, message);
    }

    public static OpenAiError missing(String param) {
        return invalid("missing_required_parameter", param, "Missing required parameter: '" + param + "'.");
    }

    public static OpenAiError invalidValue(String param, String value, String supported) {
        return invalid(
                "invalid_value", param, "Invalid value: '" + value + "'. Supported values are: " + supported + ".");
    }

    public static OpenAiError emptyArray(String param) {
        return invalid(
                "empty_array",
                param,
                "Invalid '" + param
                        + "': empty array. Expected an array with minimum length 1, but got an empty array instead.");
    }

    public static OpenAiError unsupported(String param) {
        return invalid(
                "unsupported_parameter",
                param,
                "Unsupported parameter: '" + param + "' is not supported with this model.");
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public static OpenAiError failed() {
        return new OpenAiError(500, "server_error", null, null, FAILED);
    }

    /** Tells the client when to come back. */
    public OpenAiError retryAfter(long millis) {
        retryAfterMillis = millis;
        return this;
    }

    /** The error as it stands in bodies and chunks. */
    public ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("error", error());
        return body;
    }

    private ObjectNode error() {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        if (type == null) {
            error.put("code", code).put("message", getMessage());
        } else {
            error.put("message", getMessage())
                    .put("type", type)
                    .put("param", param)
                    .put("code", code);
        }
        return error;
    }

    public @Nullable String type() {
        return type;
    }

    public @Nullable String code() {
        return code;
    }

    public HttpAnswer answer() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        if (retryAfterMillis != null) {
            headers.put("retry-after", String.valueOf((retryAfterMillis + 999) / 1000));
            headers.put("retry-after-ms", String.valueOf(retryAfterMillis));
        }
        return HttpAnswer.whole(status, headers, 0, Json.pretty(body()), getMessage());
    }
}
