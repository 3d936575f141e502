package dev.portolan.routing.telemetry;

import dev.portolan.chat.Attempt;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model whose calls are told to listeners, each once, however it ends. Thread-safe. */
public final class TelemetryModel extends ForwardingChatModel {

    private static final Logger LOG = LoggerFactory.getLogger(TelemetryModel.class);

    private final String name;
    private final List<CallListener> listeners;
    private final Clock clock;
    private final LongSupplier nanoClock;

    /**
     * Telemetry around a model.
     *
     * @param delegate the model that is called
     * @param name the name it stands behind
     * @param listeners who hears of its calls, in this order
     */
    public TelemetryModel(ChatModel delegate, String name, List<CallListener> listeners) {
        this(delegate, name, listeners, Clock.systemUTC(), System::nanoTime);
    }

    /**
     * Telemetry by another clock, for tests.
     *
     * @param delegate the model that is called
     * @param name the name it stands behind
     * @param listeners who hears of its calls, in this order
     * @param clock tells when a call began
     * @param nanoClock tells nanoseconds, monotonic, from an arbitrary origin
     */
    public TelemetryModel(
            ChatModel delegate, String name, List<CallListener> listeners, Clock clock, LongSupplier nanoClock) {
        super(delegate);
        this.name = Objects.requireNonNull(name, "name");
        this.listeners = List.copyOf(listeners);
        this.clock = Objects.requireNonNull(clock, "clock");
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        OpenCall call = begin(context, false);
        try {
            ChatResponse response = delegate().chat(request, context);
            call.end(response, null);
            return response;
        } catch (LlmException e) {
            call.end(null, e);
            throw e;
        }
    }

    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        return new TelemetryStream(() -> delegate().stream(request, context), () -> begin(context, true));
    }

    private OpenCall begin(CallContext context, boolean streamed) {
        return new OpenCall(context, streamed, clock.instant(), nanoClock.getAsLong());
    }

    private void tell(CallEvent event) {
        for (CallListener listener : listeners) {
            try {
                for (Attempt attempt : event.attempts()) {
                    listener.attempted(event, attempt);
                }
                listener.called(event);
            } catch (RuntimeException e) {
                LOG.warn(
                        "The listener {} failed on a call of \"{}\"; the call is not affected",
                        listener.getClass(),
                        name,
                        e);
            }
        }
    }

    /** A call that has begun. One thread ends it. */
    final class OpenCall {
        private final CallContext context;
        private final boolean streamed;
        private final Instant startedAt;
        private final long startedNanos;
        private volatile @Nullable Duration firstToken;

        private OpenCall(CallContext context, boolean streamed, Instant startedAt, long startedNanos) {
            this.context = context;
            this.streamed = streamed;
            this.startedAt = startedAt;
            this.startedNanos = startedNanos;
        }

        void seen() {
            if (firstToken == null) {
                firstToken = sinceStart();
            }
        }

        private Duration sinceStart() {
            return Duration.ofNanos(nanoClock.getAsLong() - startedNanos);
        }

        void end(@Nullable ChatResponse response, @Nullable LlmException error) {
            tell(new CallEvent(name, streamed, startedAt, sinceStart(), firstToken, context, response, error));
        }
    }
}
