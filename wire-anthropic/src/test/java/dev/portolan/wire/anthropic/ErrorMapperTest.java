package dev.portolan.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.RateLimits;
import dev.portolan.error.LlmException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorMapperTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final ErrorMapper ERRORS = new ErrorMapper("anthropic", CLOCK);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "400 | invalid_request_error | messages.0: Input does not match the expected shape. | invalid-request",
                "400 | invalid_request_error | prompt is too long: 3333404 tokens > 200000 maximum | context-length",
                "400 | invalid_request_error | input length and `max_tokens` exceed context limit: 199000 + 4096 > 200000 | context-length",
                "400 | invalid_request_error | Your credit balance is too low to access the Anthropic API. | quota-exhausted",
                "400 | invalid_request_error | Output blocked by content filtering policy | content-filtered",
                "400 | invalid_request_error | This model does not support effort level 'xhigh'. | unsupported-feature",
                "401 | authentication_error | invalid x-api-key | authentication",
                "402 | billing_error | There is an issue with your billing. | quota-exhausted",
                "403 | permission_error | Your API key does not have permission | permission",
                "404 | not_found_error | model: claude-4-5-haiku | model-not-found",
                "404 | not_found_error | Not Found | invalid-request",
                "404 | DeploymentNotFound | The API deployment does not exist | model-not-found",
                "408 | x | x | timeout",
                "409 | x | x | unavailable",
                "413 | request_too_large | Request exceeds the maximum size | invalid-request",
                "429 | rate_limit_error | This request would exceed your organization's rate limit | rate-limited",
                "429 | rate_limit_error | You have reached your specified API usage limits. | quota-exhausted",
                "418 | x | x | invalid-request",
                "302 | x | x | invalid-response",
                "500 | api_error | Internal server error | unavailable",
                "529 | overloaded_error | Overloaded | unavailable",
                "200 | overloaded_error | Overloaded | unavailable",
                "200 | api_error | x | unavailable",
                "200 | rate_limit_error | x | rate-limited",
                "200 | authentication_error | x | authentication",
                "200 | permission_error | x | permission",
                "200 | not_found_error | x | model-not-found",
                "200 | billing_error | x | quota-exhausted",
                "200 | request_too_large | x | invalid-request",
                "200 | invalid_request_error | x | invalid-request"
            })
    void eachErrorHasAKind(int status, String type, String message, String kind) {
        byte[] body = ("{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message
                        + "\"},\"request_id\":\"req_011\"}")
                .getBytes(StandardCharsets.UTF_8);
        LlmException error = status == 200
                ? ERRORS.inAnswer("claude", body, 0, body.length)
                : ERRORS.map("claude", status, name -> null, body);
        assertThat(error.kind().id()).isEqualTo(kind);
        assertThat(error.vendorCode()).isEqualTo(type);
        assertThat(error.vendorMessage()).isEqualTo(message);
        assertThat(error.requestId()).isEqualTo("req_011");
        assertThat(error.getMessage()).doesNotContain(message.length() > 5 ? message : "\u0000");
    }

    @Test
    void headersTellWhatToDo() {
        Map<String, String> headers = Map.of("request-id", "req_1", "retry-after", "54", "x-should-retry", "false");
        LlmException error = ERRORS.map("claude", 529, headers::get, new byte[0]);
        assertThat(error.requestId()).isEqualTo("req_1");
        assertThat(error.retryAfter()).isEqualTo(Duration.ofSeconds(54));
        assertThat(error.retryable()).isFalse();
        assertThat(error.vendorMessage()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"error\":{\"code\":\"401\",\"message\":\"Access denied\"}} | 401 | Access denied",
                "{\"statusCode\":404,\"message\":\"Resource not found\"} | 404 | Resource not found",
                "[{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"Quota\"}}] | 429 | Quota",
                "{\"error\":\"text\"} | | text",
                "upstream connect error | | upstream connect error",
                "\"only text\" | |"
            })
    void gatewaysHaveFormsOfTheirOwn(String body, String code, String message) {
        LlmException error = ERRORS.map("claude", 503, name -> null, body.getBytes(StandardCharsets.UTF_8));
        assertThat(error.vendorCode()).isEqualTo(code);
        assertThat(error.vendorMessage()).isEqualTo(message);
    }

    @Test
    void whatIsLeftOfTheLimitsIsRead() {
        Map<String, String> headers = Map.of(
                "anthropic-ratelimit-requests-limit", "4000",
                "anthropic-ratelimit-requests-remaining", "3999",
                "anthropic-ratelimit-requests-reset", "2026-03-01T12:00:15Z",
                "anthropic-ratelimit-input-tokens-limit", "400000",
                "anthropic-ratelimit-input-tokens-remaining", "399000",
                "anthropic-ratelimit-input-tokens-reset", "2026-03-01T12:01:00Z");
        assertThat(RateLimitHeaders.rateLimits(headers::get, CLOCK))
                .isEqualTo(new RateLimits(
                        4000L, 3999L, Duration.ofSeconds(15), 400_000L, 399_000L, Duration.ofMinutes(1)));
        assertThat(RateLimitHeaders.rateLimits(Map.of("anthropic-ratelimit-tokens-limit", "5")::get, CLOCK))
                .isEqualTo(new RateLimits(null, null, null, 5L, null, null));
        assertThat(RateLimitHeaders.rateLimits(name -> null, CLOCK)).isNull();
    }
}
