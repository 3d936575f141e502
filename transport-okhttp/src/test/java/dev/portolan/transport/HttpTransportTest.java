package dev.portolan.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.Timeouts;
import dev.portolan.error.Cancelled;
import dev.portolan.error.InvalidResponse;
import dev.portolan.error.LlmException;
import dev.portolan.error.NetworkFailure;
import dev.portolan.error.TimedOut;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.spi.Secret;
import dev.portolan.spi.support.CallGuard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpTransportTest {

    private static final byte[] JSON = "{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8);
    private static final Duration SHORT = Duration.ofMillis(150);

    private HttpTransport transport = new HttpTransport(TransportOptions.DEFAULTS);

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void aRequestCarriesItsHeadersAndBody() throws IOException {
        use(TransportOptions.builder().header("X-Team", "blue"));
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{}"))) {
            assertThat(text(server, CallContext.EMPTY)).isEqualTo("{}");
            ScriptedServer.Exchange request = server.requests().get(0);
            assertThat(request.head())
                    .startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
                    .containsPattern("User-Agent: portolan/\\S+")
                    .contains("X-Team: blue\r\n", "Authorization: Bearer k\r\n", "Accept: application/json\r\n")
                    .contains("Content-Type: application/json\r\n", "Accept-Encoding: gzip\r\n");
            assertThat(request.body()).isEqualTo("{\"model\":\"m\"}");
        }
    }

    @Test
    void whatIsThereIsAskedForWithoutABody() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{\"a\":1}"));
                CallGuard guard = CallGuard.start(CallContext.EMPTY);
                HttpAnswer answer = endpoint(server).get(Map.of("Authorization", "Bearer k"), guard)) {
            assertThat(new String(answer.bytes(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
            assertThat(server.requests().get(0).head())
                    .startsWith("GET /v1/chat/completions HTTP/1.1\r\n")
                    .contains("Authorization: Bearer k\r\n", "Accept: application/json\r\n")
                    .doesNotContain("Content-Length", "Content-Type");
        }
    }

    @Test
    void aServerThatSaysRetryAtOnceIsNotAskedTwice() {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
                    exchange.write("HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 2\r\n\r\n{}");
                    return true;
                });
                CallGuard guard = CallGuard.start(CallContext.EMPTY);
                HttpAnswer answer = endpoint(server).post(JSON, Map.of(), false, guard)) {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("0");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aStreamAsksNotToBeCompressed() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("data: 1\n\n"));
                CallGuard guard = CallGuard.start(CallContext.EMPTY);
                HttpAnswer answer = endpoint(server).post(JSON, Map.of(), true, guard)) {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            while (answer.read(read::write)) {
                guard.received();
            }
            assertThat(read).hasToString("data: 1\n\n");
            assertThat(server.requests().get(0).head())
                    .contains("Accept: text/event-stream\r\n", "Accept-Encoding: identity\r\n");
        }
    }

    @Test
    void aCompressedAnswerIsReadAsIfItWereNot() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        }
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.write(
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + zipped.size() + "\r\n\r\n");
            exchange.write(zipped.toByteArray());
            return true;
        })) {
            assertThat(text(server, CallContext.EMPTY)).isEqualTo("{\"a\":1}");
        }
    }

    @Test
    void aConnectionIsUsedAgain() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{}"))) {
            for (int call = 0; call < 5; call++) {
                text(server, CallContext.EMPTY);
            }
            assertThat(server.connections()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDeadKeptConnectionIsReplacedOnceWithoutAFailure(boolean reset) throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            if (exchange.onConnection() == 2) {
                // It went to sleep between the two requests.
                if (reset) {
                    exchange.reset();
                }
                return false;
            }
            return ScriptedServer.ok("{\"n\":" + exchange.number() + "}").answer(exchange);
        })) {
            assertThat(text(server, CallContext.EMPTY)).isEqualTo("{\"n\":1}");
            assertThat(text(server, CallContext.EMPTY)).isEqualTo("{\"n\":3}");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aFreshConnectionThatBreaksIsNotTriedAgain() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            return exchange.reset();
        })) {
            assertThatThrownBy(() -> text(server, CallContext.EMPTY))
                    .isInstanceOf(NetworkFailure.class)
                    .hasMessageContaining("broke before an answer")
                    .hasMessageContaining("unknown whether the vendor did the work");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aKeptConnectionThatHadBegunToAnswerIsNotTriedAgain() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            if (exchange.onConnection() == 2) {
                exchange.write("HTTP/1.1 20");
                return false;
            }
            return ScriptedServer.ok("{}").answer(exchange);
        })) {
            text(server, CallContext.EMPTY);
            assertThatThrownBy(() -> text(server, CallContext.EMPTY)).isInstanceOf(NetworkFailure.class);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void aRefusedConnectionSaysSo() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(
                        () -> text(transport.endpoint(URI.create("http://127.0.0.1:" + port), "x"), CallContext.EMPTY))
                .isInstanceOf(NetworkFailure.class)
                .hasMessageContaining("no connection to 127.0.0.1:" + port + ": refused")
                .hasMessageContaining("Check that the server runs");
    }

    @Test
    void anUnknownHostSaysSo() {
        Endpoint endpoint = transport.endpoint(URI.create("https://nowhere.invalid/v1"), "x");
        assertThatThrownBy(() -> text(endpoint, CallContext.EMPTY))
                .isInstanceOf(NetworkFailure.class)
                .hasMessageContaining("unknown host nowhere.invalid")
                .hasMessageContaining("DNS");
    }

    @Test
    void aServerWithoutTlsWhereTlsIsExpectedSaysSo() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> {
                try (Socket socket = plain.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    socket.getOutputStream().flush();
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    return;
                }
            });
            server.start();
            Endpoint endpoint = transport.endpoint(URI.create("https://localhost:" + plain.getLocalPort()), "x");
            LlmException e = catchThrowableOfType(LlmException.class, () -> text(endpoint, CallContext.EMPTY));
            assertThat(e)
                    .isInstanceOf(NetworkFailure.class)
                    .hasMessageContaining("no trusted TLS connection")
                    .hasMessageContaining("cannot be turned off");
            assertThat(e.retryable()).isFalse();
        }
    }

    @Test
    void whatIsNoHttpSaysSoWithoutQuotingIt() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.write("SSH-2.0-secretive\r\n\r\n");
            return false;
        })) {
            assertThatThrownBy(() -> text(server, CallContext.EMPTY))
                    .isInstanceOf(InvalidResponse.class)
                    .hasMessageContaining("does not speak HTTP")
                    .hasNoCause()
                    .hasMessageNotContaining("secretive");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://elsewhere.example/v1?token=t", "/v2/chat", ""})
    void aRedirectIsAnErrorAndNotFollowed(String location) throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            String header = location.isEmpty() ? "" : "Location: " + location + "\r\n";
            exchange.write("HTTP/1.1 307 Temporary Redirect\r\n" + header + "Content-Length: 0\r\n\r\n");
            return true;
        })) {
            LlmException e = catchThrowableOfType(LlmException.class, () -> text(server, CallContext.EMPTY));
            assertThat(e).isInstanceOf(InvalidResponse.class).hasMessageContaining("correct base-url");
            assertThat(e.getMessage()).doesNotContain("token");
            assertThat(e.retryable()).isFalse();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void connectingToAMachineThatDoesNotAnswerTimesOutAsConnect() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            Endpoint endpoint = transport.endpoint(URI.create("http://localhost:" + full.getLocalPort()), "x");
            assertTimesOut(endpoint, new Timeouts(SHORT, null, null), TimeoutPhase.CONNECT);
        }
    }

    @Test
    void aTlsHandshakeThatHangsTimesOutAsConnect() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Endpoint endpoint = transport.endpoint(URI.create("https://localhost:" + silent.getLocalPort()), "x");
            assertTimesOut(endpoint, new Timeouts(SHORT, null, null), TimeoutPhase.CONNECT);
        }
    }

    @Test
    void headersThatDoNotComeTimeOutAsFirstToken() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Exchange::stall)) {
            assertTimesOut(endpoint(server), new Timeouts(null, SHORT, null), TimeoutPhase.FIRST_TOKEN);
        }
    }

    @Test
    void headersThatDribbleTimeOutAllTheSame() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.write("HTTP/1.1 200 OK\r\n");
            for (int i = 0; i < 1_000; i++) {
                exchange.write("X-Header-" + i + ": y\r\n");
                TimeUnit.MILLISECONDS.sleep(10);
            }
            return false;
        })) {
            assertTimesOut(endpoint(server), new Timeouts(null, SHORT, null), TimeoutPhase.FIRST_TOKEN);
        }
    }

    @Test
    void aBodyThatStallsTimesOutAsIdle() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
            return exchange.stall();
        })) {
            assertTimesOut(endpoint(server), new Timeouts(null, null, SHORT), TimeoutPhase.IDLE);
        }
    }

    @Test
    void theDeadlineEndsABodyThatDribbles() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n");
            for (int i = 0; i < 1_000; i++) {
                exchange.write(" ");
                TimeUnit.MILLISECONDS.sleep(10);
            }
            return false;
        })) {
            TimedOut e = catchThrowableOfType(TimedOut.class, () -> text(server, CallContext.withTimeout(SHORT)));
            assertThat(e.phase()).isEqualTo(TimeoutPhase.TOTAL);
        }
    }

    @Test
    void cancellingFreesACallThatWaits() throws IOException {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            arrived.countDown();
            return exchange.stall();
        })) {
            Cancellation cancellation = new Cancellation();
            Thread other = new Thread(() -> {
                try {
                    arrived.await();
                } catch (InterruptedException e) {
                    return;
                }
                cancellation.cancel();
            });
            other.start();
            assertThatThrownBy(() -> text(
                            server,
                            CallContext.builder().cancellation(cancellation).build()))
                    .isInstanceOf(Cancelled.class);
            await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
            assertThat(transport.client().connectionPool().connectionCount()).isZero();
        }
    }

    @Test
    void aThreadThatIsInterruptedBeforehandCallsNobody() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{}"))) {
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(() -> text(server, CallContext.EMPTY))
                        .isInstanceOf(Cancelled.class)
                        .hasMessageContaining("interrupted");
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        }
    }

    @Test
    void anAnswerOverTheLimitIsRefusedWhetherItTellsItsLengthOrNot() throws IOException {
        use(TransportOptions.builder().maxResponseBytes(1_000));
        try (ScriptedServer told = new ScriptedServer(ScriptedServer.ok("x".repeat(1_001)));
                ScriptedServer untold = new ScriptedServer(exchange -> {
                    exchange.write("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(100_000));
                    return false;
                })) {
            for (ScriptedServer server : new ScriptedServer[] {told, untold}) {
                LlmException e = catchThrowableOfType(LlmException.class, () -> text(server, CallContext.EMPTY));
                assertThat(e)
                        .isInstanceOf(InvalidResponse.class)
                        .hasMessageContaining("larger than 1000 bytes")
                        .hasMessageContaining("max-response-size");
                assertThat(e.retryable()).isFalse();
            }
            try (CallGuard guard = CallGuard.start(CallContext.EMPTY);
                    HttpAnswer answer = endpoint(untold).post(JSON, Map.of(), true, guard)) {
                assertThatThrownBy(() -> {
                            boolean more = true;
                            while (more) {
                                more = answer.read((bytes, offset, length) -> {});
                            }
                        })
                        .isInstanceOf(InvalidResponse.class);
            }
        }
    }

    @Test
    void anAnswerThatBreaksOffIsANetworkFailure() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
            return false;
        })) {
            assertThatThrownBy(() -> text(server, CallContext.EMPTY))
                    .isInstanceOf(NetworkFailure.class)
                    .hasMessageContaining("in the middle of the answer");
        }
    }

    @Test
    void theBodyOfAnErrorIsReadAsFarAsItGoes() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            switch (exchange.number()) {
                case 1 -> exchange.write("HTTP/1.1 500 Oops\r\nContent-Length: 4\r\nX-Id: 7\r\n\r\noops");
                case 2 -> exchange.write("HTTP/1.1 502 Oops\r\nContent-Length: 100\r\n\r\nhalf");
                default -> exchange.write("HTTP/1.1 503 Oops\r\n\r\n" + "x".repeat(1_000_000));
            }
            return exchange.number() == 1;
        })) {
            try (CallGuard guard = CallGuard.start(CallContext.EMPTY);
                    HttpAnswer answer = post(endpoint(server), guard)) {
                assertThat(answer.isSuccess()).isFalse();
                assertThat(answer.status()).isEqualTo(500);
                assertThat(answer.header("x-id")).isEqualTo("7");
                assertThat(answer.header("absent")).isNull();
                assertThat(answer.errorBytes()).asString().isEqualTo("oops");
                assertThat(answer).hasToString("HttpAnswer[500, localhost]");
            }
            try (CallGuard guard = CallGuard.start(CallContext.EMPTY);
                    HttpAnswer answer = post(endpoint(server), guard)) {
                assertThat(answer.errorBytes()).asString().isEqualTo("half");
            }
            try (CallGuard guard = CallGuard.start(CallContext.EMPTY);
                    HttpAnswer answer = post(endpoint(server), guard)) {
                assertThat(answer.errorBytes()).hasSize(256 * 1024);
            }
        }
    }

    @Test
    void anErrorWhoseBodyStallsStillTimesOut() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.write("HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\n{");
            return exchange.stall();
        })) {
            try (CallGuard guard = CallGuard.start(CallContext.builder()
                            .timeouts(new Timeouts(null, SHORT, SHORT))
                            .build());
                    HttpAnswer answer = post(endpoint(server), guard)) {
                assertThatThrownBy(answer::errorBytes).isInstanceOf(TimedOut.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/v1",
                "http://10.0.0.1/v1",
                "http://127.0.0.1.example.com",
                "http://mylocalhost"
            })
    void plainHttpToAnotherMachineIsRefusedUnlessAllowed(String address) {
        assertThatThrownBy(() -> transport.endpoint(URI.create(address), "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allow-http");
        use(TransportOptions.builder().allowHttp(true));
        assertThat(transport.endpoint(URI.create(address), "x").host()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:1/v1", "http://127.0.0.1/v1/", "http://[::1]:80", "http://api.localhost"})
    void plainHttpToLoopbackIsAlwaysAllowed(String address) {
        assertThat(transport.endpoint(URI.create(address), "x").toString()).contains("http://");
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        assertThatThrownBy(() -> transport.endpoint(URI.create("ftp://example.com"), "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base-url");
    }

    @Test
    void theQueryOfTheBaseStaysBehindThePath() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{}"))) {
            URI base = URI.create(server.baseUrl() + "/?api-version=2024-10-21");
            text(transport.endpoint(base, "chat/completions"), CallContext.EMPTY);
            assertThat(server.requests().get(0).head()).startsWith("POST /v1/chat/completions?api-version=2024-10-21 ");
        }
    }

    @Test
    void aKeyThatCannotBeSentIsNotQuoted() {
        Endpoint endpoint = transport.endpoint(URI.create("http://localhost:1"), "x");
        try (CallGuard guard = CallGuard.start(CallContext.EMPTY)) {
            assertThatThrownBy(() -> endpoint.post(JSON, Map.of("Authorization", "Bearer s3cr\u00e9t\n"), false, guard))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Authorization")
                    .hasMessageNotContaining("s3cr");
        }
    }

    @Test
    void anHttpProxyIsUsedAndLoggedInto() throws IOException {
        try (ScriptedServer proxy = new ScriptedServer(exchange -> {
            if (!exchange.head().contains("Proxy-Authorization: Basic dTpw")) {
                exchange.write(
                        "HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
                return true;
            }
            return ScriptedServer.ok("{\"via\":\"proxy\"}").answer(exchange);
        })) {
            use(TransportOptions.builder()
                    .proxy("localhost:" + proxy.port())
                    .proxyCredentials("u", Secret.of("p"))
                    .allowHttp(true));
            Endpoint endpoint = transport.endpoint(URI.create("http://vendor.example"), "x");
            assertThat(text(endpoint, CallContext.EMPTY)).isEqualTo("{\"via\":\"proxy\"}");

            use(TransportOptions.builder()
                    .proxy("localhost:" + proxy.port())
                    .proxyCredentials("u", Secret.of("wrong"))
                    .allowHttp(true));
            try (CallGuard guard = CallGuard.start(CallContext.EMPTY);
                    HttpAnswer answer = post(transport.endpoint(URI.create("http://vendor.example"), "x"), guard)) {
                assertThat(answer.status()).isEqualTo(407);
            }
        }
    }

    @Test
    void aClientOfTheApplicationKeepsItsInterceptorsAndIsNotClosed() throws IOException {
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger events = new AtomicInteger();
        OkHttpClient own = new OkHttpClient.Builder()
                .readTimeout(Duration.ofMillis(1))
                .addInterceptor(chain -> {
                    seen.incrementAndGet();
                    return chain.proceed(chain.request());
                })
                .eventListener(new okhttp3.EventListener() {
                    @Override
                    public void callStart(okhttp3.Call call) {
                        events.incrementAndGet();
                    }
                })
                .build();
        use(TransportOptions.builder().client(own));
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            TimeUnit.MILLISECONDS.sleep(20);
            return ScriptedServer.ok("{}").answer(exchange);
        })) {
            assertThat(text(server, CallContext.EMPTY)).isEqualTo("{}");
            assertThat(seen).hasValue(1);
            assertThat(events).hasValue(1);
            transport.close();
            assertThat(own.connectionPool().connectionCount()).isOne();
            assertThat(own.dispatcher().executorService().isShutdown()).isFalse();
            assertThat(own.retryOnConnectionFailure()).isTrue();
        } finally {
            own.connectionPool().evictAll();
        }
    }

    @Test
    void closingGivesBackUnusedConnections() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{}"))) {
            text(server, CallContext.EMPTY);
            assertThat(transport.client().connectionPool().connectionCount()).isOne();
            transport.close();
            assertThat(transport.client().connectionPool().connectionCount()).isZero();
            await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
        }
    }

    private void assertTimesOut(Endpoint endpoint, Timeouts timeouts, TimeoutPhase phase) {
        long start = System.nanoTime();
        TimedOut e = catchThrowableOfType(
                TimedOut.class,
                () -> text(endpoint, CallContext.builder().timeouts(timeouts).build()));
        assertThat(e.phase()).isEqualTo(phase);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, SHORT.plusSeconds(5));
        assertThat(transport.client().connectionPool().connectionCount()).isZero();
    }

    private void use(TransportOptions.Builder options) {
        transport.close();
        transport = new HttpTransport(options.build());
    }

    private Endpoint endpoint(ScriptedServer server) {
        return transport.endpoint(server.baseUrl(), "chat/completions");
    }

    private String text(ScriptedServer server, CallContext context) {
        return text(endpoint(server), context);
    }

    private static String text(Endpoint endpoint, CallContext context) {
        try (CallGuard guard = CallGuard.start(context);
                HttpAnswer answer = post(endpoint, guard)) {
            return new String(answer.bytes(), StandardCharsets.UTF_8);
        }
    }

    private static HttpAnswer post(Endpoint endpoint, CallGuard guard) {
        return endpoint.post(JSON, Map.of("Authorization", "Bearer k"), false, guard);
    }
}
