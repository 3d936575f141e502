package dev.portolan.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Capability;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Timeouts;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Answers that are broken on their way: an error of a fitting kind, or the whole answer; never a short one that passes for whole. */
interface FaultCases {

    String TEXT = "one two three four five six seven eight nine ten ".repeat(6).strip();

    /** A place in the text on every wire: some begin with several pieces that hold none of it. */
    int MIDDLE = 24;

    ChatRequest COUNT = ChatRequest.of("Count.");

    /** Fast enough not to wait long for what never comes. */
    CallContext PATIENT = CallContext.builder()
            .timeouts(new Timeouts(null, Duration.ofSeconds(5), Duration.ofSeconds(5)))
            .build();

    private static void plant(Bench bench, Fault fault) {
        bench.says(TEXT);
        bench.meets(fault);
    }

    private static void fails(Bench bench, Path path, ErrorKind... kinds) {
        LlmException failure = bench.failure(path, COUNT, PATIENT);
        assertThat(failure.kind()).as("%s", failure.getMessage()).isIn((Object[]) kinds);
        assertThat(failure.provider()).isEqualTo(bench.model().info().provider());
        assertThat(failure.model()).isEqualTo(bench.modelId());
        assertThat(failure.retryable()).isTrue();
        bench.quiet();
    }

    /** What is broken may be unreadable or passed over; what may not be is a wrong answer that looks right. */
    private static void failsOrIsWhole(Bench bench, Path path) {
        ChatResponse response;
        try {
            response = path.ask(bench.model(), COUNT, PATIENT);
        } catch (LlmException e) {
            assertThat(e.kind())
                    .as("%s", e.getMessage())
                    .isIn(ErrorKind.INVALID_RESPONSE, ErrorKind.STREAM_INTERRUPTED, ErrorKind.NETWORK);
            bench.quiet();
            return;
        }
        assertThat(response.text()).isEqualTo(TEXT);
    }

    @Test
    default void aResetBeforeTheAnswerIsAFailureOfTheNetwork(Bench bench) {
        plant(bench, Fault.resetAfter(0));
        bench.onEachPath(path -> fails(bench, path, ErrorKind.NETWORK, ErrorKind.STREAM_INTERRUPTED));
    }

    @Test
    default void aResetInTheAnswerIsNoShortAnswer(Bench bench) {
        plant(bench, Fault.resetAfter(MIDDLE));
        bench.onEachPath(path -> fails(bench, path, ErrorKind.NETWORK, ErrorKind.STREAM_INTERRUPTED));
    }

    @Test
    default void whatCameBeforeAResetIsInTheException(Bench bench) {
        bench.needs(Capability.STREAMING);
        plant(bench, Fault.resetAfter(MIDDLE));
        // A reset may overtake what was sent before it, so how much is left is up to the network.
        LlmException failure = bench.failure(Path.STREAMING, COUNT, PATIENT);
        ChatResponse partial = failure.partialResponse();
        assertThat(partial != null && !partial.text().isEmpty()).isEqualTo(failure.outputBegun());
        if (partial != null) {
            assertThat(TEXT).startsWith(partial.text());
        }
    }

    @Test
    default void aCutAnswerIsNoShortAnswer(Bench bench) {
        plant(bench, Fault.truncateAfter(MIDDLE));
        bench.onEachPath(path ->
                fails(bench, path, ErrorKind.STREAM_INTERRUPTED, ErrorKind.INVALID_RESPONSE, ErrorKind.NETWORK));
    }

    @Test
    default void aStreamThatIsCutKeepsWhatHadCome(Bench bench) {
        bench.needs(Capability.STREAMING);
        plant(bench, Fault.truncateAfter(MIDDLE));
        Partials.beginOf(TEXT, bench.failure(Path.STREAMING, COUNT, PATIENT));
    }

    @Test
    default void aStreamWithoutItsEndMarkIsInterrupted(Bench bench) {
        bench.needs(Capability.STREAMING);
        plant(bench, Fault.noFinish());
        LlmException failure = bench.failure(Path.STREAMING, COUNT, PATIENT);

        assertThat(failure.kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED);
        assertThat(failure.partialResponse())
                .isNotNull()
                .satisfies(partial -> assertThat(partial.text()).isEqualTo(TEXT));
    }

