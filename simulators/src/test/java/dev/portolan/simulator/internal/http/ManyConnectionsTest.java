package dev.portolan.simulator.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.simulator.SimulatorTrust;
import dev.portolan.simulator.openai.OpenAiSimulator;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the server promises about load and about its start and end. */
@Tag("integration")
@Timeout(180)
class ManyConnectionsTest {

    private static final Logger LOG = LoggerFactory.getLogger(ManyConnectionsTest.class);
    private static final int STREAMS = 2_000;
    private static final int PIECES = 50;
    private static final Duration PACE = Duration.ofMillis(20);

    @Test
    void twoThousandPacedStreamsAndTheirClientsLiveInAGibibyteOfHeap() throws Exception {
        Process process = new ProcessBuilder(
                        new File(System.getProperty("java.home"), "bin/java").getPath(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Load.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            LOG.info("{}", said.strip());
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            assertThat(said).contains("HTTP/1.1: " + STREAMS + " whole").contains("HTTP/2: " + STREAMS + " whole");
        } finally {
            process.destroyForcibly();
        }
    }

    /** What runs in the other process: server and clients in one heap. */
    static final class Load {
        private Load() {}

        public static void main(String[] arguments) throws Exception {
            onConnectionsOfTheirOwn();
            onOneConnection();
        }

        private static void onConnectionsOfTheirOwn() throws IOException {
            try (LoopbackServer server = LoopbackServer.start("load", 0, 1_000, asked -> paced())) {
                long start = System.nanoTime();
                List<Socket> sockets = new ArrayList<>();
                for (int i = 0; i < STREAMS; i++) {
                    Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), server.port());
                    socket.setSoTimeout(60_000);
                    socket.getOutputStream()
                            .write("GET / HTTP/1.1\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    sockets.add(socket);
                }
                int whole = 0;
                for (Socket socket : sockets) {
                    try (socket) {
                        whole += isWhole(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                                ? 1
                                : 0;
                    }
                }
                report("HTTP/1.1", whole, start);
            }
        }

        private static void onOneConnection() throws Exception {
            ThrowawayCertificate identity = ThrowawayCertificate.create();
            try (LoopbackServer server = LoopbackServer.start("load", 0, 1_000, identity, asked -> paced())) {
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(SimulatorTrust.of(identity.certificate()).sslContext())
                        .build();
                HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port()))
                        .build();
                client.send(request, BodyHandlers.ofString());
                long start = System.nanoTime();
                List<CompletableFuture<Integer>> calls = IntStream.range(0, STREAMS)
                        .mapToObj(i -> read(client, request))
                        .toList();
                int whole = 0;
                for (CompletableFuture<Integer> call : calls) {
                    whole += call.get(60, TimeUnit.SECONDS) == PIECES ? 1 : 0;
                }
                if (server.openConnections() != 1) {
                    throw new IllegalStateException("The streams were not on one connection");
                }
                report("HTTP/2", whole, start);
            }
        }

        /** Counts what comes; this client's collected bodies would hold 16 KiB for each piece. */
        private static CompletableFuture<Integer> read(HttpClient client, HttpRequest request) {
            AtomicInteger bytes = new AtomicInteger();
            return client.sendAsync(
                            request,
                            BodyHandlers.ofByteArrayConsumer(
                                    piece -> piece.ifPresent(some -> bytes.addAndGet(some.length))))
                    .thenApply(response -> bytes.get());
        }

        private static HttpResponse paced() {
            List<Step> piece = List.of(new Step.Pause(PACE), new Step.Send(() -> new byte[] {'x'}));
            return new HttpResponse(
                    200,
                    Map.of(),
                    HttpResponse.CHUNKED,
                    () -> Stream.generate(() -> piece)
                            .limit(PIECES)
                            .flatMap(List::stream)
                            .iterator());
        }

        private static boolean isWhole(String response) {
            return response.endsWith("\r\n0\r\n\r\n") && response.split("1\r\nx\r\n", -1).length == PIECES + 1;
        }

        private static void report(String wire, int whole, long start) {
            Runtime runtime = Runtime.getRuntime();
            long threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("load-"))
                    .count();
            System.out.printf(
                    "%s: %d whole of %d paced streams in %d ms; %d threads; %d MB of heap in use%n",
                    wire,
                    whole,
                    STREAMS,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                    threads,
                    (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        }
    }

    @Test
    void aSimulatorStartsInUnderTwoHundredMilliseconds() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        long[] nanos = new long[11];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            try (OpenAiSimulator simulator = OpenAiSimulator.builder().start()) {
                HttpRequest models = HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/models"))
                        .header("Authorization", "Bearer sk-test")
                        .build();
                assertThat(client.send(models, BodyHandlers.ofString()).statusCode())
                        .isEqualTo(200);
                nanos[i] = System.nanoTime() - start;
            }
        }
        LOG.info(
                "Start and first answer, ms: {}",
                Arrays.stream(nanos).map(n -> n / 1_000_000).boxed().toList());
        assertThat(best(nanos)).isLessThan(Duration.ofMillis(200));
    }

    /** The best, since what else the machine does is not the server's. */
    private static Duration best(long[] nanos) {
        return Duration.ofNanos(Arrays.stream(nanos).min().orElseThrow());
    }

    @Test
    void aServerInTlsWithItsOwnCertificateStartsInUnderTwoHundredMilliseconds() {
        long[] nanos = new long[11];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            try (LoopbackServer server = LoopbackServer.start(
                    "tls", 0, 1_000, ThrowawayCertificate.create(), asked -> HttpResponse.text(200, ""))) {
                nanos[i] = System.nanoTime() - start;
                assertThat(server.certificate()).isNotNull();
            }
        }
        LOG.info(
                "Start in TLS, ms: {}",
                Arrays.stream(nanos).map(n -> n / 1_000_000).boxed().toList());
        assertThat(best(nanos)).isLessThan(Duration.ofMillis(200));
    }

    @Test
    void aServerWithTwoThousandConnectionsClosesWithinASecond() throws IOException {
        LoopbackServer server = LoopbackServer.start(
                "closing",
                0,
                1_000,
                asked -> new HttpResponse(
                        200,
                        Map.of(),
                        HttpResponse.CHUNKED,
                        List.of(new Step.Head(), new Step.Pause(Duration.ofHours(1)))));
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < STREAMS; i++) {
                Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), server.port());
                socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                sockets.add(socket);
            }
            await().until(() -> server.inFlight() == STREAMS);
            assertThat(server.openConnections()).isEqualTo(STREAMS);
            long start = System.nanoTime();
            server.close();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            LOG.info("{} connections closed in {} ms", STREAMS, took.toMillis());
            assertThat(took).isLessThan(Duration.ofSeconds(1));
            assertThat(server.inFlight()).isZero();
            assertThat(server.openConnections()).isZero();
            await().atMost(Duration.ofSeconds(1))
                    .until(() -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().startsWith("closing-")));
        } finally {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
