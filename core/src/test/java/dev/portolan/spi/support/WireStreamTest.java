package dev.portolan.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Cancellation;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.RateLimits;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Timeouts;
import dev.portolan.chat.Warning;
import dev.portolan.error.Cancelled;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.InvalidResponse;
import dev.portolan.error.LlmException;
import dev.portolan.error.StreamInterrupted;
import dev.portolan.error.TimedOut;
import dev.portolan.error.TimeoutPhase;
import dev.portolan.error.Unavailable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The wire of these tests: each character is a piece of text, {@code .} ends the answer, {@code !} is an error of the vendor. */
@Timeout(30)
class WireStreamTest {

    private static final ModelInfo INFO = ModelInfo.builder("acme", "acme-1").build();
    private static final RateLimits LIMITS = new RateLimits(60L, 59L, null, null, null, null);
    private static final Warning WARNING = new Warning("left-out", "topK", "acme has no topK");

    private final Wire wire = new Wire();

    @Test
    void nothingIsSentBeforeTheFirstPull() {
        try (ChatStream stream = stream(CallContext.EMPTY)) {
            assertThat(wire.opened).hasValue(0);
            wire.send("a.");
            stream.next();
            assertThat(wire.opened).hasValue(1);
        }
    }

    @Test
    void aStreamClosedUnreadIsNeverSent() {
        stream(CallContext.EMPTY).close();
        assertThat(wire.opened).hasValue(0);
    }

    @Test
    void theAnswerHoldsWhatTheCallerSideKnows() {
        wire.send("he", "y.");
        ChatStream stream = stream(CallContext.EMPTY);
        assertThat(stream.text()).containsExactly("h", "e", "y");

        ChatResponse response = stream.response();
        assertThat(response.text()).isEqualTo("hey");
        assertThat(response.provider()).isEqualTo("acme");
        assertThat(response.requestId()).isEqualTo("req-1");
        assertThat(response.rateLimits()).isEqualTo(LIMITS);
        assertThat(response.warnings()).containsExactly(WARNING);
        assertThat(response.timings().total()).isPositive();
        assertThat(response.timings().firstToken())
                .isPositive()
                .isLessThanOrEqualTo(response.timings().total());
    }

    @Test
    void anAnswerThatNamesNoModelIsOfTheOneThatWasAsked() {
        wire.send("a-");

        assertThat(stream(CallContext.EMPTY).response().model()).isEqualTo("acme-1");
    }

    @Test
    void theConnectionIsGivenBackBeforeTheReaderSeesTheEnd() {
        wire.send("a.");
        ChatStream stream = stream(CallContext.EMPTY);
        stream.next();
        assertThat(wire.closed).hasValue(1);
        assertThat(stream.next()).isInstanceOf(ChatEvent.Completed.class);
        stream.close();
        assertThat(wire.closed).hasValue(1);
    }

    @Test
    void whatCameBeforeAnErrorInTheSameSliceIsHandedOutFirst() {
        wire.send("ab!");
        ChatStream stream = stream(CallContext.EMPTY);
        assertThat(stream.next()).isEqualTo(new ChatEvent.TextDelta("a", 0));
        assertThat(stream.next()).isEqualTo(new ChatEvent.TextDelta("b", 0));
        LlmException e = catchThrowableOfType(LlmException.class, stream::next);

        assertThat(e).isInstanceOf(Unavailable.class).hasMessage("acme/acme-1: the vendor gave up [request req-1]");
        assertThat(e.outputBegun()).isTrue();
        assertThat(partial(e).text()).isEqualTo("ab");
        assertThat(partial(e).requestId()).isEqualTo("req-1");
        assertThat(wire.closed).hasValue(1);
        assertThatThrownBy(stream::next).isSameAs(e);
    }

    @Test
    void anErrorBeforeAnyOutputSaysSo() {
        wire.send("!");
        LlmException e = catchThrowableOfType(LlmException.class, stream(CallContext.EMPTY)::next);
        assertThat(e.outputBegun()).isFalse();
        assertThat(e.partialResponse()).isNull();
    }

