package dev.portolan.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Message;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LlmExceptionTest {

    private static final ChatResponse PARTIAL = ChatResponse.builder()
            .message(Message.assistant("ultramarine"))
            .provider("openai")
            .model("gpt-4o-mini")
            .build();

    private static ErrorDetails full() {
        return ErrorDetails.builder("Too many requests")
                .remedy("Wait, or raise the limit in the vendor's console")
                .provider("openai")
                .model("gpt-4o-mini")
                .status(429)
                .vendorCode("rate_limit_exceeded")
                .requestId("req_1")
                .retryAfter(Duration.ofSeconds(2))
                .retryable(true)
                .timeoutPhase(TimeoutPhase.IDLE)
                .outputBegun(true)
                .partialResponse(PARTIAL)
                .vendorMessage("ultramarine")
                .vendorMetadata("{\"a\":1}")
                .attempts(List.of(new Attempt(
                        "openai",
                        "gpt-4o-mini",
                        Instant.EPOCH,
                        Duration.ofSeconds(1),
                        "rate-limited",
                        429,
                        "req_1",
                        null)))
                .build();
    }

    /** What DESIGN and each kind's page say: class, worth a retry, worth another model. */
    @ParameterizedTest
    @CsvSource({
        "authentication, AuthenticationFailed, false, true",
        "permission, PermissionDenied, false, true",
        "model-not-found, ModelNotFound, false, true",
        "invalid-request, InvalidRequest, false, false",
        "unsupported-feature, UnsupportedFeature, false, true",
        "context-length, ContextLengthExceeded, false, true",
        "content-filtered, ContentFiltered, false, false",
        "rate-limited, RateLimited, true, true",
        "quota-exhausted, QuotaExhausted, false, true",
        "unavailable, Unavailable, true, true",
        "timeout, TimedOut, true, true",
        "network, NetworkFailure, true, true",
        "stream-interrupted, StreamInterrupted, true, true",
        "invalid-response, InvalidResponse, true, true",
        "structured-output, StructuredOutputFailed, false, true",
        "budget-exceeded, BudgetExceeded, false, false",
        "circuit-open, CircuitOpen, false, true",
        "no-eligible-route, NoEligibleRoute, false, false",
        "attempts-exhausted, AttemptsExhausted, false, false",
        "replay-miss, ReplayMiss, false, false",
        "cancelled, Cancelled, false, false"
    })
    void everyKindHasItsClassAndItsFlags(String id, String type, boolean retryable, boolean failoverWorthy) {
        ErrorKind kind = ErrorKind.values().stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow();
        IOException cause = new IOException("reset");

        LlmException e = ErrorDetails.builder("It failed").toException(kind, cause);

        assertThat(e.getClass().getSimpleName()).isEqualTo(type);
        assertThat(e.kind()).isEqualTo(kind).hasToString(id);
        assertThat(e.retryable()).isEqualTo(retryable);
        assertThat(e.failoverWorthy()).isEqualTo(failoverWorthy);
        assertThat(e).hasCause(cause).hasMessage("It failed");
    }

    @Test
    void thereAreTwentyOneKindsWithIdsOfTheirOwn() {
        assertThat(ErrorKind.values()).hasSize(21).extracting(ErrorKind::id).doesNotHaveDuplicates();
    }

    @Test
    void aKindOfSomebodyElseComesAsThePlainException() {
        ErrorKind kind = new ErrorKind("model-retired", false, true);
        LlmException e = ErrorDetails.builder("Gone").toException(kind);
        assertThat(e).isExactlyInstanceOf(LlmException.class);
        assertThat(e.kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Rate-Limited", "rate_limited", "-a", "a-", "a--b", "1a"})
    void anIdIsKebabCase(String id) {
        assertThatThrownBy(() -> new ErrorKind(id, true, true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theMessageNamesProviderModelAndRemedyAndQuotesNobody() {
        assertThat(full().toBuilder().build().toString())
                .isEqualTo("ErrorDetails[openai/gpt-4o-mini: Too many requests (HTTP 429, rate_limit_exceeded)."
                        + " Wait, or raise the limit in the vendor's console [request req_1]]");
        LlmException e = full().toBuilder().toException(ErrorKind.RATE_LIMITED);
        assertThat(e)
                .hasMessage("openai/gpt-4o-mini: Too many requests (HTTP 429, rate_limit_exceeded)."
                        + " Wait, or raise the limit in the vendor's console [request req_1]");
        assertThat(e.toString()).doesNotContain("ultramarine");
    }

    @Test
    void theMessageLeavesOutWhatIsNotKnown() {
        assertThat(ErrorDetails.builder("No route").toException(ErrorKind.NO_ELIGIBLE_ROUTE))
                .hasMessage("No route");
        assertThat(ErrorDetails.builder("No key").provider("openai").toException(ErrorKind.AUTHENTICATION))
                .hasMessage("openai: No key");
        assertThat(ErrorDetails.builder("Refused").vendorCode("x").toException(ErrorKind.INVALID_REQUEST))
                .hasMessage("Refused (x)");
        assertThat(ErrorDetails.builder("Down").status(503).toException(ErrorKind.UNAVAILABLE))
                .hasMessage("Down (HTTP 503)");
    }

    @Test
    void everythingKnownIsAskedForOnTheException() {
        LlmException e = full().toBuilder().toException(ErrorKind.RATE_LIMITED);
        assertThat(e.status()).isEqualTo(429);
        assertThat(e.vendorCode()).isEqualTo("rate_limit_exceeded");
        assertThat(e.vendorMessage()).isEqualTo("ultramarine");
        assertThat(e.requestId()).isEqualTo("req_1");
        assertThat(e.provider()).isEqualTo("openai");
        assertThat(e.model()).isEqualTo("gpt-4o-mini");
        assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(2));
        assertThat(e.outputBegun()).isTrue();
        assertThat(e.partialResponse()).isSameAs(PARTIAL);
        assertThat(e.attempts()).hasSize(1);
        assertThat(e.details().vendorMetadata()).isEqualTo("{\"a\":1}");
    }

    @Test
    void theVendorsWordOnRetriesOverrulesTheKind() {
        assertThat(ErrorDetails.builder("Try again")
                        .retryable(true)
                        .toException(ErrorKind.INVALID_REQUEST)
                        .retryable())
                .isTrue();
        assertThat(ErrorDetails.builder("Gone for good")
                        .retryable(false)
                        .toException(ErrorKind.UNAVAILABLE)
                        .retryable())
                .isFalse();
    }

    @Test
    void aTimeoutTellsItsPhase() {
        TimedOut idle = new TimedOut(full(), null);
        TimedOut unknown = new TimedOut(ErrorDetails.builder("Too slow").build(), null);
        assertThat(idle.phase()).isEqualTo(TimeoutPhase.IDLE);
        assertThat(unknown.phase()).isEqualTo(TimeoutPhase.TOTAL);
    }

    @Test
    void otherDetailsKeepClassCauseStackAndSuppressed() {
        for (ErrorKind kind : ErrorKind.values()) {
            LlmException e = ErrorDetails.builder("First").toException(kind, new IOException("reset"));
            e.addSuppressed(new IOException("close"));

            LlmException changed =
                    e.withDetails(e.details().toBuilder().status(500).build());

            assertThat(changed).hasSameClassAs(e).hasCause(e.getCause()).hasMessage("First (HTTP 500)");
            assertThat(changed.getStackTrace()).isEqualTo(e.getStackTrace());
            assertThat(changed.getSuppressed()).isEqualTo(e.getSuppressed());
            assertThat(e.status()).isNull();
        }
    }

    static Stream<Arguments> changes() {
        Map<String, Consumer<ErrorDetails.Builder>> changes = Map.ofEntries(
                Map.entry("remedy", b -> b.remedy(null)),
                Map.entry("provider", b -> b.provider("azure")),
                Map.entry("model", b -> b.model(null)),
                Map.entry("status", b -> b.status(500)),
                Map.entry("vendorCode", b -> b.vendorCode(null)),
                Map.entry("requestId", b -> b.requestId(null)),
                Map.entry("retryAfter", b -> b.retryAfter(null)),
                Map.entry("retryable", b -> b.retryable(null)),
                Map.entry("timeoutPhase", b -> b.timeoutPhase(TimeoutPhase.TOTAL)),
                Map.entry("outputBegun", b -> b.outputBegun(false)),
                Map.entry("partialResponse", b -> b.partialResponse(null)),
                Map.entry("vendorMessage", b -> b.vendorMessage(null)),
                Map.entry("vendorMetadata", b -> b.vendorMetadata(null)),
                Map.entry("attempts", b -> b.attempts(List.of())));
        return changes.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void everyDetailCountsForEquality(String name, Consumer<ErrorDetails.Builder> change) {
        ErrorDetails.Builder builder = full().toBuilder();
        change.accept(builder);
        assertThat(builder.build()).isNotEqualTo(full()).isNotEqualTo("details");
        assertThat(full()).isEqualTo(full()).hasSameHashCodeAs(full());
        assertThat(ErrorDetails.builder("a").build())
                .isNotEqualTo(ErrorDetails.builder("b").build());
    }

    @Test
    void whetherTheVendorWorkedIsUnknownAfterSendingAlone() {
        assertThat(timedOut(TimeoutPhase.CONNECT).outcomeUnknown()).isFalse();
        assertThat(timedOut(TimeoutPhase.FIRST_TOKEN).outcomeUnknown()).isTrue();
        assertThat(timedOut(null).outcomeUnknown()).isTrue();
        assertThat(of(ErrorKind.NETWORK, new java.net.ConnectException("refused"))
                        .outcomeUnknown())
                .isFalse();
        assertThat(of(ErrorKind.NETWORK, new IOException("reset")).outcomeUnknown())
                .isTrue();
        assertThat(of(ErrorKind.STREAM_INTERRUPTED, null).outcomeUnknown()).isTrue();
        assertThat(of(ErrorKind.RATE_LIMITED, null).outcomeUnknown()).isFalse();
        assertThat(of(ErrorKind.UNAVAILABLE, null).outcomeUnknown()).isFalse();
    }

    private static LlmException timedOut(@org.jspecify.annotations.Nullable TimeoutPhase phase) {
        return ErrorDetails.builder("late").timeoutPhase(phase).toException(ErrorKind.TIMEOUT);
    }

    private static LlmException of(ErrorKind kind, @org.jspecify.annotations.Nullable Throwable cause) {
        return ErrorDetails.builder("broken").toException(kind, cause);
    }
}
