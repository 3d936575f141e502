package dev.portolan.simulator.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ServerStream;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.aiplatform.v1.Candidate;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Responder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every fault that gRPC can have, as Google's client sees it. The answer has six chunks of text and the end. */
class VertexFaultsTest {

    private static VertexSimulator simulator;
    private static Vertex vertex;

    @BeforeAll
    static void start() {
        simulator = VertexSimulator.start(Responder.text("It is on its way."));
        vertex = new Vertex(simulator);
    }

    @AfterEach
    void heal() {
        simulator.inject(Faults.NONE);
    }

    @AfterAll
    static void stop() {
        vertex.close();
        simulator.close();
    }

    /** Reads until the stream fails; what came before is in the list. */
    private static ApiException broken(List<GenerateContentResponse> read) {
        return catchThrowableOfType(
                ApiException.class,
                () -> vertex.client()
                        .streamGenerateContentCallable()
                        .call(Vertex.request(Vertex.PLAIN, "{}"))
                        .forEach(read::add));
    }

    private static ApiException whole() {
        return catchThrowableOfType(ApiException.class, () -> vertex.generate(Vertex.PLAIN, "{}"));
    }

    @Test
    void eachKindOfErrorHasItsStatus() {
        Map<ErrorKind, Code> codes = Map.of(
                ErrorKind.AUTHENTICATION, Code.UNAUTHENTICATED,
                ErrorKind.PERMISSION, Code.PERMISSION_DENIED,
                ErrorKind.MODEL_NOT_FOUND, Code.NOT_FOUND,
                ErrorKind.INVALID_REQUEST, Code.INVALID_ARGUMENT,
                ErrorKind.UNSUPPORTED_FEATURE, Code.INVALID_ARGUMENT,
                ErrorKind.CONTEXT_LENGTH, Code.INVALID_ARGUMENT,
                ErrorKind.RATE_LIMITED, Code.RESOURCE_EXHAUSTED,
                ErrorKind.QUOTA_EXHAUSTED, Code.RESOURCE_EXHAUSTED,
                ErrorKind.UNAVAILABLE, Code.UNAVAILABLE,
                ErrorKind.TIMEOUT, Code.DEADLINE_EXCEEDED);
        codes.forEach((kind, code) -> {
            simulator.inject(Faults.always(Fault.error(kind)));
            assertThat(whole().getStatusCode().getCode()).as(kind.id()).isEqualTo(code);
            assertThat(broken(new ArrayList<>()).getStatusCode().getCode())
                    .as(kind.id())
                    .isEqualTo(code);
        });
        simulator.inject(Faults.always(Fault.error(ErrorKind.INVALID_REQUEST)));
        assertThat(whole().getErrorDetails()
                        .getBadRequest()
                        .getFieldViolations(0)
                        .getField())
                .isEqualTo("contents");
        simulator.inject(Faults.always(Fault.error(ErrorKind.QUOTA_EXHAUSTED)));
        assertThat(whole().getErrorDetails().getQuotaFailure().getViolationsCount())
                .isEqualTo(1);
    }

    @Test
    void theTimeToWaitIsInTheDetailsAndMayBeAFraction() {
        simulator.inject(Faults.always(Fault.error(ErrorKind.RATE_LIMITED).retryAfter(Duration.ofMillis(34_400))));
        var delay = whole().getErrorDetails().getRetryInfo().getRetryDelay();

        assertThat(delay.getSeconds()).isEqualTo(34);
        assertThat(delay.getNanos()).isEqualTo(400_000_000);
    }

    @Test
    void aPromptThatIsFilteredIsAnAnswerWithoutCandidates() {
        simulator.inject(Faults.always(Fault.error(ErrorKind.CONTENT_FILTERED)));

        assertThat(vertex.generate(Vertex.PLAIN, "{}").getCandidatesList()).isEmpty();
        assertThat(vertex.stream(Vertex.PLAIN, "{}").get(0).hasPromptFeedback()).isTrue();
    }

    @Test
    void anHttpStatusIsMappedAsGoogleMapsIt() {
        Map<Integer, Code> codes = Map.of(
                400, Code.INVALID_ARGUMENT,
                429, Code.RESOURCE_EXHAUSTED,
                500, Code.INTERNAL,
                503, Code.UNAVAILABLE,
                504, Code.DEADLINE_EXCEEDED);
        codes.forEach((http, code) -> {
            simulator.inject(Faults.always(Fault.status(http)));
            assertThat(whole().getStatusCode().getCode()).isEqualTo(code);
        });
    }

