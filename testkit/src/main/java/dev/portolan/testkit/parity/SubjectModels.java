package dev.portolan.testkit.parity;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import dev.portolan.evidence.parity.CallOutcome;
import dev.portolan.evidence.recording.OnMiss;
import dev.portolan.evidence.recording.Recorder;
import dev.portolan.evidence.recording.Recording;
import dev.portolan.evidence.recording.RecordingChatModel;
import dev.portolan.evidence.recording.Recordings;
import dev.portolan.evidence.recording.ReplayChatModel;
import dev.portolan.spi.ForwardingChatModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A subject's model, or what stands in for it: each call has a recording of its own name. Thread-safe. */
final class SubjectModels {

    private final Subject subject;
    private final RunMode mode;
    private final Recordings recordings;
    private final @Nullable Recorder recorder;
    private final Map<String, ChatModel> byName = new ConcurrentHashMap<>();
    private final Set<CallContext> live = ConcurrentHashMap.newKeySet();

    SubjectModels(Subject subject, RunMode mode, Recordings recordings, @Nullable Recorder recorder) {
        this.subject = subject;
        this.mode = mode;
        this.recordings = recordings;
        this.recorder = recorder;
    }

    /**
     * The recordings that answer: of each name and request the newest. What failed on the way is no answer, and asked again.
     */
    static Recordings newest(RunMode mode, @Nullable Path file) {
        if (file == null || !mode.replays() || (mode == RunMode.AUTO && !Files.exists(file))) {
            return new Recordings(List.of(), String.valueOf(file));
        }
        Recordings all = Recordings.read(file);
        Map<Object, Recording> newest = new LinkedHashMap<>();
        for (Recording one : all.list()) {
            LlmException error = one.error();
            if (!one.leftEarly() && (error == null || CallOutcome.of(error) != CallOutcome.FAILED)) {
                newest.put(List.of(String.valueOf(one.name()), one.request()), one);
            }
        }
        return new Recordings(List.copyOf(newest.values()), all.source());
    }

    /** How a call ended, the failures of {@link LlmException} included. The context must serve no other call. */
    CallResult ask(ChatRequest request, CallLabel label, CallContext context, boolean streaming) {
        ChatModel model = byName.computeIfAbsent(label.name(subject), this::model);
        try {
            ChatResponse response;
            if (streaming) {
                try (ChatStream stream = model.stream(request, context)) {
                    response = stream.response();
                }
            } else {
                response = model.chat(request, context);
            }
            return CallResult.answered(response, replayed(context));
        } catch (LlmException e) {
            return CallResult.failed(e, replayed(context));
        }
    }

    private boolean replayed(CallContext context) {
        return !live.remove(context) && mode.replays();
    }

    private ChatModel model(String name) {
        return switch (mode) {
            case LIVE -> subject.model();
            case RECORD -> recording(name);
            case REPLAY -> replay(name).build();
            case AUTO ->
                replay(name).live(noticing(recording(name))).onMiss(OnMiss.LIVE).build();
        };
    }

    private ChatModel recording(String name) {
        return new RecordingChatModel(subject.model(), name, Objects.requireNonNull(recorder, "recorder"));
    }

    private ReplayChatModel.Builder replay(String name) {
        return ReplayChatModel.builder(recordings).name(name);
    }

    /** Tells which calls reach the live model. */
    private ChatModel noticing(ChatModel model) {
        return new ForwardingChatModel(model) {
            @Override
            public ChatResponse chat(ChatRequest request, CallContext context) {
                live.add(context);
                return super.chat(request, context);
            }

            @Override
            public ChatStream stream(ChatRequest request, CallContext context) {
                live.add(context);
                return super.stream(request, context);
            }
        };
    }
}
