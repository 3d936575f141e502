package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatRequest;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.simulator.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every kind of error that a vendor can answer with, on both paths. */
interface ErrorCases {

    ChatRequest QUESTION = ChatRequest.of("Where is the harbour?");

    private static void kind(Bench bench, ErrorKind kind) {
        bench.meets(Fault.error(kind));
        bench.onEachPath(path -> {
            LlmException failure = bench.failure(path, QUESTION, CallContext.EMPTY);

            assertThat(failure.kind()).isEqualTo(kind);
            // The class follows the kind.
            assertThat(failure).hasSameClassAs(LlmException.of(kind, failure.details(), null));
            assertThat(failure.retryable()).as("retryable").isEqualTo(kind.retryable());
            assertThat(failure.failoverWorthy()).as("failover").isEqualTo(kind.failoverWorthy());
            origin(bench, failure);
            if (bench.has(WireFeature.REQUEST_IDS)) {
                assertThat(failure.requestId()).as("request id").isNotBlank();
            }
        });
        bench.quiet();
    }

    private static void origin(Bench bench, LlmException failure) {
        assertThat(failure.provider()).isEqualTo(bench.model().info().provider());
        assertThat(failure.model()).isEqualTo(bench.modelId());
        assertThat(failure).hasMessageContaining(bench.modelId());
        assertThat(failure.outputBegun()).isFalse();
        assertThat(failure.partialResponse()).isNull();
    }

    @Test
    default void aWrongKeyIsTold(Bench bench) {
        kind(bench, ErrorKind.AUTHENTICATION);
    }

    @Test
    default void aMissingPermissionIsTold(Bench bench) {
        kind(bench, ErrorKind.PERMISSION);
    }

    @Test
    default void anUnknownModelIsTold(Bench bench) {
        kind(bench, ErrorKind.MODEL_NOT_FOUND);
    }

    @Test
    default void aWrongRequestIsTold(Bench bench) {
        kind(bench, ErrorKind.INVALID_REQUEST);
    }

    @Test
    default void aPromptThatIsTooLongIsTold(Bench bench) {
        kind(bench, ErrorKind.CONTEXT_LENGTH);
    }

    @Test
    default void aBlockedPromptIsAnErrorAndNoAnswer(Bench bench) {
        kind(bench, ErrorKind.CONTENT_FILTERED);
    }

    @Test
    default void tooManyRequestsAreTold(Bench bench) {
        kind(bench, ErrorKind.RATE_LIMITED);
    }

    @Test
    default void anEmptyPurseIsTold(Bench bench) {
        kind(bench, ErrorKind.QUOTA_EXHAUSTED);
    }

    @Test
    default void aServiceThatFailsIsTold(Bench bench) {
        kind(bench, ErrorKind.UNAVAILABLE);
    }

    @Test
    default void theVendorSAdviceWhenToComeBackIsKept(Bench bench) {
        bench.needs(WireFeature.RETRY_AFTER);
        bench.meets(Fault.error(ErrorKind.RATE_LIMITED).retryAfter(Duration.ofSeconds(7)));
        bench.onEachPath(path -> assertThat(
                        bench.failure(path, QUESTION, CallContext.EMPTY).retryAfter())
                .isEqualTo(Duration.ofSeconds(7)));
    }

    @Test
    default void aStatusAloneTellsTheKind(Bench bench) {
        bench.wire();
        status(bench, 401, ErrorKind.AUTHENTICATION);
        status(bench, 429, ErrorKind.RATE_LIMITED);
        status(bench, 500, ErrorKind.UNAVAILABLE);
        status(bench, 502, ErrorKind.UNAVAILABLE);
        status(bench, 503, ErrorKind.UNAVAILABLE);
    }

    private static void status(Bench bench, int code, ErrorKind kind) {
        bench.meets(Fault.status(code));
        bench.onEachPath(path -> {
            LlmException failure = bench.failure(path, QUESTION, CallContext.EMPTY);

            assertThat(failure.kind()).as("status %s", code).isEqualTo(kind);
            assertThat(failure.status()).isNotNull();
            origin(bench, failure);
        });
    }

    @Test
    default void anErrorInAStreamIsThatErrorWithThePartialAnswer(Bench bench) {
        bench.needs(Capability.STREAMING);
        bench.says(FaultCases.TEXT);
        for (ErrorKind kind : new ErrorKind[] {ErrorKind.UNAVAILABLE, ErrorKind.RATE_LIMITED}) {
            bench.meets(Fault.errorInStream(FaultCases.MIDDLE, kind));
            LlmException failure = bench.failure(Path.STREAMING, QUESTION, CallContext.EMPTY);

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.provider()).isEqualTo(bench.model().info().provider());
            assertThat(failure.model()).isEqualTo(bench.modelId());
            Partials.beginOf(FaultCases.TEXT, failure);
        }
        bench.quiet();
    }

    @Test
    default void anErrorInPlaceOfTheFirstTokenIsThatError(Bench bench) {
        bench.needs(Capability.STREAMING);
        bench.meets(Fault.errorInStream(0, ErrorKind.UNAVAILABLE));
        LlmException failure = bench.failure(Path.STREAMING, QUESTION, CallContext.EMPTY);

        assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(failure.outputBegun()).isFalse();
    }

    @Test
    default void aCallThatFailedDoesNotHarmTheNext(Bench bench) {
        bench.meets(Fault.error(ErrorKind.UNAVAILABLE));
        bench.onEachPath(path ->
                assertThat(bench.failure(path, QUESTION, CallContext.EMPTY)).isNotNull());
        bench.reset();
        bench.onEachPath(path -> assertThat(bench.ask(path, QUESTION).text()).isEqualTo("Where is the harbour?"));
    }
}
