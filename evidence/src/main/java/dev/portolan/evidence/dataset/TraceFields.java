package dev.portolan.evidence.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.error.ErrorKind;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads when a logged call was made, how long it took and how it failed. */
final class TraceFields {

    private static final List<String> TIMES = List.of("timestamp", "time", "at", "created_at");
    private static final List<String> MILLIS = List.of("duration_ms", "latency_ms", "elapsed_ms");

    /** Numbers of seconds since 1970 lie below this until the year 5138, numbers of milliseconds above since 1973. */
    private static final long SECONDS_BELOW = 100_000_000_000L;

    private static final Map<String, ErrorKind> BY_CODE = Map.of(
            "content_filter", ErrorKind.CONTENT_FILTERED,
            "context_length_exceeded", ErrorKind.CONTEXT_LENGTH,
            "insufficient_quota", ErrorKind.QUOTA_EXHAUSTED,
            "rate_limit_exceeded", ErrorKind.RATE_LIMITED,
            "model_not_found", ErrorKind.MODEL_NOT_FOUND,
            "DeploymentNotFound", ErrorKind.MODEL_NOT_FOUND,
            "invalid_api_key", ErrorKind.AUTHENTICATION);

    private TraceFields() {}

    /** What a line tells; {@code body} is its request, {@code answer} its response or a missing node. */
    static CallTrace of(JsonNode line, JsonNode body, JsonNode answer) {
        JsonNode created = answer.has("created") ? answer.get("created") : answer.path("created_at");
        Instant at = TIMES.stream()
                .map(name -> instant(line.path(name)))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElseGet(() -> instant(created));
        return new CallTrace(
                at,
                took(line),
                body.has("stream") ? body.get("stream").asBoolean() : null,
                body.has("messages") ? "chat-completions" : "responses",
                body.path("model").isTextual() ? body.get("model").textValue() : null,
                error(line, answer));
    }

    private static @Nullable Duration took(JsonNode line) {
        for (String name : MILLIS) {
            JsonNode value = line.path(name);
            if (value.isNumber() && value.decimalValue().signum() >= 0) {
                BigDecimal nanos = value.decimalValue().movePointRight(6);
                return nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0
                        ? Duration.ofNanos(nanos.longValue())
                        : null;
            }
        }
        return null;
    }

    private static @Nullable Instant instant(JsonNode value) {
        if (value.isNumber()) {
            double number = value.doubleValue();
            double millis = Math.abs(number) < SECONDS_BELOW ? number * 1000 : number;
            return Instant.ofEpochMilli((long) millis);
        }
        try {
            return value.isTextual() ? OffsetDateTime.parse(value.textValue()).toInstant() : null;
        } catch (DateTimeException e) {
            return null; // a time in a form of somebody's own is a time that is not known
        }
    }

    /** Whether a line holds a failure where an answer would be: {@code error} of the line or of the answer, or a status of 400 and more. */
    static @Nullable ErrorKind error(JsonNode line, JsonNode answer) {
        JsonNode error = answer.path("error").isObject() ? answer.get("error") : line.path("error");
        int status = status(line);
        if (!error.isObject() && !error.isTextual() && status < 400) {
            return null;
        }
        for (String field : List.of("code", "type")) {
            ErrorKind kind = BY_CODE.get(error.path(field).asText());
            if (kind != null) {
                return kind;
            }
        }
        return byStatus(status);
    }

    private static int status(JsonNode line) {
        for (JsonNode at :
                List.of(line.path("response").path("status_code"), line.path("status_code"), line.path("status"))) {
            if (at.isInt()) {
                return at.intValue();
            }
        }
        return 0;
    }

    private static ErrorKind byStatus(int status) {
        return switch (status) {
            case 400, 422 -> ErrorKind.INVALID_REQUEST;
            case 401 -> ErrorKind.AUTHENTICATION;
            case 403 -> ErrorKind.PERMISSION;
            case 404 -> ErrorKind.MODEL_NOT_FOUND;
            case 408, 504 -> ErrorKind.TIMEOUT;
            case 429 -> ErrorKind.RATE_LIMITED;
            default -> status >= 500 ? ErrorKind.UNAVAILABLE : new ErrorKind("unknown", false, false);
        };
    }
}
