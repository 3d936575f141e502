package dev.portolan.testkit.model;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Timings;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.simulator.Fault;
import dev.portolan.simulator.Pace;
import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.SimulatedModel;
import dev.portolan.spi.support.ByteSource;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.ErrorOrigin;
import dev.portolan.spi.support.WireStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One call of a double: its answer, its pauses and its faults. As a stream it hands out one byte for each event, which {@link
 * EventDecoder} turns into that event, so that a double keeps the promises of a stream by the same code as a provider.
 */
final class TestExchange implements ByteSource {

    private static final byte[] PIECE = {'.'};

    private final ModelInfo info;
    private final SimulatedModel mind;
    private final Prompt prompt;
    private final List<Warning> warnings;
    private final CallFaults faults;
    private final Pace pace;
    private final CallGuard guard;
    private final CallRecord record;
    private final CountDownLatch aborted = new CountDownLatch(1);
    private final AtomicBoolean ended = new AtomicBoolean();
    private List<ChatEvent> events = List.of();
    private int next;

    TestExchange(
            ModelInfo info,
            SimulatedModel mind,
            Prompt prompt,
            List<Warning> warnings,
            @Nullable Fault fault,
            Pace pace,
            CallGuard guard,
            CallRecord record) {
        this.info = info;
        this.mind = mind;
        this.prompt = prompt;
        this.warnings = warnings;
        this.faults = new CallFaults(fault);
        this.pace = faults.pace(pace);
        this.guard = guard;
        this.record = record;
        guard.onAbort(aborted::countDown);
    }

    /** The answer in one piece. */
    ChatResponse whole() {
        try {
            ChatResponse answer = answer();
            int length = SimulatedModel.pieces(answer.text()).size();
            pause(pace.first().plus(pace.token().multipliedBy(Math.max(0, length - 1))));
            strike(0, 1);
            guard.received();
            guard.waiting();
            strike(1, Integer.MAX_VALUE);
            return answer.toBuilder()
                    .timings(new Timings(guard.elapsed(), null))
                    .warnings(warnings)
                    .build();
        } catch (IOException e) {
            throw ErrorOrigin.of(broken(e), info, null);
        } catch (LlmException e) {
            throw ErrorOrigin.of(e, info, null);
        }
    }

    /** The answer as a stream; what strikes before its first event strikes here. */
    WireStream.Opened opened() {
        try {
            ChatResponse answer = answer();
            events = AnswerEvents.of(answer);
            return new WireStream.Opened(this, new EventDecoder(events, answer), null, null, warnings);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Hands on the next event. */
    @Override
    public boolean read(Sink sink) throws IOException {
        int end = events.size() - 1;
        if (next > end || (next == end && faults.noFinish())) {
            return false;
        }
        pause(next == 0 ? pace.first() : pace.token());
        if (next == end) {
            strike(next, Integer.MAX_VALUE);
        } else {
            strike(next, next + 1);
        }
        if (faults.cutAt(next, next == end)) {
            return false;
        }
        sink.take(PIECE, 0, PIECE.length);
        next++;
        return true;
    }

    @Override
    public void close() {
        if (ended.compareAndSet(false, true)) {
            record.end();
        }
    }

    private ChatResponse answer() throws IOException {
        guard.sending();
        guard.requireRunning();
        pause(faults.delay());
        if (faults.silent()) {
            waitForAbort();
        }
        LlmException refusal = faults.refusal();
        if (refusal != null) {
            throw refusal;
        }
        return faults.spoil(mind.answer(prompt), info);
    }

    /** Meets what lies at places from one up to before another. */
    private void strike(int from, int before) throws IOException {
        if (faults.stalls(from, before)) {
            waitForAbort();
        }
        if (faults.resets(from, before) || (!prompt.streaming() && faults.cuts(from, before))) {
            throw new IOException("the connection was reset");
        }
        LlmException error = prompt.streaming() ? faults.errorInStream(from, before) : null;
        if (error != null) {
            throw error;
        }
    }

    private void pause(Duration time) throws IOException {
        if (!time.isZero()) {
            await(time.toNanos());
        }
    }

    private void waitForAbort() throws IOException {
        await(Long.MAX_VALUE);
    }

    private void await(long nanos) throws IOException {
        try {
            if (aborted.await(nanos, TimeUnit.NANOSECONDS)) {
                throw new IOException("the call was aborted");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the waiting thread was interrupted");
        }
    }

    private LlmException broken(IOException e) {
        LlmException stopped = guard.failure(e);
        if (stopped != null) {
            return stopped;
        }
        boolean interrupted = e instanceof InterruptedIOException;
        return ErrorDetails.builder(interrupted ? "the waiting thread was interrupted" : "the connection broke")
                .toException(interrupted ? ErrorKind.CANCELLED : ErrorKind.NETWORK, e);
    }
}
