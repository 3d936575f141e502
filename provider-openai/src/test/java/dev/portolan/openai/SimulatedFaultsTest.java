package dev.portolan.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Faults;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.openai.OpenAiSimulator;
import dev.portolan.transport.TransportOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The faults that the simulator has, and what the caller sees of each. What no simulator does is in the tests of scripted faults. */
@Timeout(60)
class SimulatedFaultsTest {

    private static final String SAID = "Hello there again";

    /**
     * A fault and what comes of it.
     *
     * @param partial what of a stream is kept, or {@code null} for nothing
     */
    record Case(
            Wire wire,
            Fault fault,
            ErrorKind kind,
            @Nullable String partial) {}

    private static Stream<Case> errors(Wire wire) {
        return Stream.of(
                        ErrorKind.AUTHENTICATION,
                        ErrorKind.PERMISSION,
                        ErrorKind.MODEL_NOT_FOUND,
                        ErrorKind.INVALID_REQUEST,
                        ErrorKind.UNSUPPORTED_FEATURE,
                        ErrorKind.CONTEXT_LENGTH,
                        ErrorKind.CONTENT_FILTERED,
                        ErrorKind.RATE_LIMITED,
                        ErrorKind.QUOTA_EXHAUSTED,
                        ErrorKind.UNAVAILABLE)
                .map(kind -> new Case(wire, Fault.error(kind), kind, null));
    }

    static Stream<Case> calls() {
        return Stream.of(Wire.values())
                .flatMap(wire -> Stream.concat(
                        errors(wire),
                        Stream.of(
                                new Case(wire, Fault.silent(), ErrorKind.TIMEOUT, null),
                                new Case(wire, Fault.stallAfter(1), ErrorKind.TIMEOUT, null),
                                new Case(wire, Fault.resetAfter(1), ErrorKind.NETWORK, null),
                                new Case(wire, Fault.spoilFrame(0), ErrorKind.NETWORK, null),
                                new Case(wire, Fault.truncateAfter(0), ErrorKind.INVALID_RESPONSE, null),
                                new Case(wire, Fault.garble(0), ErrorKind.INVALID_RESPONSE, null),
                                new Case(wire, Fault.invalidUtf8(0), ErrorKind.INVALID_RESPONSE, null),
                                new Case(wire, Fault.htmlErrorPage(502), ErrorKind.UNAVAILABLE, null),
                                new Case(wire, Fault.htmlErrorPage(200), ErrorKind.INVALID_RESPONSE, null),
                                new Case(wire, Fault.status(500), ErrorKind.UNAVAILABLE, null))));
    }

    static Stream<Case> streams() {
        return Stream.of(Wire.values()).flatMap(wire -> {
            // One event with text has come: chat has one before it, Responses has four.
            int begun = wire == Wire.CHAT ? 2 : 5;
            return Stream.concat(
                    errors(wire),
                    Stream.of(
                            new Case(wire, Fault.silent(), ErrorKind.TIMEOUT, null),
                            new Case(wire, Fault.stallAfter(begun), ErrorKind.TIMEOUT, "Hello"),
                            new Case(wire, Fault.resetAfter(begun), ErrorKind.STREAM_INTERRUPTED, "Hello"),
                            new Case(wire, Fault.truncateAfter(begun), ErrorKind.STREAM_INTERRUPTED, "Hello"),
                            new Case(wire, Fault.noFinish(), ErrorKind.STREAM_INTERRUPTED, SAID),
                            new Case(
                                    wire,
                                    Fault.errorInStream(begun, ErrorKind.UNAVAILABLE),
                                    ErrorKind.UNAVAILABLE,
                                    "Hello"),
                            new Case(
                                    wire,
                                    Fault.errorInStream(begun, ErrorKind.QUOTA_EXHAUSTED),
                                    ErrorKind.QUOTA_EXHAUSTED,
                                    "Hello"),
                            new Case(wire, Fault.garble(begun), ErrorKind.INVALID_RESPONSE, "Hello"),
                            new Case(wire, Fault.invalidUtf8(begun), ErrorKind.INVALID_RESPONSE, "Hello"),
                            new Case(wire, Fault.htmlErrorPage(502), ErrorKind.UNAVAILABLE, null),
                            new Case(wire, Fault.htmlErrorPage(200), ErrorKind.INVALID_RESPONSE, null),
                            new Case(wire, Fault.hugeBody(64 * 1024 * 1024), ErrorKind.INVALID_RESPONSE, null)));
        });
    }