    @Test
    void anErrorOfTheOpenerNamesTheModel() {
        ChatStream stream = new WireStream(INFO, CallContext.EMPTY, guard -> {
            throw LlmException.of(
                    ErrorKind.RATE_LIMITED,
                    ErrorDetails.builder("too many requests").requestId("req-7").build(),
                    null);
        });
        assertThatThrownBy(stream::next).hasMessage("acme/acme-1: too many requests [request req-7]");
    }

    @Test
    void aBrokenConnectionInterruptsTheStreamAndKeepsThePartialAnswer() {
        IOException reset = new IOException("Connection reset");
        wire.send("ab");
        wire.fail(reset);
        ChatStream stream = stream(CallContext.EMPTY);
        StreamInterrupted e = catchThrowableOfType(StreamInterrupted.class, stream::response);
        assertThat(e).hasCause(reset).hasMessageContaining("broke in the middle");
        assertThat(partial(e).text()).isEqualTo("ab");
        assertThat(wire.closed).hasValue(1);
    }

    @Test
    void anEndThatTheDecoderLetsPassIsStillNoEnd() {
        wire.send("ab");
        wire.end();
        assertThatThrownBy(stream(CallContext.EMPTY)::response)
                .isInstanceOf(StreamInterrupted.class)
                .hasMessageContaining("without its end marker");
    }

    @Test
    void whatADecoderChokesOnIsAnInvalidResponseThatDoesNotQuoteIt() {
        wire.send("a?");
        InvalidResponse e = catchThrowableOfType(InvalidResponse.class, stream(CallContext.EMPTY)::response);
        assertThat(e.retryable()).isTrue();
        assertThat(e.requestId()).isEqualTo("req-1");
        assertThat(partial(e).text()).isEqualTo("a");
        assertThat(e).hasMessageStartingWith("acme/acme-1: ");
        assertThat(e.getCause()).hasMessage(IllegalArgumentException.class.getName());
        assertThat(e.getCause().getStackTrace()[0].getMethodName()).isEqualTo("feed");
        assertThat(wire.closed).hasValue(1);
    }

    @Test
    void aDecoderThatChokesOnTheEndGivesTheConnectionBackToo() {
        wire.send("^");
        wire.end();
        assertThatThrownBy(stream(CallContext.EMPTY)::next).isInstanceOf(InvalidResponse.class);
        assertThat(wire.closed).hasValue(1);
    }

    @Test
    void aPartialAnswerThatCannotBeReadDoesNotHideTheFailure() {
        wire.send("^");
        wire.fail(new IOException("Connection reset"));
        StreamInterrupted e = catchThrowableOfType(StreamInterrupted.class, stream(CallContext.EMPTY)::next);
        assertThat(e.partialResponse()).isNull();
        assertThat(wire.closed).hasValue(1);
    }

    @Test
    void cancellingInTheMiddleThrowsAtTheNextPullThoughPiecesAreWaiting() {
        Cancellation cancellation = new Cancellation();
        wire.send("abc");
        ChatStream stream =
                stream(CallContext.builder().cancellation(cancellation).build());
        stream.next();
        cancellation.cancel();
        Cancelled e = catchThrowableOfType(Cancelled.class, stream::next);
        assertThat(partial(e).text()).isEqualTo("abc");
        assertThat(e).hasMessageStartingWith("acme/acme-1: ");
        assertThat(wire.aborted).hasValue(1);
        assertThat(wire.closed).hasValue(1);
    }

