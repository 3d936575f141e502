package dev.portolan.simulator.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the server sends answers, seen on the wire through a bare socket. */
class LoopbackAnswersTest extends BareSocket {

    @Test
    void aStreamGoesOutPieceByPiece() throws IOException {
        CountDownLatch second = new CountDownLatch(1);
        serve(request -> new HttpResponse(
                200,
                Map.of(),
                HttpResponse.CHUNKED,
                List.of(
                        new Step.Head(),
                        new Step.Send(() -> "one".getBytes(StandardCharsets.UTF_8)),
                        new Step.Pause(Duration.ofMillis(50)),
                        new Step.Send(() -> {
                            second.countDown();
                            return "two".getBytes(StandardCharsets.UTF_8);
                        }))));
        try (Socket socket = connect()) {
            write(socket, "GET / HTTP/1.1\r\n\r\n");
            assertThat(readUntil(socket, "3\r\none\r\n")).contains("transfer-encoding: chunked");
            assertThat(second.getCount()).isEqualTo(1);
            assertThat(readUntil(socket, "0\r\n\r\n")).isEqualTo("3\r\ntwo\r\n0\r\n\r\n");
        }
    }

    @Test
    void anAnswerMayBreakOffInOrder() throws IOException {
        serve(request -> new HttpResponse(
                200,
                Map.of(),
                100,
                List.of(new Step.Send(() -> "half".getBytes(StandardCharsets.UTF_8)), new Step.Close())));
        try (Socket socket = connect()) {
            write(socket, "GET / HTTP/1.1\r\n\r\n");
            assertThat(readToEnd(socket)).contains("content-length: 100").endsWith("half");
        }
    }

    @Test
    void anAnswerMayEndWithAReset() throws IOException {
        serve(request -> new HttpResponse(
                200,
                Map.of(),
                HttpResponse.CHUNKED,
                List.of(new Step.Head(), new Step.Pause(Duration.ofMillis(50)), new Step.Reset())));
        try (Socket socket = connect()) {
            write(socket, "GET / HTTP/1.1\r\n\r\n");
            readUntil(socket, "\r\n\r\n");
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void aLargeAnswerWaitsForASlowReader() throws IOException {
        byte[] large = new byte[20_000_000];
        serve(request -> HttpResponse.whole(200, Map.of(), large));
        try (Socket socket = connect()) {
            write(socket, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
            await().pollDelay(Duration.ofMillis(50)).until(() -> server.inFlight() == 1);
            readUntil(socket, "\r\n\r\n");
            assertThat(socket.getInputStream().readNBytes(large.length)).hasSize(large.length);
            await().until(() -> server.inFlight() == 0);
        }
    }

    @Test
    void anAnswerThatFailsHalfWayEndsItsConnectionOnly() throws IOException {
        serve(request -> request.path().equals("/good")
                ? HttpResponse.text(200, "fine")
                : new HttpResponse(200, Map.of(), HttpResponse.CHUNKED, List.of(new Step.Head(), new Step.Send(() -> {
                    throw new IllegalStateException("on purpose");
                }))));
        try (Socket socket = connect()) {
            write(socket, "GET /bad HTTP/1.1\r\n\r\n");
            assertThat(readToEnd(socket)).startsWith("HTTP/1.1 200 OK").doesNotContain("0\r\n");
        }
        try (Socket socket = connect()) {
            write(socket, "GET /good HTTP/1.1\r\n\r\n");
            assertThat(readUntil(socket, "fine")).endsWith("fine");
        }
    }

    @Test
    void anEndlessAnswerIsMadeOnlyAsFastAsItIsRead() throws IOException {
        AtomicLong made = new AtomicLong();
        byte[] piece = new byte[64 * 1024];
        serve(request -> new HttpResponse(
                200,
                Map.of(),
                HttpResponse.CHUNKED,
                () -> Stream.<Step>generate(() -> new Step.Send(() -> {
                            made.addAndGet(piece.length);
                            return piece;
                        }))
                        .iterator()));
        try (Socket socket = connect()) {
            write(socket, "GET / HTTP/1.1\r\n\r\n");
            long stalled = steady(made);
            assertThat(stalled).isLessThan(16_000_000);
            socket.getInputStream().readNBytes(32_000_000);
            assertThat(steady(made)).isGreaterThan(stalled + 16_000_000).isLessThan(64_000_000);
            assertThat(server.inFlight()).isEqualTo(1);
        }
        await().until(() -> server.inFlight() == 0);
    }

    /** What a count is when it has not grown for a while. */
    private static long steady(AtomicLong count) {
        AtomicLong last = new AtomicLong(-1);
        await().pollDelay(Duration.ofMillis(100))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> last.getAndSet(count.get()) == count.get());
        return last.get();
    }

    @Test
    void aGreedyReaderDoesNotKeepOthersWaiting() throws IOException {
        byte[] piece = new byte[64 * 1024];
        serve(request -> request.path().equals("/small")
                ? HttpResponse.text(200, "fine")
                : new HttpResponse(
                        200,
                        Map.of(),
                        HttpResponse.CHUNKED,
                        () -> Stream.<Step>generate(() -> new Step.Send(() -> piece))
                                .iterator()));
        try (Socket greedy = connect();
                Socket other = connect()) {
            write(greedy, "GET / HTTP/1.1\r\n\r\n");
            AtomicLong eaten = new AtomicLong();
            Thread eater = new Thread(() -> eat(greedy, eaten));
            eater.start();
            await().until(() -> eaten.get() > 1_000_000);
            for (int i = 0; i < 10; i++) {
                write(other, "GET /small HTTP/1.1\r\n\r\n");
                assertThat(readUntil(other, "fine")).endsWith("fine");
            }
        }
    }

    private static void eat(Socket socket, AtomicLong eaten) {
        byte[] buffer = new byte[64 * 1024];
        try {
            int read = 0;
            while (read >= 0) {
                eaten.addAndGet(read);
                read = socket.getInputStream().read(buffer);
            }
        } catch (IOException e) {
            // The test is over and has closed the socket.
            eaten.addAndGet(0);
        }
    }

    @Test
    void aPieceOfNoBytesDoesNotEndTheStream() throws IOException {
        serve(request -> new HttpResponse(
                200, Map.of(), HttpResponse.CHUNKED, List.of(new Step.Send(() -> new byte[0]), new Step.Send(() ->
                        new byte[] {'x'}))));
        try (Socket socket = connect()) {
            write(socket, "GET / HTTP/1.1\r\n\r\n");
            assertThat(readUntil(socket, "0\r\n\r\n")).endsWith("\r\n\r\n1\r\nx\r\n0\r\n\r\n");
        }
    }

    @Test
    void aRefusalIsReadableWhileMoreIsComing() throws IOException {
        try (Socket socket = connect()) {
            write(socket, "GET / HTTP/1.1\r\nX: " + "x".repeat(1_000_000));
            assertThat(readToEnd(socket))
                    .startsWith("HTTP/1.1 431 ")
                    .contains("connection: close")
                    .doesNotContain("xxx");
        }
        await().until(() -> server.openConnections() == 0);
    }
}
