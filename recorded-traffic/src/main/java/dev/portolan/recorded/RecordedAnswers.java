package dev.portolan.recorded;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.error.LlmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a model for what was recorded, so that all that lies between the server and the caller takes part in reading it. */
public final class RecordedAnswers {

    private RecordedAnswers() {}

    /** What the model makes of a recording, be it an answer or a failure. */
    public static Reading read(RecordingServer server, ChatModel model, Recording recording) {
        try {
            return Reading.of(recording.id(), ask(server, model, recording));
        } catch (LlmException e) {
            return Reading.of(recording.id(), e);
        }
    }

    /** The answer that was recorded, asked for in the way in which it came. */
    public static ChatResponse ask(RecordingServer server, ChatModel model, Recording recording) {
        server.serve(recording);
        ChatRequest request = ChatRequest.of("As recorded");
        if (recording.streamed()) {
            try (ChatStream stream = model.stream(request, context(recording))) {
                return stream.response();
            }
        }
        return model.chat(request, context(recording));
    }

    /** How the vectors differ from those that were recorded; {@code null} when they do not, or when none can be asked for. */
    public static @Nullable String difference(
            RecordingServer server, EmbeddingModel model, Recording recording, List<float[]> expected) {
        if (expected.isEmpty()) {
            return null; // an answer to nothing: no request for it can be made
        }
        String[] texts = new String[expected.size()];
        Arrays.fill(texts, "As recorded");
        server.serve(recording);
        try {
            return RecordedVectors.difference(
                    expected,
                    model.embed(EmbeddingRequest.of(texts), context(recording)).vectors());
        } catch (LlmException e) {
            return "failed with " + e.kind();
        }
    }

    private static CallContext context(Recording recording) {
        return CallContext.builder()
                .timeout(Duration.ofSeconds(30))
                .traceHeader(RecordingServer.HEADER, recording.id())
                .build();
    }
}