    @Test
    void anErrorCanComeAfterSomeChunks() {
        simulator.inject(Faults.always(Fault.errorInStream(3, ErrorKind.UNAVAILABLE)));
        List<GenerateContentResponse> read = new ArrayList<>();

        assertThat(broken(read).getStatusCode().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(read).hasSize(3);
        assertThat(whole().getStatusCode().getCode()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void aResetEndsTheStreamWithoutAStatusOfTheService() {
        simulator.inject(Faults.always(Fault.resetAfter(2)));
        List<GenerateContentResponse> read = new ArrayList<>();

        assertThat(broken(read)).hasStackTraceContaining("RST_STREAM");
        assertThat(read.size()).isLessThanOrEqualTo(2);
        assertThat(whole()).isNotNull();
    }

    @Test
    void aTruncatedStreamEndsInOrderWithoutAReason() {
        for (Fault fault : List.of(Fault.truncateAfter(4), Fault.noFinish())) {
            simulator.inject(Faults.always(fault));
            List<GenerateContentResponse> chunks = vertex.stream(Vertex.PLAIN, "{}");

            assertThat(chunks).hasSize(fault instanceof Fault.NoFinish ? 6 : 4);
            assertThat(chunks)
                    .allMatch(chunk -> chunk.getCandidates(0).getFinishReason()
                            == Candidate.FinishReason.FINISH_REASON_UNSPECIFIED);
        }
        assertThat(vertex.generate(Vertex.PLAIN, "{}").getCandidates(0).getFinishReasonValue())
                .isZero();
        simulator.inject(Faults.always(Fault.truncateAfter(0)));
        assertThat(whole()).isNotNull();
    }

    @Test
    void theEndCanComeTwiceAndUsageAndIdsNotAtAll() {
        simulator.inject(Faults.always(Fault.duplicateFinish()));
        assertThat(vertex.stream(Vertex.PLAIN, "{}"))
                .filteredOn(chunk -> chunk.getCandidates(0).getFinishReasonValue() != 0)
                .hasSize(2);
        simulator.inject(Faults.always(Fault.noUsage().and(Fault.missingIds())));
        assertThat(vertex.stream(Vertex.PLAIN, "{}")).allSatisfy(chunk -> {
            assertThat(chunk.hasUsageMetadata()).isFalse();
            assertThat(chunk.getResponseId()).isEmpty();
            assertThat(chunk.getModelVersion()).isEmpty();
        });
        assertThat(vertex.generate(Vertex.PLAIN, "{}").hasUsageMetadata()).isFalse();
    }

    @Test
    void aMessageThatIsNonsenseOrNoUtf8CannotBeRead() {
        for (Fault fault : List.of(Fault.garble(1), Fault.invalidUtf8(1))) {
            simulator.inject(Faults.always(fault));
            List<GenerateContentResponse> read = new ArrayList<>();

            assertThat(broken(read)).as("%s", fault).isNotNull();
            assertThat(read.size()).as("%s", fault).isLessThanOrEqualTo(1);
            assertThat(whole()).as("%s", fault).isNotNull();
        }
    }

    @Test
    void anAnswerCanBeHuge() {
        simulator.inject(Faults.always(Fault.hugeBody(1_000_000)));
        List<GenerateContentResponse> read = new ArrayList<>();

        assertThat(broken(read)).isNotNull();
        assertThat(read.stream()
                        .mapToLong(GenerateContentResponse::getSerializedSize)
                        .sum())
                .isGreaterThan(500_000);
        assertThat(vertex.generate(Vertex.PLAIN, "{}").getSerializedSize()).isGreaterThan(1_000_000);
    }

    @Test
    void whatGrpcCannotHaveIsRefusedByName() {
        for (Fault fault :
                List.of(Fault.htmlErrorPage(502), Fault.wrongContentType("text/html"), Fault.spoilFrame(1))) {
            assertThat(simulator.supports(fault)).isFalse();
            assertThatThrownBy(() -> simulator.inject(Faults.always(fault)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(fault.getClass().getSimpleName());
        }
        assertThat(simulator.supports(Fault.errorInStream(1, ErrorKind.MODEL_NOT_FOUND)))
                .isFalse();
    }

    @Test
    @Tag("integration")
    void aClientThatGivesUpASilentOrStalledStreamIsNoticed() {
        for (Fault fault : List.of(Fault.silent(), Fault.stallAfter(0), Fault.stallAfter(2))) {
            simulator.inject(Faults.always(fault));
            ServerStream<GenerateContentResponse> stream =
                    vertex.client().streamGenerateContentCallable().call(Vertex.request(Vertex.PLAIN, "{}"));
            await().atMost(Duration.ofSeconds(5)).until(() -> simulator.inFlight() == 1);
            stream.cancel();

            await().atMost(Duration.ofSeconds(5)).until(() -> simulator.inFlight() == 0);
        }
        assertThat(simulator.openConnections()).isPositive();
    }

    @Test
    @Tag("integration")
    void slowAndDelayedAnswersTakeTheirTime() {
        simulator.inject(Faults.always(Fault.slow(50).and(Fault.delay(Duration.ofMillis(100)))));
        long start = System.nanoTime();
        vertex.stream(Vertex.PLAIN, "{}");
        long streamed = System.nanoTime() - start;
        vertex.generate(Vertex.PLAIN, "{}");
        long whole = System.nanoTime() - start - streamed;

        assertThat(Duration.ofNanos(streamed)).isGreaterThan(Duration.ofMillis(100 + 7 * 20));
        assertThat(Duration.ofNanos(whole)).isGreaterThan(Duration.ofMillis(100 + 6 * 20));
    }

    @Test
    @Tag("integration")
    void manyPacedStreamsAreServedByOneThread() {
        Pace pace = new Pace(Duration.ofMillis(300), Duration.ofMillis(100));
        try (VertexSimulator paced = VertexSimulator.builder().pace(pace).start();
                Vertex client = new Vertex(paced)) {
            List<ServerStream<GenerateContentResponse>> streams = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                streams.add(client.client().streamGenerateContentCallable().call(Vertex.request(Vertex.PLAIN, "{}")));
            }
            await().atMost(Duration.ofSeconds(5)).until(() -> paced.inFlight() == 80);
            long threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("portolan-vertex"))
                    .count();

            assertThat(threads).isLessThanOrEqualTo(2 * (1 + 8));
            streams.forEach(stream -> assertThat(stream).hasSize(6));
            await().atMost(Duration.ofSeconds(5)).until(() -> paced.inFlight() == 0);
        }
    }
}
