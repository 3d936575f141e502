package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.Deadline;
import dev.portolan.chat.Timeouts;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.simulator.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Embeddings that fail, are given up or come too late. */
interface EmbeddingErrorCases {

    EmbeddingRequest REQUEST = EmbeddingRequest.of(SecretCases.PROMPT);

    private static void kind(EmbeddingBench bench, ErrorKind kind) {
        bench.meets(Fault.error(kind));
        LlmException failure = bench.failure(REQUEST, CallContext.EMPTY);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.retryable()).isEqualTo(kind.retryable());
        origin(bench, failure);
    }

    private static void origin(EmbeddingBench bench, LlmException failure) {
        assertThat(failure.provider()).isEqualTo(bench.model().info().provider());
        assertThat(failure.model()).isEqualTo(bench.modelId());
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        assertThat(trace.toString()).doesNotContain(SecretCases.MARK);
        bench.quiet();
    }

    @Test
    default void aWrongKeyIsTold(EmbeddingBench bench) {
        kind(bench, ErrorKind.AUTHENTICATION);
    }

    @Test
    default void anUnknownModelIsTold(EmbeddingBench bench) {
        kind(bench, ErrorKind.MODEL_NOT_FOUND);
    }

    @Test
    default void aWrongRequestIsTold(EmbeddingBench bench) {
        kind(bench, ErrorKind.INVALID_REQUEST);
    }

    @Test
    default void tooManyRequestsAreTold(EmbeddingBench bench) {
        kind(bench, ErrorKind.RATE_LIMITED);
    }

    @Test
    default void aServiceThatFailsIsTold(EmbeddingBench bench) {
        kind(bench, ErrorKind.UNAVAILABLE);
    }

    @Test
    default void theVendorSAdviceWhenToComeBackIsKept(EmbeddingBench bench) {
        bench.needs(WireFeature.RETRY_AFTER);
        bench.meets(Fault.error(ErrorKind.RATE_LIMITED).retryAfter(Duration.ofSeconds(7)));
        assertThat(bench.failure(REQUEST, CallContext.EMPTY).retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    default void whatIsBrokenOnItsWayIsNoAnswer(EmbeddingBench bench) {
        for (Fault fault : new Fault[] {
            Fault.resetAfter(0), Fault.resetAfter(1), Fault.truncateAfter(0), Fault.garble(0), Fault.htmlErrorPage(200)
        }) {
            if (!bench.wire().supports(fault)) {
                continue;
            }
            bench.meets(fault);
            LlmException failure = bench.failure(REQUEST, CallContext.EMPTY);
            assertThat(failure.kind())
                    .as("%s: %s", fault, failure.getMessage())
                    .isIn(ErrorKind.NETWORK, ErrorKind.INVALID_RESPONSE, ErrorKind.STREAM_INTERRUPTED);
            origin(bench, failure);
        }
    }

    @Test
    default void nothingIsALeak(EmbeddingBench bench) {
        try (LogCapture log = LogCapture.start()) {
            EmbeddingResponse response = bench.embed(SecretCases.PROMPT);

            assertThat(response.toString() + REQUEST + bench.model() + log.text())
                    .doesNotContain(SecretCases.MARK);
        }
    }

    @Test
    default void aCancelledCallIsNotSent(EmbeddingBench bench) {
        assertThat(bench.failure(REQUEST, Twins.cancelled()).kind()).isEqualTo(ErrorKind.CANCELLED);
        bench.nothingSent();
    }

    @Test
    default void aCallThatComesTooLateIsNotSent(EmbeddingBench bench) {
        AtomicLong clock = new AtomicLong();
        CallContext context = CallContext.builder()
                .deadline(Deadline.in(Duration.ofSeconds(1), clock::get))
                .build();
        clock.set(Duration.ofSeconds(2).toNanos());

        assertThat(bench.failure(REQUEST, context).kind()).isEqualTo(ErrorKind.TIMEOUT);
        bench.nothingSent();
    }

    @Test
    @Tag("integration")
    default void cancellingReachesTheServer(EmbeddingBench bench) {
        bench.meets(Fault.silent());
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Void> canceller = CompletableFuture.runAsync(() -> {
            Bench.eventually("the request has arrived", () -> bench.wire().inFlight() == 1);
            cancellation.cancel();
        });
        LlmException failure = bench.failure(
                REQUEST, CallContext.builder().cancellation(cancellation).build());

        assertThat(failure.kind()).isEqualTo(ErrorKind.CANCELLED);
        canceller.join();
        bench.quiet();
    }

    @Test
    @Tag("integration")
    default void silenceEndsAtItsLimitAndAtTheDeadline(EmbeddingBench bench) {
        bench.meets(Fault.silent());
        LlmException silent = bench.failure(
                REQUEST,
                CallContext.builder()
                        .timeouts(new Timeouts(null, Bench.SHORT, null))
                        .build());
        assertThat(silent.details().timeoutPhase()).isEqualTo(TimeoutPhase.FIRST_TOKEN);
        LlmException late = bench.failure(REQUEST, CallContext.withTimeout(Bench.SHORT));
        assertThat(late.details().timeoutPhase()).isEqualTo(TimeoutPhase.TOTAL);
        bench.quiet();
    }
}
