package dev.portolan.vertex;

import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.spi.support.MessageDecoder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of a stream of messages. Any of them may tell a finish reason, and the usage may come behind it, so that only the
 * end of the stream ends the answer; without a finish reason it is an interrupted one.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference">Google:
 *     streamGenerateContent</a>
 */
final class StreamDecoder implements MessageDecoder<GenerateContentResponse> {

    private final Answer answer;

    StreamDecoder(ToolNames names) {
        this.answer = new Answer(names);
    }

    @Override
    public void feed(GenerateContentResponse message, Consumer<ChatEvent> out) {
        answer.take(message, out);
    }

    @Override
    public void end(Consumer<ChatEvent> out) {
        if (!answer.finished()) {
            throw ErrorDetails.builder("the stream ended without a finish reason")
                    .remedy("Ask again, or use the partial answer knowingly")
                    .toException(ErrorKind.STREAM_INTERRUPTED);
        }
        answer.complete(out);
    }

    @Override
    public @Nullable ChatResponse partial() {
        return answer.partial();
    }
}
