package dev.portolan.evidence.recording;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Gap;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.TokenCounter;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.recording.internal.EventSynthesis;
import dev.portolan.evidence.recording.internal.Pace;
import dev.portolan.evidence.recording.internal.RecordingIndex;
import dev.portolan.evidence.recording.internal.Redaction;
import dev.portolan.spi.support.Redactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model that answers with what was recorded. The n-th time that a request is asked it gets the n-th recording of that request;
 * {@link OnMiss} tells what happens when there is none. Failures are thrown again, as the class they were.
 *
 * <p>Requests are the same when their content is, after redaction: ids of tool calls, the order of tools, white space in JSON, line
 * ends and what vendors want back do not count. Recordings of calls that their own application cancelled are passed over.
 *
 * <p>An answer that was streamed is given whole when it is asked so, and the other way round one event for each part. The context's
 * cancellation and deadline hold as for any model. Thread-safe; counts are kept for each instance.
 */
public final class ReplayChatModel implements ChatModel {

    private final Recordings recordings;
    private final @Nullable String name;
    private final @Nullable ChatModel live;
    private final OnMiss onMiss;
    private final ReplayTiming timing;
    private final Redaction redaction;
    private final RecordingIndex index;
    private final ModelInfo info;
    private final Pace.Who who;

    private ReplayChatModel(Builder builder) {
        this.recordings = builder.recordings;
        this.name = builder.name;
        this.live = builder.live;
        this.onMiss = builder.onMiss;
        this.timing = builder.timing;
        this.redaction = new Redaction(builder.redactor, MediaRetention.HASH);
        this.index = new RecordingIndex(
                recordings.list().stream()
                        .filter(recording -> name == null || name.equals(recording.name()))
                        .toList(),
                redaction);
        this.info = live != null
                ? live.info()
                : ModelInfo.builder("replay", name == null ? "any" : name).build();
        this.who = new Pace.Who(info.provider(), info.model());
        if (onMiss == OnMiss.LIVE && live == null) {
            throw new IllegalArgumentException("on-miss: there is no live model to call");
        }
    }

