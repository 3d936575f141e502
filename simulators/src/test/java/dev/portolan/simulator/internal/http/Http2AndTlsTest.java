package dev.portolan.simulator.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portolan.simulator.SimulatorTrust;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server's other faces: HTTP/2 in the clear and in TLS, HTTP/1.1 in TLS, each seen through a client that is not ours. */
class Http2AndTlsTest {

    /** More than the 200 in half a minute that many a server allows. */
    private static final int MANY = 300;

    private static final Duration SHORT = Duration.ofMillis(50);

    private final ThrowawayCertificate identity = ThrowawayCertificate.create();
    private final List<LoopbackServer> servers = new ArrayList<>();
    private final List<OkHttpClient> clients = new ArrayList<>();

    /** What a client speaks to what server. */
    private enum Face {
        HTTP_1_1("http", "HTTP/1.1", Protocol.HTTP_1_1),
        H2C("http", "HTTP/2", Protocol.H2_PRIOR_KNOWLEDGE),
        TLS_HTTP_1_1("https", "HTTP/1.1", Protocol.HTTP_1_1),
        TLS_HTTP_2("https", "HTTP/2", Protocol.HTTP_2, Protocol.HTTP_1_1);

        private final String scheme;
        private final String protocol;
        private final List<Protocol> offered;

        Face(String scheme, String protocol, Protocol... offered) {
            this.scheme = scheme;
            this.protocol = protocol;
            this.offered = List.of(offered);
        }
    }

    @AfterEach
    void stop() {
        clients.forEach(client -> {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        });
        servers.forEach(LoopbackServer::close);
    }

    private LoopbackServer serving(Face face, HttpHandler handler) {
        LoopbackServer server =
                LoopbackServer.start("test", 0, 1_000, face.scheme.equals("https") ? identity : null, handler);
        servers.add(server);
        return server;
    }

    private OkHttpClient client(Face face) {
        SimulatorTrust trust = SimulatorTrust.of(identity.certificate());
        OkHttpClient client = new OkHttpClient.Builder()
                .protocols(face.offered)
                .sslSocketFactory(trust.sslContext().getSocketFactory(), trust.trustManager())
                .retryOnConnectionFailure(false)
                .readTimeout(Duration.ofSeconds(10))
                .build();
        clients.add(client);
        return client;
    }

    private static Request.Builder request(Face face, LoopbackServer server, String target) {
        return new Request.Builder().url(face.scheme + "://127.0.0.1:" + server.port() + target);
    }