    @ParameterizedTest
    @MethodSource("calls")
    void theCallerSeesTheKind(Case one) {
        try (OpenAiSimulator simulator = simulator(one.fault());
                Bench bench = new Bench(simulator.baseUrl(), one.wire())) {
            long start = System.nanoTime();
            LlmException failure =
                    catchThrowableOfType(LlmException.class, () -> bench.model().chat(Bench.REQUEST, Bench.limited()));

            assertThat(failure.kind()).isEqualTo(one.kind());
            assertThat(failure.getMessage())
                    .startsWith("openai/gpt-4o: ")
                    .doesNotContain("Hello", "came broken", "sk-proj", "sk-te");
            assertThat(failure.partialResponse()).isNull();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            assertThat(simulator.requests()).hasSize(1);
            assertThat(bench.held()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void theReaderSeesTheKindAndKeepsWhatHadCome(Case one) {
        try (OpenAiSimulator simulator = simulator(one.fault());
                Bench bench = new Bench(simulator.baseUrl(), one.wire());
                ChatStream stream = bench.model().stream(Bench.REQUEST, Bench.limited())) {
            List<ChatEvent> events = new ArrayList<>();
            long start = System.nanoTime();
            LlmException failure = catchThrowableOfType(LlmException.class, () -> stream.forEach(events::add));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            assertThat(failure.kind()).isEqualTo(one.kind());
            assertThat(failure.getMessage())
                    .startsWith("openai/gpt-4o: ")
                    .doesNotContain("Hello", "came broken", "sk-proj", "sk-te");
            assertThat(failure.outputBegun()).isEqualTo(one.partial() != null);
            if (one.partial() == null) {
                // The head of a stream may have come: then there is a response without content.
                assertThat(
                                failure.partialResponse() == null
                                        ? ""
                                        : failure.partialResponse().text())
                        .isEmpty();
            } else {
                assertThat(failure.partialResponse().text()).isEqualTo(one.partial());
                assertThat(failure.requestId()).startsWith("req_");
            }
            assertThat(events).noneMatch(event -> event instanceof ChatEvent.Completed);
            assertThat(simulator.requests()).hasSize(1);
            assertThat(bench.held()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void whatIsOddButWholeIsNoFault(Wire wire) {
        Fault odd = Fault.duplicateFinish()
                .and(Fault.noUsage())
                .and(Fault.missingIds())
                .and(Fault.wrongContentType("application/octet-stream"))
                .and(Fault.delay(Duration.ofMillis(20)));
        try (OpenAiSimulator simulator = simulator(odd);
                Bench bench = new Bench(simulator.baseUrl(), wire)) {
            assertThat(bench.model().chat(Bench.REQUEST, Bench.limited()).text())
                    .isEqualTo(SAID);
            try (ChatStream stream = bench.model().stream(Bench.REQUEST, Bench.limited())) {
                assertThat(stream.response().text()).isEqualTo(SAID);
                assertThat(stream.response().usage().outputTokens()).isNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void anAnswerWithoutEndIsRefusedAtTheLimit(Wire wire) {
        try (OpenAiSimulator simulator = simulator(Fault.hugeBody(640_000_000));
                Bench bench = new Bench(
                        simulator.baseUrl(), wire, TransportOptions.builder().maxResponseBytes(1_000_000))) {
            LlmException failure =
                    catchThrowableOfType(LlmException.class, () -> bench.model().chat(Bench.REQUEST, Bench.limited()));

            assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_RESPONSE);
            assertThat(failure).hasMessageContaining("max-response-size");
            assertThat(bench.held()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aRateLimitTellsHowLongToWait(Wire wire) {
        try (OpenAiSimulator simulator =
                        simulator(Fault.error(ErrorKind.RATE_LIMITED).retryAfter(Duration.ofSeconds(5)));
                Bench bench = new Bench(simulator.baseUrl(), wire);
                ChatStream stream = bench.model().stream(Bench.REQUEST, Bench.limited())) {
            LlmException failure = catchThrowableOfType(LlmException.class, stream::response);

            assertThat(failure.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
            assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(5));
            assertThat(failure.status()).isEqualTo(429);
        }
    }

    private static OpenAiSimulator simulator(Fault fault) {
        return OpenAiSimulator.builder()
                .responder(Responder.text(SAID))
                .faults(Faults.always(fault))
                .start();
    }
}
