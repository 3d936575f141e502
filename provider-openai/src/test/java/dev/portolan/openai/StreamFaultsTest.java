package dev.portolan.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimedOut;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.transport.TransportOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that can go wrong with a stream, and what the reader sees: the kind, what had come, and in time. */
@Timeout(60)
class StreamFaultsTest {

    /**
     * One fault.
     *
     * @param partial the text of the partial answer, {@code null} when there is none
     */
    record Fault(
            String name,
            Wire wire,
            ErrorKind kind,
            @Nullable String partial,
            ScriptedServer.Step step) {
        @Override
        public String toString() {
            return wire + ": " + name + " is " + kind.id();
        }
    }

    static Stream<Fault> faults() {
        return Stream.of(Wire.values()).flatMap(StreamFaultsTest::faults);
    }

    private static Stream<Fault> faults(Wire wire) {
        String begun = wire.begin() + wire.text("Hel");
        return Stream.of(
                new Fault(
                        "a reset in mid-arguments",
                        wire,
                        ErrorKind.STREAM_INTERRUPTED,
                        "Hel",
                        thenReset(begun + wire.toolStart() + wire.arguments("{\\\"order\\\":"))),
                new Fault("an error event", wire, ErrorKind.UNAVAILABLE, "Hel", Wire.stream(begun + Wire.ERROR_EVENT)),
                new Fault("headers that dribble", wire, ErrorKind.TIMEOUT, null, StreamFaultsTest::dribbleHeaders),
                new Fault(
                        "an error body with status 200",
                        wire,
                        ErrorKind.UNAVAILABLE,
                        null,
                        Wire.json(200, "{\"error\":{\"message\":\"Oops\",\"type\":\"server_error\",\"code\":null}}")),
                new Fault("an empty body", wire, ErrorKind.STREAM_INTERRUPTED, null, Wire.stream("")));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theReaderSeesTheKindAndKeepsWhatHadCome(Fault fault) {
        try (ScriptedServer server = new ScriptedServer(fault.step());
                Bench bench = Bench.of(server, fault.wire());
                ChatStream stream = bench.model().stream(Bench.REQUEST, Bench.limited())) {
            List<ChatEvent> events = new ArrayList<>();
            long start = System.nanoTime();
            LlmException failure = failure(stream, events);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            assertThat(failure.kind()).isEqualTo(fault.kind());
            assertThat(failure.provider()).isEqualTo("openai");
            assertThat(failure.model()).isEqualTo("gpt-4o");
            assertThat(failure.getMessage()).startsWith("openai/gpt-4o: ").doesNotContain("Hel");
            ChatResponse partial = failure.partialResponse();
            assertThat(partial == null ? null : partial.text()).isEqualTo(fault.partial());
            assertThat(failure.outputBegun()).isEqualTo(fault.partial() != null);
            if (partial != null) {
                assertThat(partial.toolCalls()).isEmpty();
                assertThat(failure.requestId()).isEqualTo("req_1");
            }
            assertThat(events)
                    .noneMatch(event -> event instanceof ChatEvent.Completed)
                    .noneMatch(event -> event instanceof ChatEvent.ToolCallCompleted);
            assertThat(bench.held()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aWholeStreamIsNoFault(Wire wire) {
        try (ScriptedServer server = new ScriptedServer(wire.hello());
                Bench bench = Bench.of(server, wire);
                ChatStream stream = bench.model().stream(Bench.REQUEST, Bench.limited())) {
            assertThat(stream.text()).containsExactly("Hel", "lo");
            ChatResponse response = stream.response();
            assertThat(response.usage().outputTokens()).isEqualTo(2);
            assertThat(response.requestId()).isEqualTo("req_1");
            assertThat(response.timings().firstToken()).isPositive();
            assertThat(bench.held()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void eachTimeoutHasItsPhase(Wire wire) {
        try (ScriptedServer silent = new ScriptedServer(ScriptedServer.Exchange::stall);
                ScriptedServer stalling = new ScriptedServer(exchange -> {
                    exchange.write(Wire.head() + wire.begin() + wire.text("Hel"));
                    return exchange.stall();
                });
                Bench first = Bench.of(silent, wire);
                Bench idle = Bench.of(stalling, wire)) {
            assertThat(phase(first)).isEqualTo(TimeoutPhase.FIRST_TOKEN);
            assertThat(phase(idle)).isEqualTo(TimeoutPhase.IDLE);
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aStreamOverTheLimitIsRefusedWithWhatHadCome(Wire wire) {
        try (ScriptedServer server = new ScriptedServer(
                        Wire.stream(wire.begin() + wire.text("Hel").repeat(1_000) + wire.end()));
                Bench bench = new Bench(
                        server.baseUrl(), wire, TransportOptions.builder().maxResponseBytes(20_000))) {
            LlmException failure = failure(bench.model().stream(Bench.REQUEST, Bench.limited()), new ArrayList<>());
            assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_RESPONSE);
            assertThat(failure).hasMessageContaining("max-response-size");
            assertThat(failure.partialResponse().text()).startsWith("HelHel");
            assertThat(failure.outputBegun()).isTrue();
            assertThat(bench.held()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aServerWithoutTlsSaysSo(Wire wire) throws Exception {
        try (ServerSocket plain = new ServerSocket(0);
                Bench bench = new Bench(URI.create("https://localhost:" + plain.getLocalPort() + "/v1"), wire)) {
            CallFaultsTest.answerPlainly(plain);
            LlmException failure = failure(bench.model().stream(Bench.REQUEST, CallContext.EMPTY), new ArrayList<>());
            assertThat(failure.kind()).isEqualTo(ErrorKind.NETWORK);
            assertThat(failure).hasMessageContaining("TLS").hasMessageContaining("cannot be turned off");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void blankLinesThatComeAloneBeforeTheStreamAreNoFault(Wire wire) {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
                    exchange.write(Wire.head() + "\r\n\n");
                    // So that they arrive by themselves.
                    TimeUnit.MILLISECONDS.sleep(50);
                    exchange.write(wire.begin() + wire.text("Hel") + wire.text("lo") + wire.end());
                    return false;
                });
                Bench bench = Bench.of(server, wire);
                ChatStream stream = bench.model().stream(Bench.REQUEST, Bench.limited())) {
            assertThat(stream.text()).containsExactly("Hel", "lo");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void valuesThatMakeNoSenseAreNeverTheReadersMistake(Wire wire) {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
                    exchange.write(Wire.head().replace("\r\n\r\n", "\r\n" + Wire.HOSTILE_HEADERS + "\r\n")
                            + wire.hostileEvents());
                    return false;
                });
                Bench bench = Bench.of(server, wire);
                ChatStream stream = bench.model().stream(Bench.REQUEST, Bench.limited())) {
            try {
                assertThat(stream.response().text()).isEmpty();
            } catch (LlmException e) {
                assertThat(e.kind()).isIn(ErrorKind.INVALID_RESPONSE, ErrorKind.STREAM_INTERRUPTED);
            }
            assertThat(bench.held()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void anAddressWhereNobodyIsSaysSo(Wire wire) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (Bench refused = new Bench(URI.create("http://localhost:" + port + "/v1"), wire);
                Bench unknown = new Bench(URI.create("https://nowhere.invalid/v1"), wire)) {
            assertThatThrownBy(() -> refused.model().stream(Bench.REQUEST).next())
                    .hasMessageStartingWith("openai/gpt-4o: no connection to localhost:" + port + ": refused");
            assertThatThrownBy(() -> unknown.model().stream(Bench.REQUEST).next())
                    .hasMessageStartingWith("openai/gpt-4o: unknown host nowhere.invalid");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aDeadKeptConnectionIsNoFault(Wire wire) {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            if (exchange.onConnection() == 2) {
                return exchange.reset();
            }
            String body = wire.begin() + wire.text("Hello") + wire.end();
            exchange.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");
            return true;
        })) {
            try (Bench bench = Bench.of(server, wire)) {
                assertThat(bench.model().stream(Bench.REQUEST).response().text())
                        .isEqualTo("Hello");
                assertThat(bench.model().stream(Bench.REQUEST).response().text())
                        .isEqualTo("Hello");
                assertThat(server.connections()).isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    @Tag("integration")
    void aHundredBrokenStreamsLeaveNothingBehind(Wire wire) {
        try (ScriptedServer server = new ScriptedServer(thenReset(wire.begin() + wire.text("Hel")));
                Bench bench = Bench.of(server, wire)) {
            int threads = Thread.activeCount();
            for (int call = 0; call < 100; call++) {
                failure(bench.model().stream(Bench.REQUEST, Bench.limited()), new ArrayList<>());
            }
            assertThat(bench.pool.connectionCount()).isZero();
            await().untilAsserted(() -> assertThat(Thread.activeCount()).isLessThan(threads + 10));
        }
    }

    private static TimeoutPhase phase(Bench bench) {
        long start = System.nanoTime();
        LlmException failure = failure(bench.model().stream(Bench.REQUEST, Bench.limited()), new ArrayList<>());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Bench.SHORT, Bench.SHORT.plusSeconds(5));
        return ((TimedOut) failure).phase();
    }

    static boolean dribbleHeaders(ScriptedServer.Exchange exchange) throws IOException, InterruptedException {
        exchange.write("HTTP/1.1 200 OK\r\n");
        for (int i = 0; i < 500; i++) {
            exchange.write("X-Header-" + i + ": slow\r\n");
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return false;
    }

    private static ScriptedServer.Step thenReset(String events) {
        return exchange -> {
            exchange.write(Wire.head() + events);
            // Lets the client read what was sent: a reset overtakes it.
            TimeUnit.MILLISECONDS.sleep(50);
            return exchange.reset();
        };
    }

    private static LlmException failure(ChatStream stream, List<ChatEvent> events) {
        try (stream) {
            for (ChatEvent event : stream) {
                events.add(event);
            }
        } catch (LlmException e) {
            return e;
        }
        throw new AssertionError("The stream ended well with " + events);
    }
}
