package dev.portolan.routing.rollout.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallOutcomeTest {

    @ParameterizedTest
    @CsvSource({
        "timeout, TIMEOUT",
        "rate-limited, RATE_LIMITED",
        "quota-exhausted, QUOTA",
        "authentication, AUTHENTICATION",
        "permission, AUTHENTICATION",
        "model-not-found, AUTHENTICATION",
        "invalid-request, REFUSED",
        "context-length, REFUSED",
        "unsupported-feature, REFUSED",
        "no-eligible-route, REFUSED",
        "structured-output, SCHEMA",
        "circuit-open, CIRCUIT_OPEN",
        "content-filtered, CONTENT_FILTERED",
        "unavailable, INFRASTRUCTURE",
        "network, INFRASTRUCTURE",
        "stream-interrupted, INFRASTRUCTURE",
        "invalid-response, INFRASTRUCTURE",
        "cancelled, CALLER",
        "budget-exceeded, CALLER",
        "replay-miss, CALLER"
    })
    void eachKindOfErrorHasAnOutcomeOfItsOwnName(String kind, CallOutcome outcome) {
        ErrorKind found = ErrorKind.values().stream()
                .filter(one -> one.id().equals(kind))
                .findFirst()
                .orElseThrow();

        assertThat(CallOutcome.of(ErrorDetails.builder("it failed").toException(found)))
                .isEqualTo(outcome);
    }

    @Test
    void ofUsedUpAttemptsTheLastFailureDecides() {
        var last = ErrorDetails.builder("too often").toException(ErrorKind.RATE_LIMITED);
        var exhausted = ErrorDetails.builder("all failed").toException(ErrorKind.ATTEMPTS_EXHAUSTED, last);

        assertThat(CallOutcome.of(exhausted)).isEqualTo(CallOutcome.RATE_LIMITED);
        assertThat(CallOutcome.of(ErrorDetails.builder("all failed").toException(ErrorKind.ATTEMPTS_EXHAUSTED)))
                .isEqualTo(CallOutcome.INFRASTRUCTURE);
    }

    @Test
    void whatTheCallerBroughtAboutSaysNothingOfTheModel() {
        assertThat(CallOutcome.CALLER.counts()).isFalse();
        assertThat(CallOutcome.ABANDONED.counts()).isFalse();
        assertThat(CallOutcome.CONTENT_FILTERED.counts()).isTrue();
        assertThat(CallOutcome.CONTENT_FILTERED.isError()).isFalse();
    }
}