    @Test
    default void aSecondFinishEndsAStreamOnce(Bench bench) {
        bench.needs(Capability.STREAMING);
        plant(bench, Fault.duplicateFinish());
        int completed = 0;
        try (ChatStream stream = bench.model().stream(COUNT)) {
            for (ChatEvent event : stream) {
                completed += event instanceof ChatEvent.Completed ? 1 : 0;
            }
            assertThat(stream.response().text()).isEqualTo(TEXT);
        }
        assertThat(completed).isEqualTo(1);
        bench.quiet();
    }

    @Test
    default void nonsenseIsNotTakenForAnAnswer(Bench bench) {
        plant(bench, Fault.garble(0));
        bench.onEachPath(path -> failsOrIsWhole(bench, path));
        plant(bench, Fault.garble(MIDDLE));
        bench.onEachPath(path -> failsOrIsWhole(bench, path));
    }

    @Test
    default void aWrongFrameIsNotTakenForAnAnswer(Bench bench) {
        bench.needs(WireFeature.LOSS_DETECTION);
        plant(bench, Fault.spoilFrame(MIDDLE));
        bench.onEachPath(path -> failsOrIsWhole(bench, path));
    }

    @Test
    default void bytesThatAreNoTextDoNotPassInSilence(Bench bench) {
        plant(bench, Fault.invalidUtf8(MIDDLE));
        bench.onEachPath(path -> {
            try {
                // A decoder may show what it could not read as U+FFFD, as browsers do.
                assertThat(path.ask(bench.model(), COUNT, PATIENT).text()).isNotEqualTo("");
            } catch (LlmException e) {
                // An SDK that gives up on the answer may see the end of its connection first.
                assertThat(e.kind()).isIn(ErrorKind.INVALID_RESPONSE, ErrorKind.NETWORK);
            }
            bench.quiet();
        });
    }

    @Test
    default void aPageOfAGatewayIsNoAnswer(Bench bench) {
        plant(bench, Fault.htmlErrorPage(200));
        bench.onEachPath(path -> fails(bench, path, ErrorKind.INVALID_RESPONSE));
        plant(bench, Fault.htmlErrorPage(502));
        bench.onEachPath(path -> fails(bench, path, ErrorKind.UNAVAILABLE, ErrorKind.INVALID_RESPONSE));
    }

    @Test
    default void aWrongContentTypeIsReadOrRefused(Bench bench) {
        plant(bench, Fault.wrongContentType("text/plain"));
        bench.onEachPath(path -> failsOrIsWhole(bench, path));
    }

    @Test
    default void anEndlessAnswerIsNotKeptInMemory(Bench bench) {
        long filler = 256L * 1024 * 1024;
        plant(bench, Fault.hugeBody(filler));
        bench.onEachPath(path -> {
            LlmException failure = bench.failure(path, COUNT, CallContext.EMPTY);
            assertThat(failure.kind()).as("%s", failure.getMessage()).isEqualTo(ErrorKind.INVALID_RESPONSE);
            bench.quiet();
        });
    }

    @Test
    default void anAnswerWithoutIdsIsAnAnswer(Bench bench) {
        plant(bench, Fault.missingIds());
        bench.onEachPath(path -> {
            ChatResponse response = path.ask(bench.model(), COUNT, PATIENT);
            assertThat(response.text()).isEqualTo(TEXT);
            assertThat(response.model()).isNotBlank();
        });
    }

    @Test
    default void faultsMeetTheRequestsTheyAreMeantFor(Bench bench) {
        bench.meets(Fault.error(ErrorKind.UNAVAILABLE));
        bench.wire().inject(Faults.first(1, Fault.error(ErrorKind.UNAVAILABLE)));
        assertThatThrownBy(() -> bench.ask(COUNT)).isInstanceOf(LlmException.class);
        assertThat(bench.ask(COUNT).text()).isEqualTo("Count.");
        assertThat(bench.received()).as("a model has no retries of its own").hasSize(2);
    }
}
