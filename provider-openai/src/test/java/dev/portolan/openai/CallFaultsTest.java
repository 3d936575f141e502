package dev.portolan.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimedOut;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.transport.TransportOptions;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What can go wrong with an answer in one piece beyond the simulator's faults, and what the caller sees. */
@Timeout(60)
class CallFaultsTest {

    record Fault(String name, Wire wire, ErrorKind kind, ScriptedServer.Step step) {
        @Override
        public String toString() {
            return wire + ": " + name + " is " + kind.id();
        }
    }

    static Stream<Fault> faults() {
        return Stream.of(Wire.values()).flatMap(CallFaultsTest::faults);
    }

    private static Stream<Fault> faults(Wire wire) {
        String whole = wire.whole("Hello");
        return Stream.of(
                new Fault("a reset before the answer", wire, ErrorKind.NETWORK, ScriptedServer.Exchange::reset),
                new Fault("a close before the answer", wire, ErrorKind.NETWORK, exchange -> false),
                new Fault("headers that dribble", wire, ErrorKind.TIMEOUT, StreamFaultsTest::dribbleHeaders),
                new Fault("a 500 without body", wire, ErrorKind.UNAVAILABLE, Wire.json(500, "")),
                new Fault("a 502 whose body breaks off", wire, ErrorKind.UNAVAILABLE, exchange -> {
                    exchange.write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 5000\r\n\r\n<html>");
                    return exchange.reset();
                }),
                new Fault("an empty body", wire, ErrorKind.INVALID_RESPONSE, Wire.json(200, "")),
                new Fault(
                        "an error body with status 200",
                        wire,
                        ErrorKind.UNAVAILABLE,
                        Wire.json(200, "{\"error\":{\"message\":\"Oops\",\"type\":\"server_error\",\"code\":null}}")),
                new Fault(
                        "a redirect",
                        wire,
                        ErrorKind.INVALID_RESPONSE,
                        Wire.answer(308, "text/plain", "Location: https://elsewhere.example/v1\r\n", "")));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theCallerSeesTheKind(Fault fault) {
        try (ScriptedServer server = new ScriptedServer(fault.step());
                Bench bench = Bench.of(server, fault.wire())) {
            long start = System.nanoTime();
            LlmException failure = failure(bench, Bench.limited());

            assertThat(failure.kind()).isEqualTo(fault.kind());
            assertThat(failure.getMessage())
                    .startsWith("openai/gpt-4o: ")
                    .doesNotContain("Hello", "sk-te", "Overloaded", "Welcome");
            assertThat(failure.partialResponse()).isNull();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            assertThat(server.requests()).hasSize(1);
            assertThat(bench.held()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aWholeAnswerIsNoFault(Wire wire) {
        try (ScriptedServer server = new ScriptedServer(Wire.answer(
                        200, "application/json", "x-ratelimit-remaining-requests: 41\r\n", wire.whole("Hello")));
                Bench bench = Bench.of(server, wire)) {
            ChatResponse response = bench.model().chat(Bench.REQUEST, Bench.limited());
            assertThat(response.text()).isEqualTo("Hello");
            assertThat(response.provider()).isEqualTo("openai");
            assertThat(response.model()).isEqualTo("gpt-4o-2024-08-06");
            assertThat(response.requestId()).isEqualTo("req_1");
            assertThat(response.rateLimits().remainingRequests()).isEqualTo(41);
            assertThat(response.timings().total()).isPositive();
            assertThat(response.warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void anAnswerOverTheLimitIsRefused(Wire wire) {
        try (ScriptedServer server = new ScriptedServer(Wire.json(200, wire.whole("x".repeat(20_000))));
                Bench bench = new Bench(
                        server.baseUrl(), wire, TransportOptions.builder().maxResponseBytes(10_000))) {
            LlmException failure = failure(bench, Bench.limited());
            assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_RESPONSE);
            assertThat(failure).hasMessageContaining("max-response-size");
            assertThat(failure.retryable()).isFalse();
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
            assertThat(failure(refused, Bench.limited()))
                    .hasMessageStartingWith("openai/gpt-4o: no connection to localhost:" + port + ": refused")
                    .extracting(LlmException::kind)
                    .isEqualTo(ErrorKind.NETWORK);
            assertThat(failure(unknown, CallContext.EMPTY))
                    .hasMessageStartingWith("openai/gpt-4o: unknown host nowhere.invalid")
                    .extracting(LlmException::kind)
                    .isEqualTo(ErrorKind.NETWORK);
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aDeadKeptConnectionIsNoFault(Wire wire) {
        ScriptedServer.Step whole = Wire.json(200, wire.whole("Hello"));
        try (ScriptedServer server = new ScriptedServer(
                        exchange -> exchange.onConnection() == 2 ? exchange.reset() : whole.answer(exchange));
                Bench bench = Bench.of(server, wire)) {
            assertThat(bench.model().chat(Bench.REQUEST).text()).isEqualTo("Hello");
            assertThat(bench.model().chat(Bench.REQUEST).text()).isEqualTo("Hello");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void valuesThatMakeNoSenseAreNeverTheCallersMistake(Wire wire) {
        try (ScriptedServer server = new ScriptedServer(exchange -> Wire.answer(
                                exchange.number() == 1 ? 200 : 429,
                                "application/json",
                                Wire.HOSTILE_HEADERS,
                                wire.hostile())
                        .answer(exchange));
                Bench bench = Bench.of(server, wire)) {
            for (int call = 1; call <= 2; call++) {
                try {
                    assertThat(bench.model()
                                    .chat(Bench.REQUEST, Bench.limited())
                                    .text())
                            .isEmpty();
                } catch (LlmException e) {
                    assertThat(e.kind()).isIn(ErrorKind.INVALID_RESPONSE, ErrorKind.RATE_LIMITED);
                }
                assertThat(bench.held()).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void cancellingFreesTheCallerAtOnce(Wire wire) {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(exchange -> {
                    arrived.countDown();
                    return exchange.stall();
                });
                Bench bench = Bench.of(server, wire)) {
            Cancellation cancellation = new Cancellation();
            new Thread(() -> {
                        try {
                            arrived.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        cancellation.cancel();
                    })
                    .start();
            LlmException failure = failure(
                    bench, CallContext.builder().cancellation(cancellation).build());
            assertThat(failure.kind()).isEqualTo(ErrorKind.CANCELLED);
            assertThat(bench.held()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void theDeadlineEndsAnAnswerThatDribbles(Wire wire) {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
                    exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
                    for (int i = 0; i < 1_000; i++) {
                        exchange.write(" ");
                        Thread.sleep(10);
                    }
                    return false;
                });
                Bench bench = Bench.of(server, wire)) {
            TimedOut failure = (TimedOut) failure(bench, CallContext.withTimeout(Bench.SHORT));
            assertThat(failure.phase()).isEqualTo(TimeoutPhase.TOTAL);
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aServerWithoutTlsSaysSo(Wire wire) throws Exception {
        try (ServerSocket plain = new ServerSocket(0)) {
            answerPlainly(plain);
            try (Bench bench = new Bench(URI.create("https://localhost:" + plain.getLocalPort() + "/v1"), wire)) {
                LlmException failure = failure(bench, CallContext.EMPTY);
                assertThat(failure.kind()).isEqualTo(ErrorKind.NETWORK);
                assertThat(failure).hasMessageContaining("TLS").hasMessageContaining("cannot be turned off");
            }
        }
    }

    /** Says something, once, that is no TLS. */
    static void answerPlainly(ServerSocket plain) {
        new Thread(() -> {
                    try (Socket socket = plain.accept()) {
                        socket.getOutputStream().write("HTTP/1.1 400 No\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                        socket.getOutputStream().flush();
                        socket.getInputStream().readAllBytes();
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .start();
    }

    private static LlmException failure(Bench bench, CallContext context) {
        return catchThrowableOfType(LlmException.class, () -> bench.model().chat(Bench.REQUEST, context));
    }
}
