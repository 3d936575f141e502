package dev.portolan.evidence.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.error.ErrorKind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceFieldsTest {

    private static CallTrace trace(String line) {
        JsonNode node = ExampleFormat.parse(line);
        JsonNode body = node.path("request").isObject() ? node.get("request") : node;
        JsonNode answer = node.path("response");
        return TraceFields.of(node, body, answer.path("body").isObject() ? answer.get("body") : answer);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"timestamp\":\"2026-03-01T10:00:00Z\"'",
        "'\"time\":1772359200'",
        "'\"at\":1772359200000'",
        "'\"created_at\":1772359200.0'",
        "'\"response\":{\"created\":1772359200}'",
        "'\"response\":{\"created_at\":1772359200}'",
        "'\"timestamp\":\"yesterday\",\"time\":1772359200'",
    })
    void theMomentIsReadInUsualForms(String field) {
        assertThat(trace("{\"input\":\"a\"," + field + "}").at()).isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));
    }

    @Test
    void whatIsNotToldIsNotKnown() {
        CallTrace trace = trace("{\"input\":\"a\",\"time\":\"soon\",\"latency_ms\":-1}");

        assertThat(trace).isEqualTo(new CallTrace(null, null, null, "responses", null, null));
    }

    @Test
    void timeTakenShapeAndModelAreRead() {
        CallTrace trace = trace("{\"duration_ms\":1.5,\"request\":{\"messages\":[],\"stream\":true,\"model\":\"m\"}}");

        assertThat(trace.took()).isEqualTo(Duration.ofNanos(1_500_000));
        assertThat(trace.streamed()).isTrue();
        assertThat(trace.api()).isEqualTo("chat-completions");
        assertThat(trace.model()).isEqualTo("m");
        assertThat(trace("{\"messages\":[],\"latency_ms\":1e300}").took()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"status_code\":429', rate-limited",
        "'\"status\":401', authentication",
        "'\"status\":403', permission",
        "'\"status\":404', model-not-found",
        "'\"status\":400', invalid-request",
        "'\"status\":422', invalid-request",
        "'\"status\":408', timeout",
        "'\"status\":504', timeout",
        "'\"status\":500', unavailable",
        "'\"status\":503', unavailable",
        "'\"status\":418', unknown",
        "'\"error\":\"broken\"', unknown",
        "'\"error\":{\"code\":\"content_filter\"},\"status\":400', content-filtered",
        "'\"error\":{\"code\":\"context_length_exceeded\"}', context-length",
        "'\"error\":{\"type\":\"insufficient_quota\"},\"status\":429', quota-exhausted",
        "'\"response\":{\"status_code\":404,\"body\":{\"error\":{\"code\":\"DeploymentNotFound\"}}}', model-not-found",
        "'\"response\":{\"error\":{\"code\":\"invalid_api_key\"}}', authentication",
    })
    void aFailureInPlaceOfAnAnswerIsOfAKind(String field, String kind) {
        ErrorKind error = trace("{\"messages\":[]," + field + "}").error();

        assertThat(error == null ? null : error.id()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"'\"error\":null'", "'\"status\":200'", "'\"response\":{\"status_code\":200,\"body\":{\"error\":null}}'"
    })
    void anAnswerIsNoFailure(String field) {
        assertThat(trace("{\"messages\":[]," + field + "}").error()).isNull();
    }
}
