package dev.portolan.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.Cancelled;
import dev.portolan.error.LlmException;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Responder;
import dev.portolan.simulator.ScriptedServer;
import dev.portolan.simulator.openai.OpenAiSimulator;
import dev.portolan.spi.support.WireStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Streams that end before their time, by their reader's will or by neglect: nothing is left behind. */
@Timeout(300)
class StreamLifeTest {

    private static final Duration SOON = Duration.ofMillis(1_500);

    @ParameterizedTest
    @EnumSource(Wire.class)
    void cancellingBeforeTheFirstTokenAbortsTheCall(Wire wire) {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(exchange -> {
                    arrived.countDown();
                    return exchange.stall();
                });
                Bench bench = Bench.of(server, wire)) {
            Cancellation cancellation = new Cancellation();
            after(arrived, cancellation::cancel);
            Cancelled failure = cancelled(bench.model().stream(Bench.REQUEST, with(cancellation)));
            assertThat(failure.outputBegun()).isFalse();
            assertThat(failure.partialResponse()).isNull();
            await().atMost(SOON).until(() -> server.openConnections() == 0);
            assertThat(bench.pool.connectionCount()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void cancellingInTheMiddleKeepsWhatHadCome(Wire wire) {
        CountDownLatch sent = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(exchange -> {
                    exchange.write(Wire.head() + wire.begin() + wire.text("Hel"));
                    sent.countDown();
                    return exchange.stall();
                });
                Bench bench = Bench.of(server, wire)) {
            Cancellation cancellation = new Cancellation();
            ChatStream stream = bench.model().stream(Bench.REQUEST, with(cancellation));
            assertThat(stream.text().iterator().next()).isEqualTo("Hel");
            after(sent, cancellation::cancel);
            Cancelled failure = cancelled(stream);
            assertThat(failure.outputBegun()).isTrue();
            assertThat(failure.partialResponse().text()).isEqualTo("Hel");
            await().atMost(SOON).until(() -> server.openConnections() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void closingFromAnotherThreadFreesTheReaderQuietly(Wire wire) {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(exchange -> {
                    arrived.countDown();
                    return exchange.stall();
                });
                Bench bench = Bench.of(server, wire)) {
            ChatStream stream = bench.model().stream(Bench.REQUEST);
            after(arrived, stream::close);
            assertThat(stream.next()).isNull();
            await().atMost(SOON).until(() -> server.openConnections() == 0);
            assertThat(bench.held()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void closingTwiceDoesNothingMore(Wire wire) {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
                    exchange.write(Wire.head() + wire.begin() + wire.text("Hel"));
                    return exchange.stall();
                });
                Bench bench = Bench.of(server, wire)) {
            ChatStream stream = bench.model().stream(Bench.REQUEST);
            stream.next();
            stream.close();
            stream.close();
            assertThat(stream.next()).isNull();
            assertThat(bench.held()).isZero();
            await().atMost(SOON).until(() -> server.openConnections() == 0);
        }
    }

    @Test
    @Tag("integration")
    void tenThousandStreamsOpenedAndClosedEarlyLeaveNothing() {
        try (OpenAiSimulator simulator = simulator("word ".repeat(2_000), Pace.of(Duration.ZERO, 1_000));
                Bench bench = new Bench(simulator.baseUrl(), Wire.CHAT)) {
            ChatModel model = bench.model();
            int threads = 0;
            long start = System.nanoTime();
            for (int i = 0; i < 10_000; i++) {
                ChatStream stream = model.stream(Bench.REQUEST);
                if (i % 3 != 0) {
                    assertThat(stream.next()).isNotNull();
                }
                stream.close();
                if (i == 100) {
                    threads = Thread.activeCount();
                }
            }
            LoggerFactory.getLogger(StreamLifeTest.class)
                    .info("10,000 streams opened and closed in {} ms", (System.nanoTime() - start) / 1_000_000);
            assertThat(bench.held()).isZero();
            assertThat(Thread.activeCount()).isLessThan(threads + 5);
            await().atMost(Duration.ofSeconds(10)).until(() -> simulator.inFlight() == 0);
        }
    }

    @Test
    @Tag("integration")
    void fiftyStreamsThatAreDroppedAreReclaimedAndReported() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(WireStream.class);
        logger.addAppender(log);
        logger.setAdditive(false);
        log.start();
        try (OpenAiSimulator simulator = simulator("word ".repeat(2_000), Pace.of(Duration.ZERO, 10));
                Bench bench = new Bench(simulator.baseUrl(), Wire.CHAT)) {
            ChatModel model = bench.model();
            for (int i = 0; i < 50; i++) {
                model.stream(Bench.REQUEST).next();
            }
            assertThat(simulator.inFlight()).isPositive();
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        System.gc();
                        return bench.held() == 0 && simulator.inFlight() == 0;
                    });
            assertThat(List.copyOf(log.list))
                    .hasSize(50)
                    .allSatisfy(line -> assertThat(line.getFormattedMessage())
                            .contains("openai/gpt-4o", "dropped without being closed", "try (ChatStream"));
        } finally {
            logger.detachAppender(log);
            logger.setAdditive(true);
        }
    }

