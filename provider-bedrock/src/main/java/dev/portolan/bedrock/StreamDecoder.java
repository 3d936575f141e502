package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.spi.support.MessageDecoder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of a Converse stream. The answer is complete with {@code messageStop} and the {@code metadata} that follows it;
 * a connection that ends in good order without {@code messageStop}, as the SDK takes a broken one, is an interrupted stream.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html">AWS: ConverseStream</a>
 */
final class StreamDecoder implements MessageDecoder<ConverseEvent> {

    private final Answer answer;
    private boolean stopped;
    private boolean complete;

    StreamDecoder(Answer answer) {
        this.answer = answer;
    }

    @Override
    public void feed(ConverseEvent event, Consumer<ChatEvent> out) {
        JsonNode body = event.body();
        int index = body.path("contentBlockIndex").asInt();
        switch (event.type()) {
            case "messageStart" -> {}
            case "contentBlockStart" -> answer.start(index, body.path("start"), out);
            case "contentBlockDelta" -> answer.delta(index, body.path("delta"), out);
            case "contentBlockStop" -> answer.stop(index);
            case "messageStop" -> {
                stopped = true;
                answer.stopReason(body.path("stopReason").asText(null));
                answer.metadata(body);
            }
            case "metadata" -> {
                answer.metadata(body);
                if (stopped) {
                    complete(out);
                }
            }
            default -> out.accept(new ChatEvent.Other(event.type(), body.toString()));
        }
    }

    private void complete(Consumer<ChatEvent> out) {
        complete = true;
        answer.complete(out);
    }

    @Override
    public void end(Consumer<ChatEvent> out) {
        if (!stopped) {
            throw ErrorDetails.builder("the stream ended without messageStop")
                    .remedy("Ask again, or use the partial answer knowingly")
                    .toException(ErrorKind.STREAM_INTERRUPTED);
        }
        if (!complete) {
            complete(out);
        }
    }

    @Override
    public @Nullable ChatResponse partial() {
        return answer.partial();
    }
}