    private static RequestBody body(String text) {
        return RequestBody.create(text, MediaType.get("text/plain"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static HttpResponse streamed(Step... steps) {
        return new HttpResponse(200, Map.of("X-Mixed-Case", "Kept"), HttpResponse.CHUNKED, List.of(steps));
    }

    private static Step say(String text) {
        return new Step.Send(() -> utf8(text));
    }

    @Test
    void oneHandlerServesEveryFace() throws IOException {
        for (Face face : Face.values()) {
            LoopbackServer server = serving(
                    face,
                    asked -> HttpResponse.text(
                            200,
                            asked.protocol() + " " + asked.method() + " " + asked.path() + " " + asked.query() + " "
                                    + asked.body()));
            Request request = request(face, server, "/model/a%3Ab%2Fc:0/converse?x=%20&y")
                    .post(body("text"))
                    .build();
            try (Response response = client(face).newCall(request).execute()) {
                assertThat(response.body().string())
                        .isEqualTo(face.protocol + " POST /model/a%3Ab%2Fc:0/converse x=%20&y text");
                assertThat(response.header("content-length")).isNotNull();
            }
            await().until(() -> server.inFlight() == 0);
            assertThat(server.openConnections()).isEqualTo(1);
        }
    }

    @Test
    void headersComeAsTheyWereSentAndNothingIsAdded() throws IOException {
        for (Face face : Face.values()) {
            List<HttpRequest> seen = new ArrayList<>();
            LoopbackServer server = serving(face, asked -> {
                seen.add(asked);
                return streamed(say("x"));
            });
            Request request = request(face, server, "/")
                    .addHeader("X-Twice", "one")
                    .addHeader("X-Twice", "two")
                    .post(body("text"))
                    .build();
            try (Response response = client(face).newCall(request).execute()) {
                assertThat(response.header("x-mixed-case")).isEqualTo("Kept");
                if (face.protocol.equals("HTTP/2")) {
                    assertThat(response.headers().names()).allMatch(name -> name.equals(name.toLowerCase()));
                    assertThat(response.header("transfer-encoding")).isNull();
                }
            }
            assertThat(seen.get(0).headers().get("x-twice")).containsExactly("one", "two");
            assertThat(seen.get(0).header("host")).isEqualTo("127.0.0.1:" + server.port());
            assertThat(seen.get(0).headers().keySet())
                    .contains("content-type", "content-length", "user-agent")
                    .doesNotContain("transfer-encoding")
                    .noneMatch(name -> name.startsWith("x-http2"));
        }
    }

    @Test
    void aStreamGoesOutPieceByPieceOnEveryFace() throws IOException {
        for (Face face : Face.values()) {
            CountDownLatch second = new CountDownLatch(1);
            LoopbackServer server = serving(
                    face,
                    asked -> streamed(new Step.Head(), say("one"), new Step.Pause(SHORT), new Step.Send(() -> {
                        second.countDown();
                        return utf8("two");
                    })));
            try (Response response =
                    client(face).newCall(request(face, server, "/").build()).execute()) {
                BufferedSource source = response.body().source();
                assertThat(source.readUtf8(3)).isEqualTo("one");
                assertThat(second.getCount()).isEqualTo(1);
                assertThat(source.readUtf8()).isEqualTo("two");
            }
        }
    }

    @Test
    void anAnswerThatBreaksOffIsSeenAsSuchOnEveryFace() throws IOException {
        for (Face face : Face.values()) {
            LoopbackServer server = serving(face, asked -> streamed(say("half"), new Step.Close()));
            try (Response response =
                    client(face).newCall(request(face, server, "/").build()).execute()) {
                BufferedSource source = response.body().source();
                assertThat(source.readUtf8(4)).isEqualTo("half");
                assertThatThrownBy(source::readUtf8).isInstanceOf(IOException.class);
            }
            await().until(() -> server.openConnections() == 0 && server.inFlight() == 0);
        }
    }

    @Test
    void aResetEndsTheStreamOnHttp2() throws IOException {
        for (Face face : List.of(Face.H2C, Face.TLS_HTTP_2)) {
            LoopbackServer server = serving(face, asked -> streamed(say("half"), new Step.Reset()));
            try (Response response =
                    client(face).newCall(request(face, server, "/bad").build()).execute()) {
                assertThatThrownBy(() -> response.body().string())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("reset: INTERNAL_ERROR");
            }
            await().until(() -> server.inFlight() == 0);
        }
    }

    /** With the JDK's client, since OkHttp itself leaves a connection on which a stream was reset. */
    @Test
    @Tag("integration")
    void resetsAndFailuresOnHttp2LeaveTheOtherStreamsOfTheirConnectionAlone() throws Exception {
        LoopbackServer server = serving(Face.TLS_HTTP_2, asked -> switch (asked.path()) {
            case "/reset" -> streamed(new Step.Reset());
            case "/fail" ->
                streamed(say("half"), new Step.Send(() -> {
                    throw new IllegalStateException("on purpose");
                }));
            case "/long" -> streamed(say("half"), new Step.Pause(Duration.ofHours(1)));
            default -> HttpResponse.text(200, "fine");
        });
        HttpClient client = HttpClient.newBuilder()
                .sslContext(SimulatorTrust.of(identity.certificate()).sslContext())
                .build();
        InputStream other =
                client.send(jdk(server, "/long"), BodyHandlers.ofInputStream()).body();
        for (int i = 0; i < MANY; i++) {
            assertThatThrownBy(() -> client.send(jdk(server, "/reset"), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> client.send(jdk(server, "/fail"), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        assertThat(client.send(jdk(server, "/"), BodyHandlers.ofString()).body())
                .isEqualTo("fine");
        assertThat(server.openConnections()).isEqualTo(1);
        await().until(() -> server.inFlight() == 1);
        other.close();
        await().until(() -> server.inFlight() == 0);
    }

    private static java.net.http.HttpRequest jdk(LoopbackServer server, String path) {
        return java.net.http.HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path))
                .build();
    }

    @Test
    void aClientThatGivesUpIsNoticedAtOnceOnEveryFace() throws IOException {
        for (Face face : Face.values()) {
            LoopbackServer server =
                    serving(face, asked -> streamed(say("half"), new Step.Pause(Duration.ofHours(1)), say("never")));
            Call call = client(face).newCall(request(face, server, "/").build());
            try (Response response = call.execute()) {
                response.body().source().readUtf8(4);
                assertThat(server.inFlight()).isEqualTo(1);
                call.cancel();
                await().atMost(Duration.ofSeconds(1)).until(() -> server.inFlight() == 0);
            }
        }
    }

    @Test
    @Tag("integration")
    void hundredsOfStreamsMayBeCancelledAtOnce() throws IOException {
        LoopbackServer server = serving(
                Face.H2C,
                asked -> asked.path().equals("/good")
                        ? HttpResponse.text(200, "fine")
                        : streamed(say("half"), new Step.Pause(Duration.ofHours(1))));
        OkHttpClient client = client(Face.H2C);
        List<Call> open = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Call call = client.newCall(request(Face.H2C, server, "/").build());
            call.execute().body().source().readUtf8(4);
            open.add(call);
        }
        assertThat(server.inFlight()).isEqualTo(MANY);
        open.forEach(Call::cancel);
        await().atMost(Duration.ofSeconds(2)).until(() -> server.inFlight() == 0);
        try (Response response =
                client.newCall(request(Face.H2C, server, "/good").build()).execute()) {
            assertThat(response.body().string()).isEqualTo("fine");
        }
        assertThat(server.openConnections()).isEqualTo(1);
    }

    @Test
    void aHeadRequestGetsTheHeadOnly() throws IOException {
        for (Face face : Face.values()) {
            LoopbackServer server = serving(face, asked -> HttpResponse.text(200, "Ollama is running"));
            OkHttpClient client = client(face);
            for (String method : List.of("HEAD", "GET")) {
                Request request =
                        request(face, server, "/").method(method, null).build();
                try (Response response = client.newCall(request).execute()) {
                    assertThat(response.header("content-length")).isEqualTo("17");
                    assertThat(response.body().string()).isEqualTo(method.equals("GET") ? "Ollama is running" : "");
                }
            }
        }
    }

    @Test
    void whatIsTooLargeIsRefusedOnEveryFaceAndTheNextRequestIsServed() throws IOException {
        for (Face face : Face.values()) {
            LoopbackServer server = serving(face, asked -> HttpResponse.text(200, "fine"));
            OkHttpClient client = client(face);
            try (Response response = client.newCall(request(face, server, "/")
                            .post(body("x".repeat(1_001)))
                            .build())
                    .execute()) {
                assertThat(response.code()).isEqualTo(413);
            }
            try (Response response = client.newCall(request(face, server, "/")
                            .header("X", "x".repeat(70_000))
                            .build())
                    .execute()) {
                assertThat(response.code()).isEqualTo(431);
            }
            try (Response response = client.newCall(request(face, server, "/")
                            .post(body("x".repeat(1_000)))
                            .build())
                    .execute()) {
                assertThat(response.body().string()).isEqualTo("fine");
            }
        }
    }

    @Test
    void aClientMayAskBeforeItSendsItsBody() throws IOException {
        for (Face face : Face.values()) {
            LoopbackServer server = serving(face, asked -> HttpResponse.text(200, asked.body()));
            OkHttpClient client = client(face);
            for (int length : new int[] {1_001, 1_000}) {
                try (Response response = client.newCall(request(face, server, "/")
                                .header("Expect", "100-continue")
                                .post(body("x".repeat(length)))
                                .build())
                        .execute()) {
                    assertThat(response.code()).isEqualTo(length > 1_000 ? 413 : 200);
                }
            }
            await().until(() -> server.inFlight() == 0);
        }
    }

    @Test
    @Tag("integration")
    void aServerClosesWithinASecondThoughItsReadersHaveStalled() throws IOException {
        byte[] piece = new byte[64 * 1024];
        for (Face face : Face.values()) {
            AtomicLong made = new AtomicLong();
            LoopbackServer server = serving(
                    face,
                    asked -> new HttpResponse(
                            200,
                            Map.of(),
                            HttpResponse.CHUNKED,
                            () -> Stream.<Step>generate(() -> new Step.Send(() -> {
                                        made.addAndGet(piece.length);
                                        return piece;
                                    }))
                                    .iterator()));
            try (Response response =
                    client(face).newCall(request(face, server, "/").build()).execute()) {
                AtomicLong last = new AtomicLong(-1);
                await().pollInterval(Duration.ofMillis(100)).until(() -> last.getAndSet(made.get()) == made.get());
                assertThat(server.inFlight()).isEqualTo(1);
                assertThat(response.code()).isEqualTo(200);
                long start = System.nanoTime();
                server.close();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
                await().atMost(Duration.ofSeconds(1))
                        .until(() -> server.inFlight() == 0 && server.openConnections() == 0);
            }
        }
    }

    @Test
    void aHandlerThatFailsIsAnErrorOnEveryFace() throws IOException {
        for (Face face : Face.values()) {
            LoopbackServer server = serving(face, asked -> {
                throw new AssertionError("a prompt");
            });
            try (Response response =
                    client(face).newCall(request(face, server, "/").build()).execute()) {
                assertThat(response.code()).isEqualTo(500);
                assertThat(response.body().string()).doesNotContain("prompt");
            }
        }
    }

    @Test
    void whoDoesNotTrustTheCertificateGetsNowhereAndOthersAreServed() throws IOException {
        LoopbackServer server = serving(Face.TLS_HTTP_2, asked -> HttpResponse.text(200, "fine"));
        assertThat(server.certificate()).isEqualTo(identity.certificate());
        OkHttpClient stranger = new OkHttpClient();
        clients.add(stranger);
        assertThatThrownBy(() -> stranger.newCall(
                                request(Face.TLS_HTTP_2, server, "/").build())
                        .execute())
                .isInstanceOf(SSLHandshakeException.class);
        try (Socket plain = new Socket(InetAddress.getByName("127.0.0.1"), server.port())) {
            plain.getOutputStream().write(utf8("GET / HTTP/1.1\r\n\r\n"));
            plain.setSoTimeout(10_000);
            assertThat(plain.getInputStream().readAllBytes()).doesNotContain(utf8("HTTP/1.1"));
        }
        try (Response response = client(Face.TLS_HTTP_2)
                .newCall(request(Face.TLS_HTTP_2, server, "/").build())
                .execute()) {
            assertThat(response.body().string()).isEqualTo("fine");
        }
    }

    @Test
    void aClientThatKnowsNothingOfAlpnSpeaksHttp1() throws IOException {
        LoopbackServer server = serving(Face.TLS_HTTP_1_1, asked -> HttpResponse.text(200, asked.protocol()));
        SSLContext trusting = SimulatorTrust.of(identity.certificate()).sslContext();
        try (Socket socket = trusting.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(utf8("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith("HTTP/1.1");
        }
    }

    @Test
    void aResetInTlsSaysNoGoodbye() throws IOException {
        LoopbackServer server =
                serving(Face.TLS_HTTP_1_1, asked -> streamed(new Step.Head(), new Step.Pause(SHORT), new Step.Reset()));
        SSLContext trusting = SimulatorTrust.of(identity.certificate()).sslContext();
        try (Socket socket = trusting.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(utf8("GET / HTTP/1.1\r\n\r\n"));
            assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void bytesThatAreNotHttp2EndTheirConnectionOnly() throws IOException {
        LoopbackServer server = serving(Face.H2C, asked -> HttpResponse.text(200, "fine"));
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(utf8("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
            socket.getOutputStream().write(new byte[100]);
            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
        }
        try (Response response =
                client(Face.H2C).newCall(request(Face.H2C, server, "/").build()).execute()) {
            assertThat(response.body().string()).isEqualTo("fine");
        }
        await().until(() -> server.openConnections() == 1);
    }

    @Test
    @Tag("integration")
    void anEndlessAnswerIsMadeOnlyAsFastAsItIsReadOnEveryFace() throws IOException {
        byte[] piece = new byte[16 * 1024];
        for (Face face : Face.values()) {
            AtomicLong made = new AtomicLong();
            LoopbackServer server = serving(
                    face,
                    asked -> new HttpResponse(
                            200,
                            Map.of(),
                            HttpResponse.CHUNKED,
                            () -> Stream.<Step>generate(() -> new Step.Send(() -> {
                                        made.addAndGet(piece.length);
                                        return piece;
                                    }))
                                    .iterator()));
            Call call = client(face).newCall(request(face, server, "/").build());
            try (Response response = call.execute()) {
                AtomicLong last = new AtomicLong(-1);
                await().pollInterval(Duration.ofMillis(100)).until(() -> last.getAndSet(made.get()) == made.get());
                assertThat(last.get()).isLessThan(20_000_000);
                response.body().source().skip(32_000_000);
                assertThat(made.get()).isBetween(32_000_000L, 64_000_000L);
                call.cancel();
            }
            await().until(() -> server.inFlight() == 0);
        }
    }
}
