package dev.portolan.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Timeouts;
import dev.portolan.error.Cancelled;
import dev.portolan.error.TimedOut;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.spi.ModelSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams that end before their time, and streams that are read slowly.
 */
@Timeout(300)
class StreamLifeTest {

    private static final Logger LOG = LoggerFactory.getLogger(StreamLifeTest.class);
    private static final Duration SOON = Duration.ofMillis(1_500);
    private static final Duration SHORT = Duration.ofMillis(300);

    /** How often a cancel is measured: 1,000 in a full run. */
    private static final int CANCELS = Integer.getInteger("portolan.cancels", 200);

    @Test
    void neitherACallNorACancelMakesTheLogWarn() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        ch.qos.logback.classic.Logger root =
                (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        CountDownLatch arrived = new CountDownLatch(2);
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            arrived.countDown();
            return exchange.number() == 1 ? Wire.json(200, Wire.whole("Hello")).answer(exchange) : exchange.stall();
        })) {
            ChatModel model = Wire.model(server);
            model.chat(Wire.REQUEST);
            ChatStream stream = model.stream(Wire.REQUEST);
            after(arrived, stream::close);
            assertThat(stream.next()).isNull();
            await().atMost(SOON).until(() -> server.openConnections() == 0);
            assertThat(List.copyOf(log.list))
                    .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                    .isEmpty();
        } finally {
            root.detachAppender(log);
        }
    }

    @Test
    void nothingIsSentBeforeTheFirstPull() {
        try (ScriptedServer server = new ScriptedServer(Wire.stream(Wire.text("Hello") + Wire.end("stop")));
                ChatStream stream = Wire.model(server).stream(Wire.REQUEST)) {
            assertThat(server.connections()).isZero();
            assertThat(stream.response().text()).isEqualTo("Hello");
        }
    }

    @Test
    void closingFromAnotherThreadFreesTheReaderQuietly() {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            arrived.countDown();
            return exchange.stall();
        })) {
            ChatStream stream = Wire.model(server).stream(Wire.REQUEST);
            after(arrived, stream::close);
            assertThat(stream.next()).isNull();
            await().atMost(SOON).until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void aBlockingCallIsCancelledOnTheWireToo() {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            arrived.countDown();
            return exchange.stall();
        })) {
            Cancellation cancellation = new Cancellation();
            after(arrived, cancellation::cancel);
            catchThrowableOfType(Cancelled.class, () -> Wire.model(server).chat(Wire.REQUEST, with(cancellation)));
            await().atMost(SOON).until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void theFirstTokenAndSilenceHaveTheirLimits() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Exchange::stall)) {
            assertThat(timedOut(Wire.model(server)).phase()).isEqualTo(TimeoutPhase.FIRST_TOKEN);
        }
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.write(Wire.head() + Wire.text("Hel"));
            return exchange.stall();
        })) {
            TimedOut failure = timedOut(Wire.model(server));
            assertThat(failure.phase()).isEqualTo(TimeoutPhase.IDLE);
            assertThat(failure.partialResponse().text()).isEqualTo("Hel");
        }
    }

    @Test
    @Tag("integration")
    void connectingHasItsLimit() throws IOException {
        // A full backlog: further connections are not answered.
        try (ServerSocket full = new ServerSocket(0, 1)) {
            List<Socket> waiting = new ArrayList<>();
            try {
                for (int i = 0; i < 3; i++) {
                    Socket socket = new Socket();
                    waiting.add(socket);
                    try {
                        socket.connect(full.getLocalSocketAddress(), 200);
                    } catch (IOException e) {
                        break;
                    }
                }
                ChatModel model = OllamaConnection.builder()
                        .baseUrl(URI.create("http://localhost:" + full.getLocalPort()))
                        .build()
                        .chatModel(ModelSettings.builder("a", Wire.MODEL).build());
                long start = System.nanoTime();
                TimedOut failure = timedOut(model);
                assertThat(failure.phase()).isEqualTo(TimeoutPhase.CONNECT);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            } finally {
                for (Socket socket : waiting) {
                    socket.close();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("integration")
    void aCancelReachesTheServerAtOnceAndLeavesNothing(boolean beforeTheFirstEvent) throws InterruptedException {
        AtomicLong noticed = new AtomicLong();
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            if (!beforeTheFirstEvent) {
                exchange.write(Wire.head() + Wire.text("Hel"));
            }
            try {
                return exchange.stall();
            } finally {
                noticed.set(System.nanoTime());
            }
        })) {
            ChatModel model = Wire.model(server);
            long[] nanos = new long[CANCELS];
            for (int i = 0; i < CANCELS; i++) {
                noticed.set(0);
                Cancellation cancellation = new Cancellation();
                try (ChatStream stream = model.stream(Wire.REQUEST, with(cancellation))) {
                    int requests = i + 1;
                    Thread canceller = null;
                    long[] at = {0};
                    if (beforeTheFirstEvent) {
                        canceller = new Thread(() -> {
                            await().pollDelay(Duration.ZERO)
                                    .pollInterval(Duration.ofMillis(1))
                                    .until(() -> server.requests().size() == requests);
                            at[0] = System.nanoTime();
                            cancellation.cancel();
                        });
                        canceller.start();
                    } else {
                        assertThat(stream.text().iterator().next()).isEqualTo("Hel");
                        at[0] = System.nanoTime();
                        cancellation.cancel();
                    }
                    catchThrowableOfType(Cancelled.class, stream::next);
                    if (canceller != null) {
                        canceller.join();
                    }
                    await().pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(1))
                            .atMost(Duration.ofSeconds(2))
                            .until(() -> noticed.get() != 0);
                    nanos[i] = noticed.get() - at[0];
                }
            }
            Arrays.sort(nanos);
            long p99 = TimeUnit.NANOSECONDS.toMillis(nanos[CANCELS * 99 / 100]);
            long worst = TimeUnit.NANOSECONDS.toMillis(nanos[CANCELS - 1]);
            LOG.info(
                    "{} cancels {}: the server noticed after {} ms in the middle, {} ms at p99, {} ms at the worst",
                    CANCELS,
                    beforeTheFirstEvent ? "before the first event" : "in the middle",
                    TimeUnit.NANOSECONDS.toMillis(nanos[CANCELS / 2]),
                    p99,
                    worst);
            assertThat(p99).isLessThanOrEqualTo(100);
            assertThat(worst).isLessThanOrEqualTo(1_000);
            assertThat(server.openConnections()).isZero();
        }
    }

    @Test
    @Tag("integration")
    void aSlowReaderHoldsTheServerBack() throws InterruptedException {
        String event = Wire.text("x".repeat(1_000));
        AtomicLong sent = new AtomicLong();
        try (ScriptedServer server = new ScriptedServer(exchange -> {
                    exchange.write(Wire.head());
                    for (int i = 0; i < 40_000; i++) {
                        exchange.write(event);
                        sent.addAndGet(event.length());
                    }
                    return false;
                });
                ChatStream stream = Wire.model(server).stream(Wire.REQUEST)) {
            stream.next();
            long before;
            do {
                before = sent.get();
                Thread.sleep(500);
            } while (sent.get() != before);
            LOG.info("A reader that stopped let the server send {} KiB", before / 1024);
            assertThat(before).isLessThan(16L * 1024 * 1024);
        }
    }

    private static TimedOut timedOut(ChatModel model) {
        CallContext limited = CallContext.builder()
                .timeouts(new Timeouts(SHORT, SHORT, SHORT))
                .timeout(Duration.ofSeconds(10))
                .build();
        return catchThrowableOfType(
                TimedOut.class, () -> model.stream(Wire.REQUEST, limited).response());
    }

    private static CallContext with(Cancellation cancellation) {
        return CallContext.builder().cancellation(cancellation).build();
    }

    private static void after(CountDownLatch latch, Runnable action) {
        new Thread(() -> {
                    try {
                        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
                        action.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .start();
    }
}
