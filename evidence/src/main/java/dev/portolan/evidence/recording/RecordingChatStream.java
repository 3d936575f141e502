package dev.portolan.evidence.recording;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ForwardingChatStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps the events of a stream until it ends, then hands them to the recorder, once. */
final class RecordingChatStream extends ForwardingChatStream {

    private final Recording.Builder recording;
    private final Recorder recorder;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<TimedEvent> events = new ArrayList<>();
    private boolean begun;
    private boolean ended;
    private long startedAt;

    RecordingChatStream(ChatStream delegate, Recording.Builder recording, Recorder recorder, LongSupplier nanoClock) {
        super(delegate);
        this.recording = recording;
        this.recorder = recorder;
        this.nanoClock = nanoClock;
    }

    @Override
    protected ChatEvent pull() {
        begin();
        try {
            ChatEvent event = super.pull();
            came(event);
            return event;
        } catch (LlmException e) {
            end(null, e);
            throw e;
        }
    }

    @Override
    protected void abort() {
        super.abort();
        end(null, null);
    }

    private void begin() {
        lock.lock();
        try {
            if (!begun) {
                begun = true;
                startedAt = nanoClock.getAsLong();
            }
        } finally {
            lock.unlock();
        }
    }

    private void came(ChatEvent event) {
        if (event instanceof ChatEvent.Completed) {
            end(event, null);
            return;
        }
        lock.lock();
        try {
            events.add(new TimedEvent(since(), event));
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable ChatEvent last, @Nullable LlmException failure) {
        lock.lock();
        try {
            if (ended || !begun) {
                return;
            }
            ended = true;
            if (last != null) {
                events.add(new TimedEvent(since(), last));
            }
            recording.took(since()).streamed(events, failure);
        } finally {
            lock.unlock();
        }
        recorder.record(recording.build());
    }

    private Duration since() {
        return Duration.ofNanos(Math.max(0, nanoClock.getAsLong() - startedAt));
    }
}
