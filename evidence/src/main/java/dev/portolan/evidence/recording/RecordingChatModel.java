package dev.portolan.evidence.recording;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ForwardingChatModel;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A model whose calls are recorded when they have ended: with their answer, with the events of a stream and when each came, or
 * with their failure. What is thrown but is no {@link LlmException} is a mistake in a program and not recorded, nor is a stream
 * that nobody began to read. Thread-safe.
 */
public final class RecordingChatModel extends ForwardingChatModel {

    private final @Nullable String name;
    private final Recorder recorder;
    private final Clock clock;
    private final LongSupplier nanoClock;

    /**
     * Recording around a model.
     *
     * @param delegate the model that is called
     * @param name the name that recordings get, or {@code null}; a replay can ask for the recordings of one name
     * @param recorder writes them
     */
    public RecordingChatModel(ChatModel delegate, @Nullable String name, Recorder recorder) {
        this(delegate, name, recorder, Clock.systemUTC(), System::nanoTime);
    }

    RecordingChatModel(
            ChatModel delegate, @Nullable String name, Recorder recorder, Clock clock, LongSupplier nanoClock) {
        super(delegate);
        this.name = name;
        this.recorder = Objects.requireNonNull(recorder, "recorder");
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        if (!recorder.samples(context)) {
            return delegate().chat(request, context);
        }
        Recording.Builder recording = begin(request, context);
        long startedAt = nanoClock.getAsLong();
        try {
            ChatResponse response = delegate().chat(request, context);
            recorder.record(recording.took(since(startedAt)).answered(response).build());
            return response;
        } catch (LlmException e) {
            recorder.record(recording.took(since(startedAt)).failed(e).build());
            throw e;
        }
    }

    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        if (!recorder.samples(context)) {
            return delegate().stream(request, context);
        }
        Recording.Builder recording = begin(request, context);
        try {
            return new RecordingChatStream(delegate().stream(request, context), recording, recorder, nanoClock);
        } catch (LlmException e) {
            recorder.record(recording.streamed(List.of(), e).build());
            throw e;
        }
    }

    private Recording.Builder begin(ChatRequest request, CallContext context) {
        return Recording.builder(request).startedAt(clock.instant()).name(name).context(context);
    }

    private Duration since(long startedAt) {
        return Duration.ofNanos(nanoClock.getAsLong() - startedAt);
    }
}
