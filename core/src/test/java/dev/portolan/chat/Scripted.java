package dev.portolan.chat;

import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A stream that gives what it was told to give: events, exceptions, or silence until it is aborted. */
final class Scripted extends ChatStream {

    /** Silence until {@link #abort()}, then a failure as of a closed socket. */
    static final Object SILENCE = new Object();

    static final ChatResponse RESPONSE = ChatResponse.builder()
            .message(Message.assistant("Hello"))
            .provider("openai")
            .model("gpt-4o-mini")
            .build();

    final AtomicInteger pulls = new AtomicInteger();
    final AtomicInteger aborts = new AtomicInteger();
    final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch aborted = new CountDownLatch(1);
    private final Deque<Object> steps;

    Scripted(Object... steps) {
        this.steps = new ArrayDeque<>(Arrays.asList(steps));
    }

    static Scripted hello() {
        return new Scripted(
                text("Hel"),
                new ChatEvent.UsageReported(Usage.of(1, 2)),
                text("lo"),
                new ChatEvent.Completed(RESPONSE));
    }

    static ChatEvent text(String text) {
        return new ChatEvent.TextDelta(text, 0);
    }

    static LlmException interrupted() {
        return ErrorDetails.builder("The stream ended early").toException(ErrorKind.STREAM_INTERRUPTED);
    }

    @Override
    protected ChatEvent pull() {
        pulls.incrementAndGet();
        Object step = steps.remove();
        if (step == SILENCE) {
            waiting.countDown();
            try {
                aborted.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("socket closed");
        }
        if (step instanceof RuntimeException exception) {
            throw exception;
        }
        if (step instanceof Error error) {
            throw error;
        }
        return step instanceof ChatEvent event ? event : null;
    }

    @Override
    protected void abort() {
        aborts.incrementAndGet();
        aborted.countDown();
    }
}
