package dev.portolan.routing.telemetry;

import dev.portolan.chat.Attempt;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Usage;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A logical call that ended. Holds no prompt, no answer and no key. Immutable. */
public final class CallEvent {

    private final String name;
    private final boolean streamed;
    private final Instant startedAt;
    private final Duration duration;
    private final @Nullable Duration firstToken;
    private final CallContext context;
    private final @Nullable ChatResponse response;
    private final @Nullable LlmException error;

    CallEvent(
            String name,
            boolean streamed,
            Instant startedAt,
            Duration duration,
            @Nullable Duration firstToken,
            CallContext context,
            @Nullable ChatResponse response,
            @Nullable LlmException error) {
        this.name = name;
        this.streamed = streamed;
        this.startedAt = startedAt;
        this.duration = duration;
        this.firstToken = firstToken;
        this.context = context;
        this.response = response;
        this.error = error;
    }

    /**
     * The name that was called.
     *
     * @return as in the configuration
     */
    public String name() {
        return name;
    }

    /**
     * Whether it was a stream.
     *
     * @return true for streams
     */
    public boolean streamed() {
        return streamed;
    }

    /**
     * When it began.
     *
     * @return the moment; of a stream that of its first pull
     */
    public Instant startedAt() {
        return startedAt;
    }

    /**
     * How long it took, retries and fallbacks included.
     *
     * @return the time until the answer was whole, the error was thrown or the reader left
     */
    public Duration duration() {
        return duration;
    }

    /**
     * How long the reader waited for the first visible event of a stream.
     *
     * @return the time, or {@code null} for calls and for streams of which nothing was seen
     */
    public @Nullable Duration firstToken() {
        return firstToken;
    }

    /**
     * How it ended.
     *
     * @return {@code ok}, the id of an error kind such as {@code rate-limited}, or {@code abandoned} for a stream that its reader left
     */
    public String outcome() {
        if (error != null) {
            return error.kind().id();
        }
        return response != null ? Attempt.OK : "abandoned";
    }

    /**
     * What kind of error ended it.
     *
     * @return the kind, or {@code null} when there was none
     */
    public @Nullable ErrorKind errorKind() {
        return error == null ? null : error.kind();
    }

    /**
     * Whether the error counts against who was called, rather than the request or the caller.
     *
     * @return {@link LlmException#failoverWorthy()} of the error, or true for used-up attempts; false when there was none
     */
    public boolean failed() {
        return error != null && (error.failoverWorthy() || error.kind().equals(ErrorKind.ATTEMPTS_EXHAUSTED));
    }

    /**
     * Who answered.
     *
     * @return the provider's id, or {@code null} when nobody is known to have been asked
     */
    public @Nullable String provider() {
        return response != null ? response.provider() : error == null ? null : error.provider();
    }

    /**
     * The model that really answered.
     *
     * @return its id as the provider told it, or {@code null} when it is not known
     */
    public @Nullable String model() {
        return response == null ? null : response.model();
    }

    /**
     * The tokens of the answer.
     *
     * @return the usage, with nothing known when there was no answer
     */
    public Usage usage() {
        return response == null ? Usage.UNKNOWN : response.usage();
    }

    /**
     * Why the answer ended.
     *
     * @return the kind, or {@code null} when there was no answer
     */
    public FinishReason.@Nullable Kind finishReason() {
        return response == null ? null : response.finishReason().kind();
    }

    /**
     * What was tried and what was passed over.
     *
     * @return in order; empty when nothing is known beyond the outcome
     */
    public List<Attempt> attempts() {
        if (response != null) {
            return response.attempts();
        }
        return error == null ? List.of() : error.attempts();
    }

    /**
     * What the answer was adapted by.
     *
     * @return the codes of its warnings, such as {@code left-out} or {@code fell-back}
     */
    public List<String> warnings() {
        return response == null
                ? List.of()
                : response.warnings().stream().map(Warning::code).toList();
    }

    /**
     * The customer on whose behalf it was made.
     *
     * @return the tenant, or {@code null}
     */
    public @Nullable String tenant() {
        return context.tenant();
    }

    /**
     * The part of the application that made it.
     *
     * @return the feature, or {@code null}
     */
    public @Nullable String feature() {
        return context.feature();
    }

    /**
     * What kind of task it was.
     *
     * @return the key, or {@code null}
     */
    public @Nullable String taskKey() {
        return context.taskKey();
    }

    /**
     * Names and values that the application gave for reports.
     *
     * @return unmodifiable
     */
    public Map<String, String> tags() {
        return context.tags();
    }

    /**
     * The headers of the trace context.
     *
     * @return unmodifiable
     */
    public Map<String, String> traceHeaders() {
        return context.traceHeaders();
    }

    @Override
    public String toString() {
        return "CallEvent[" + name + " " + outcome() + ", " + duration.toMillis() + " ms]";
    }
}