    @Test
    void cancellingBeforehandSendsNothing() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        ChatStream stream =
                stream(CallContext.builder().cancellation(cancellation).build());
        assertThatThrownBy(stream::next).isInstanceOf(Cancelled.class);
        assertThat(wire.opened).hasValue(0);
    }

    @Test
    void cancellingFreesAReaderThatWaits() {
        Cancellation cancellation = new Cancellation();
        ChatStream stream =
                stream(CallContext.builder().cancellation(cancellation).build());
        onceReading(cancellation::cancel);
        assertThatThrownBy(stream::next).isInstanceOf(Cancelled.class).hasMessageContaining("by the application");
    }

    @Test
    void closingFreesAReaderThatWaitsAndIsQuiet() {
        ChatStream stream = stream(CallContext.EMPTY);
        onceReading(stream::close);
        assertThat(stream.next()).isNull();
        assertThat(wire.aborted).hasValue(1);
        assertThat(wire.closed).hasValue(1);
        stream.close();
    }

    @Test
    void closingWhileTheRequestIsBeingSentAbortsIt() {
        AtomicInteger aborted = new AtomicInteger();
        ChatStream[] streams = new ChatStream[1];
        streams[0] = new WireStream(INFO, CallContext.EMPTY, guard -> {
            guard.onAbort(aborted::incrementAndGet);
            streams[0].close();
            guard.requireRunning();
            throw new AssertionError("went on");
        });
        assertThat(streams[0].next()).isNull();
        assertThat(aborted).hasValue(1);
    }

    @Test
    void closingInTheMiddleAbortsTheCall() {
        wire.send("abc");
        ChatStream stream = stream(CallContext.EMPTY);
        stream.next();
        stream.close();
        assertThat(wire.aborted).hasValue(1);
        assertThat(wire.closed).hasValue(1);
        assertThat(stream.next()).isNull();
    }

    @Test
    void aSilentWireTimesOutWithItsPhaseAndThePartialAnswer() {
        wire.send("ab");
        ChatStream stream = stream(CallContext.builder()
                .timeouts(new Timeouts(null, null, Duration.ofMillis(30)))
                .build());
        TimedOut e = catchThrowableOfType(TimedOut.class, stream::response);
        assertThat(e.phase()).isEqualTo(TimeoutPhase.IDLE);
        assertThat(partial(e).text()).isEqualTo("ab");
        assertThat(e.outputBegun()).isTrue();
    }

    @Test
    void aSlowReaderIsNoSilentWire() throws InterruptedException {
        wire.send("a");
        ChatStream stream = stream(CallContext.builder()
                .timeouts(new Timeouts(null, null, Duration.ofMillis(30)))
                .build());
        stream.next();
        TimeUnit.MILLISECONDS.sleep(100);
        wire.send("b.");
        assertThat(stream.response().text()).isEqualTo("ab");
    }

    @Test
    void theDeadlineHoldsForASlowReaderToo() throws InterruptedException {
        wire.send("a");
        ChatStream stream = stream(CallContext.withTimeout(Duration.ofMillis(50)));
        stream.next();
        await().until(() -> wire.aborted.get() > 0);
        wire.send("b.");
        assertThatThrownBy(stream::next)
                .isInstanceOfSatisfying(
                        TimedOut.class, e -> assertThat(e.phase()).isEqualTo(TimeoutPhase.TOTAL));
    }

    @Test
    void anInterruptedReaderSeesACancelledCall() {
        assertCancelledByInterrupt(new InterruptedIOException("interrupted"));
    }

    /** There the JDK closes the socket under a reader that is interrupted. */
    @Test
    void anInterruptedReaderOnAVirtualThreadSeesACancelledCall() {
        assertCancelledByInterrupt(new SocketException("Closed by interrupt"));
    }

    private void assertCancelledByInterrupt(IOException thrown) {
        wire.fail(thrown);
        ChatStream stream = stream(CallContext.EMPTY);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(stream::next)
                    .isInstanceOf(Cancelled.class)
                    .hasMessageContaining("thread was interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aStreamThatIsDroppedIsReclaimedAndReportedOnce() {
        LogCapture log = LogCapture.of(WireStream.class);
        for (int i = 0; i < 50; i++) {
            wire.send("abc");
            stream(CallContext.EMPTY).next();
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return wire.closed.get() == 50 && wire.aborted.get() == 50;
        });
        List<String> lines = log.stop();
        assertThat(lines).hasSize(50);
        assertThat(lines.get(0))
                .startsWith("WARN A stream of acme/acme-1 was dropped")
                .contains("try (ChatStream");
    }

    @Test
    void aStreamReadToItsEndIsNotReportedThoughNobodyClosedIt() {
        LogCapture log = LogCapture.of(WireStream.class);
        wire.send("abc.");
        stream(CallContext.EMPTY).response();
        assertThat(wire.closed).hasValue(1);
        assertThat(wire.aborted).hasValue(0);
        System.gc();
        assertThat(log.stop()).isEmpty();
    }

    private ChatStream stream(CallContext context) {
        return new WireStream(INFO, context, wire::open);
    }

    private void onceReading(Runnable action) {
        Thread other = new Thread(() -> {
            await().until(() -> wire.waiting);
            action.run();
        });
        other.start();
    }

    private static ChatResponse partial(LlmException e) {
        ChatResponse partial = e.partialResponse();
        assertThat(partial).isNotNull();
        return partial;
    }

    /** Hands out what it was told to, then waits until it is aborted. */
    private static final class Wire {
        private static final byte[] END = {};
        private static final byte[] ABORTED = {};

        final AtomicInteger opened = new AtomicInteger();
        final AtomicInteger aborted = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();
        volatile boolean waiting;
        private final BlockingQueue<Object> script = new LinkedBlockingQueue<>();

        void send(String... slices) {
            for (String slice : slices) {
                script.add(slice.getBytes(StandardCharsets.UTF_8));
            }
        }

        void end() {
            script.add(END);
        }

        void fail(IOException e) {
            script.add(e);
        }

        WireStream.Opened open(CallGuard guard) {
            opened.incrementAndGet();
            BlockingQueue<Object> mine = new LinkedBlockingQueue<>();
            script.drainTo(mine);
            BlockingQueue<Object> source = mine.isEmpty() ? script : mine;
            guard.onAbort(() -> {
                aborted.incrementAndGet();
                source.add(ABORTED);
            });
            return new WireStream.Opened(new Body(this, source), new Letters(), "req-1", LIMITS, List.of(WARNING));
        }
    }

    private record Body(Wire wire, BlockingQueue<Object> script) implements ByteSource {
        @Override
        public boolean read(Sink sink) throws IOException {
            try {
                wire.waiting = true;
                Object next = script.poll();
                next = next != null ? next : wire.script.poll();
                next = next != null ? next : script.take();
                wire.waiting = false;
                if (next instanceof IOException e) {
                    throw e;
                }
                if (next == Wire.ABORTED) {
                    throw new IOException("Socket closed");
                }
                byte[] slice = (byte[]) next;
                if (slice.length > 0) {
                    sink.take(slice, 0, slice.length);
                }
                return slice.length > 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }

        @Override
        public void close() {
            wire.closed.incrementAndGet();
        }
    }

    private static final class Letters implements StreamDecoder {
        private final StringBuilder text = new StringBuilder();
        private boolean sound = true;

        @Override
        public void feed(byte[] bytes, int offset, int length, Consumer<ChatEvent> out) {
            for (int i = offset; i < offset + length; i++) {
                char letter = (char) bytes[i];
                switch (letter) {
                    case '.' -> out.accept(new ChatEvent.Completed(answer()));
                    case '-' ->
                        out.accept(new ChatEvent.Completed(
                                answer().toBuilder().model("").build()));
                    case '!' ->
                        throw LlmException.of(
                                ErrorKind.UNAVAILABLE,
                                ErrorDetails.builder("the vendor gave up").build(),
                                null);
                    case '?' -> throw new IllegalArgumentException("unknown: what the vendor said");
                    case '^' -> sound = false;
                    default -> {
                        text.append(letter);
                        out.accept(new ChatEvent.TextDelta(String.valueOf(letter), 0));
                    }
                }
            }
        }

        @Override
        public void end(Consumer<ChatEvent> out) {
            requireSound();
        }

        @Override
        public @Nullable ChatResponse partial() {
            requireSound();
            return text.isEmpty() ? null : answer();
        }

        private void requireSound() {
            if (!sound) {
                throw new IllegalArgumentException("unknown: what the vendor said");
            }
        }

        private ChatResponse answer() {
            return ChatResponse.builder()
                    .message(new AssistantMessage(new ArrayList<>(List.of(new TextPart(text.toString())))))
                    .finishReason(FinishReason.of(FinishReason.Kind.STOP))
                    .provider("?")
                    .model("acme-1-0613")
                    .build();
        }
    }
}