    /**
     * Starts a model that answers with recordings.
     *
     * @param recordings what it answers with
     * @return a builder
     */
    public static Builder builder(Recordings recordings) {
        return new Builder(recordings);
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        Recording found = find(request);
        if (found == null) {
            return live().chat(request, context);
        }
        try (Pace pace = pace(context)) {
            pace.until(Duration.ZERO, () -> null);
            pace.until(found.took(), () -> null);
        }
        ChatResponse response = found.response();
        if (response != null) {
            return response;
        }
        throw failure(found);
    }

    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        Recording found;
        try {
            found = find(request);
        } catch (LlmException e) {
            return new ReplayStream(List.of(), Duration.ZERO, e, pace(context), who);
        }
        return found == null
                ? live().stream(request, context)
                : new ReplayStream(events(found), found.took(), failure(found), pace(context), who);
    }

    private Pace pace(CallContext context) {
        return new Pace(context, timing == ReplayTiming.INSTANT, who);
    }

    /** The recording to answer with, or null when the live model shall. */
    private @Nullable Recording find(ChatRequest request) {
        ChatRequest redacted = redaction.of(request);
        RecordingIndex.Found found = index.next(redacted);
        if (found.recording() != null) {
            return found.recording();
        }
        if (onMiss == OnMiss.LENIENT && found.last() != null) {
            return found.last();
        }
        if (onMiss == OnMiss.STRICT || live == null) {
            throw miss(redacted, found.time());
        }
        return null;
    }

    private ChatModel live() {
        return Objects.requireNonNull(live, "live");
    }

    private static List<TimedEvent> events(Recording recording) {
        ChatResponse response = recording.response();
        if (recording.streamed() || response == null) {
            return recording.events();
        }
        List<TimedEvent> events = new ArrayList<>();
        for (ChatEvent event : EventSynthesis.of(response)) {
            events.add(new TimedEvent(recording.took(), event));
        }
        return events;
    }

    /** Made anew, so that no two calls share a stack trace. */
    private LlmException failure(Recording recording) {
        LlmException error = recording.error();
        return error != null
                ? LlmException.of(error.kind(), error.details(), null)
                : ErrorDetails.builder(
                                "The recorded stream was closed by its reader here: what would have followed is unknown")
                        .remedy("Record again and read the stream to its end")
                        .provider(who.provider())
                        .model(who.model())
                        .outputBegun(!recording.events().isEmpty())
                        .toException(ErrorKind.REPLAY_MISS);
    }

    private LlmException miss(ChatRequest redacted, int time) {
        ReplayReport report = index.explain(redacted, redaction);
        String summary = "No recording answers this request: ";
        if (report.repeats() > 0) {
            summary += "asked " + time + " times, recorded " + report.repeats();
        } else if (report.nearest() == null) {
            summary += noneOf();
        } else {
            summary += "the nearest of " + report.recordings() + " in " + recordings.source() + " differs in "
                    + report.fields();
        }
        return ErrorDetails.builder(summary)
                .remedy("Record again, or compare with ReplayChatModel.explain(request).diff()")
                .provider(who.provider())
                .model(who.model())
                .vendorMessage(report.diff().isEmpty() ? null : report.diff())
                .toException(ErrorKind.REPLAY_MISS);
    }

    private String noneOf() {
        if (recordings.list().isEmpty() || name == null) {
            return "there are none in " + recordings.source();
        }
        return "those in " + recordings.source() + " are of "
                + recordings.list().stream()
                        .map(recording -> String.valueOf(recording.name()))
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "))
                + ", none of " + name;
    }

    /**
     * What of the recordings comes nearest to a request. Answers nothing and counts nothing.
     *
     * @param request any request
     * @return how it differs; no difference when it was recorded
     */
    public ReplayReport explain(ChatRequest request) {
        return index.explain(redaction.of(request), redaction);
    }

    /** The live model's description, where there is one. */
    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public List<Gap> check(ChatRequest request) {
        return live != null ? live.check(request) : List.of();
    }

    @Override
    public @Nullable TokenCounter tokenCounter() {
        return live != null ? live.tokenCounter() : null;
    }

    @Override
    public String toString() {
        return "ReplayChatModel[" + recordings + ", " + onMiss + (live == null ? "" : ", " + live) + "]";
    }

    /** Collects how to answer. Not thread-safe. */
    public static final class Builder {
        private final Recordings recordings;
        private @Nullable String name;
        private @Nullable ChatModel live;
        private OnMiss onMiss = OnMiss.STRICT;
        private ReplayTiming timing = ReplayTiming.INSTANT;
        private Redactor redactor = Redactor.standard();

        private Builder(Recordings recordings) {
            this.recordings = Objects.requireNonNull(recordings, "recordings");
        }

        /**
         * Answers with the recordings of one name only.
         *
         * @param value the name, or {@code null} for all
         * @return this builder
         */
        public Builder name(@Nullable String value) {
            this.name = value;
            return this;
        }

        /**
         * Sets who answers in place of a recording.
         *
         * @param value the model, or {@code null} for nobody
         * @return this builder
         */
        public Builder live(@Nullable ChatModel value) {
            this.live = value;
            return this;
        }

        /**
         * Sets what happens to a request without a recording.
         *
         * @param value {@link OnMiss#STRICT} when it is not set
         * @return this builder
         */
        public Builder onMiss(OnMiss value) {
            this.onMiss = Objects.requireNonNull(value, "onMiss");
            return this;
        }

        /**
         * Sets how fast answers come.
         *
         * @param value {@link ReplayTiming#INSTANT} when it is not set
         * @return this builder
         */
        public Builder timing(ReplayTiming value) {
            this.timing = Objects.requireNonNull(value, "timing");
            return this;
        }

        /**
         * Sets what requests are redacted with before they are compared: the redactor that the recordings were made with.
         *
         * @param value the redactor in place of {@link Redactor#standard()}; {@code null} to compare them as they are
         * @return this builder
         */
        public Builder redactor(@Nullable Redactor value) {
            this.redactor = value == null ? text -> text : value;
            return this;
        }

        /**
         * Builds the model.
         *
         * @return the model
         * @throws IllegalArgumentException with {@link OnMiss#LIVE} and no live model
         */
        public ReplayChatModel build() {
            return new ReplayChatModel(this);
        }
    }
}
