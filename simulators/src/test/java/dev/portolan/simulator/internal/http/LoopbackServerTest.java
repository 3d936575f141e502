package dev.portolan.simulator.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** How the server takes requests, seen on the wire through a bare socket. */
class LoopbackServerTest extends BareSocket {

    @Test
    void oneConnectionServesOneRequestAfterTheOther() throws IOException {
        try (Socket socket = connect()) {
            write(socket, "POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\none");
            assertThat(readUntil(socket, "POST:one"))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("content-length: 8");
            write(socket, "POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\ntwo");
            assertThat(readUntil(socket, "POST:two")).endsWith("POST:two");
        }
    }

    @Test
    void aConnectionIsClosedWhenTheClientAsks() throws IOException {
        try (Socket socket = connect()) {
            write(socket, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
            assertThat(readToEnd(socket)).contains("connection: close").endsWith("GET:");
        }
    }

    @Test
    void requestsSentAheadAreAnsweredInOrder() throws IOException {
        try (Socket socket = connect()) {
            write(
                    socket,
                    "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nonePOST / HTTP/1.1\r\nContent-Length: 3\r\n\r\ntwo");
            assertThat(readUntil(socket, "POST:two")).contains("POST:one");
        }
    }

    @Test
    void aRequestMayComeByteByByteAndInChunks() throws IOException {
        try (Socket socket = connect()) {
            for (char one :
                    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\none\r\n4\r\n two\r\n0\r\nTrailer: x\r\n\r\n"
                            .toCharArray()) {
                write(socket, String.valueOf(one));
            }
            assertThat(readUntil(socket, "POST:one two")).endsWith("POST:one two");
        }
    }

    @Test
    void aClientThatAsksMaySendItsBody() throws IOException {
        try (Socket socket = connect()) {
            write(socket, "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(readUntil(socket, "\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            write(socket, "one");
            assertThat(readUntil(socket, "POST:one")).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void aBodyOverTheLimitIsReadAndRefused() throws IOException {
        for (String framing : List.of(
                "Content-Length: 1001\r\n\r\n" + "x".repeat(1001),
                "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + "x".repeat(1001) + "\r\n0\r\n\r\n")) {
            try (Socket socket = connect()) {
                write(socket, "POST / HTTP/1.1\r\n" + framing);
                assertThat(readToEnd(socket))
                        .startsWith("HTTP/1.1 413 Request Entity Too Large\r\n")
                        .contains("connection: close");
            }
        }
    }

    @Test
    void whatIsNotHttpIsRefused() throws IOException {
        for (Map.Entry<String, String> bad : Map.of(
                        "GET / HTTP/1.0\r\n\r\n",
                        "505",
                        "nonsense\r\n\r\n",
                        "400",
                        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                        "400",
                        "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                        "400",
                        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                        "400",
                        "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n12",
                        "400",
                        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                        "400",
                        "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n",
                        "400",
                        "GET /" + "x".repeat(70_000) + " HTTP/1.1\r\n\r\n",
                        "414",
                        "GET / HTTP/1.1\r\nX: " + "x".repeat(70_000) + "\r\n\r\n",
                        "431")
                .entrySet()) {
            try (Socket socket = connect()) {
                write(socket, bad.getKey());
                assertThat(readToEnd(socket))
                        .startsWith("HTTP/1.1 " + bad.getValue())
                        .contains("connection: close");
            }
        }
        await().until(() -> server.inFlight() == 0);
    }

    @Test
    void aHandlerThatFailsIsAnErrorAndTheServerGoesOn() throws IOException {
        serve(request -> {
            if (request.path().equals("/bad")) {
                throw new IllegalStateException("on purpose");
            }
            return HttpResponse.text(200, "fine");
        });
        try (Socket socket = connect()) {
            write(socket, "GET /bad HTTP/1.1\r\n\r\n");
            assertThat(readUntil(socket, "log"))
                    .startsWith("HTTP/1.1 500 Internal Server Error")
                    .doesNotContain("on purpose");
            write(socket, "GET /good?a=b HTTP/1.1\r\n\r\n");
            assertThat(readUntil(socket, "fine")).endsWith("fine");
        }
    }

    @Test
    void theLogTellsWhatFailedButNothingThatWasSaid() throws IOException {
        Logger log = (Logger) LoggerFactory.getLogger(LoopbackServer.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        log.addAppender(logged);
        try {
            serve(request -> {
                throw new IllegalStateException("secret " + request.body(), new AssertionError("secret too"));
            });
            try (Socket asking = connect()) {
                write(asking, "POST /bad HTTP/1.1\r\nContent-Length: 6\r\n\r\nsecret");
                assertThat(readUntil(asking, "log")).contains(" 500 ").doesNotContain("secret");
            }
        } finally {
            log.detachAppender(logged);
        }
        String text = logged.list.stream()
                .filter(event -> event.getLevel() == Level.ERROR)
                .map(event -> event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy()))
                .collect(Collectors.joining());
        assertThat(text)
                .contains("POST /bad, 6 bytes", "IllegalStateException", "AssertionError", "LoopbackServerTest")
                .doesNotContain("secret");
    }

    @Test
    void aBodyThatIsNoTextKeepsItsBytes() throws IOException {
        AtomicReference<byte[]> content = new AtomicReference<>();
        serve(request -> {
            content.set(request.content());
            return HttpResponse.text(200, "fine");
        });
        try (Socket socket = connect()) {
            write(socket, "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n\u0000\u00ff\u00fe\u0080");
            readUntil(socket, "fine");
        }
        assertThat(content.get()).containsExactly(0, 0xff, 0xfe, 0x80);
    }

    @Test
    void closingEndsTheConnections() throws IOException {
        serve(request -> new HttpResponse(
                200, Map.of(), HttpResponse.CHUNKED, List.of(new Step.Head(), new Step.Pause(Duration.ofHours(1)))));
        try (Socket socket = connect()) {
            write(socket, "GET / HTTP/1.1\r\n\r\n");
            readUntil(socket, "\r\n\r\n");
            server.close();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(server.inFlight()).isZero();
        }
    }

    @Test
    void anAnnouncedBodyOverTheLimitIsRefusedBeforeItIsSent() throws IOException {
        try (Socket socket = connect()) {
            write(socket, "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n\r\n");
            assertThat(readToEnd(socket)).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void aClientThatGoesAwayIsNoticedWhileItsHandlerStillWorks() throws IOException, InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        serve(request -> {
            working.countDown();
            awaitUninterrupted(release);
            return HttpResponse.text(200, "late");
        });
        try (Socket socket = connect()) {
            write(socket, "GET / HTTP/1.1\r\n\r\n");
            working.await();
            assertThat(server.inFlight()).isEqualTo(1);
            assertThat(server.openConnections()).isEqualTo(1);
        }
        await().atMost(Duration.ofSeconds(1)).until(() -> server.inFlight() == 0 && server.openConnections() == 0);
        release.countDown();
        assertThat(server.inFlight()).isZero();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void manyRequestsSentAheadAreAllAnswered() throws IOException {
        try (Socket socket = connect()) {
            write(socket, "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\none".repeat(500));
            write(socket, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
            assertThat(readToEnd(socket).split("POST:one", -1)).hasSize(501);
        }
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        assertThatThrownBy(
                        () -> LoopbackServer.start("second", server.port(), 1, request -> HttpResponse.text(200, "")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Cannot listen on 127.0.0.1:" + server.port());
    }

    @Test
    void aClosedServerLeavesNoThreadNorPort() throws IOException {
        serve(request -> new HttpResponse(
                200, Map.of(), HttpResponse.CHUNKED, List.of(new Step.Head(), new Step.Pause(Duration.ofHours(1)))));
        try (Socket socket = connect()) {
            write(socket, "GET / HTTP/1.1\r\n\r\n");
            readUntil(socket, "\r\n\r\n");
            assertThat(threads()).isNotEmpty();
            server.close();
            await().atMost(Duration.ofSeconds(1)).until(() -> threads().isEmpty());
            assertThat(server.inFlight()).isZero();
            assertThat(server.openConnections()).isZero();
        }
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        server.close();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("test-"))
                .toList();
    }
}
