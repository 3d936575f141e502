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
import java.time.Instant;
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
    private final @Nullable WireRecorder wire;
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
        this(delegate, name, recorder, null);
    }

    /**
     * Recording around a model, on the wire too. A call whose context has a listener of its own is not recorded on the wire.
     *
     * @param delegate the model that is called
     * @param name the name that recordings get, or {@code null}; a replay can ask for the recordings of one name
     * @param recorder writes the calls
     * @param wire writes what went over the wire, to a file of its own; {@code null} for nothing of it
     */
    public RecordingChatModel(
            ChatModel delegate, @Nullable String name, Recorder recorder, @Nullable WireRecorder wire) {
        this(delegate, name, recorder, wire, Clock.systemUTC(), System::nanoTime);
    }

    RecordingChatModel(
            ChatModel delegate,
            @Nullable String name,
            Recorder recorder,
            @Nullable WireRecorder wire,
            Clock clock,
            LongSupplier nanoClock) {
        super(delegate);
        this.name = name;
        this.recorder = Objects.requireNonNull(recorder, "recorder");
        this.wire = wire;
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        if (!recorder.samples(context)) {
            return delegate().chat(request, context);
        }
        Instant call = clock.instant();
        Recording.Builder recording = begin(request, context, call);
        long startedAt = nanoClock.getAsLong();
        try {
            ChatResponse response = delegate().chat(request, listened(context, call));
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
        Instant call = clock.instant();
        Recording.Builder recording = begin(request, context, call);
        try {
            return new RecordingChatStream(
                    delegate().stream(request, listened(context, call)), recording, recorder, nanoClock);
        } catch (LlmException e) {
            recorder.record(recording.streamed(List.of(), e).build());
            throw e;
        }
    }

    private Recording.Builder begin(ChatRequest request, CallContext context, Instant call) {
        return Recording.builder(request).startedAt(call).name(name).context(context);
    }

    private CallContext listened(CallContext context, Instant call) {
        return wire == null || context.wireListener() != null
                ? context
                : context.toBuilder().wireListener(wire.listener(name, call)).build();
    }

    private Duration since(long startedAt) {
        return Duration.ofNanos(nanoClock.getAsLong() - startedAt);
    }
}