    @Test
    @Tag("integration")
    void aThousandCallsUseOneConnectionAndNoFurtherThread() {
        try (OpenAiSimulator simulator = simulator("Done.", Pace.INSTANT);
                Bench bench = new Bench(simulator.baseUrl(), Wire.CHAT)) {
            ChatModel model = bench.model();
            model.chat(Bench.REQUEST);
            for (int i = 0; i < 500; i++) {
                model.chat(Bench.REQUEST);
                assertThat(model.stream(Bench.REQUEST).response().text()).isNotEmpty();
            }
            assertThat(bench.pool.connectionCount()).isOne();
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .filteredOn(name -> name.equals("portolan-watchdog") || name.startsWith("Ok"))
                    .hasSizeLessThanOrEqualTo(6);
        }
    }

    @Test
    @Tag("integration")
    void readersOfManyStreamsThatAreCancelledTogetherAllGoHome() throws InterruptedException {
        try (OpenAiSimulator simulator = simulator("word ".repeat(2_000), Pace.of(Duration.ZERO, 20));
                Bench bench = new Bench(simulator.baseUrl(), Wire.CHAT)) {
            Cancellation cancellation = new Cancellation();
            ChatModel model = bench.model();
            List<Thread> readers = new ArrayList<>();
            List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
            CountDownLatch reading = new CountDownLatch(100);
            for (int i = 0; i < 100; i++) {
                Thread reader = new Thread(() -> {
                    try (ChatStream stream = model.stream(Bench.REQUEST, with(cancellation))) {
                        stream.next();
                        reading.countDown();
                        stream.response();
                    } catch (LlmException e) {
                        failures.add(e);
                    }
                });
                reader.start();
                readers.add(reader);
            }
            assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
            cancellation.cancel();
            for (Thread reader : readers) {
                reader.join(5_000);
                assertThat(reader.isAlive()).isFalse();
            }
            assertThat(failures).hasSize(100).allMatch(e -> e instanceof Cancelled);
            assertThat(bench.held()).isZero();
        }
    }

    private static OpenAiSimulator simulator(String text, Pace pace) {
        return OpenAiSimulator.builder()
                .responder(Responder.text(text))
                .pace(pace)
                .requestsKept(0)
                .rateLimit(10_000_000, 10_000_000_000L)
                .start();
    }

    private static CallContext with(Cancellation cancellation) {
        return CallContext.builder().cancellation(cancellation).build();
    }

    private static Cancelled cancelled(ChatStream stream) {
        return catchThrowableOfType(Cancelled.class, () -> {
            try (stream) {
                stream.response();
            }
        });
    }

    private static void after(CountDownLatch latch, Runnable action) {
        new Thread(() -> {
                    try {
                        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
                        // The reader may not have come to its next read yet; that must make no difference.
                        action.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .start();
    }
}
