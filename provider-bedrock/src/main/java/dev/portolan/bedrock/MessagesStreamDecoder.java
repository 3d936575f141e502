package dev.portolan.bedrock;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.spi.support.MessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.PayloadPart;
import software.amazon.awssdk.services.bedrockruntime.model.ResponseStream;

/**
 * Claude's streamed answer by InvokeModel: each chunk is an event of Anthropic's, to which the service adds its own words.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html">AWS:
 *     InvokeModelWithResponseStream</a>
 */
final class MessagesStreamDecoder implements MessageDecoder<ResponseStream> {

    private static final byte[] STOP = "{\"type\":\"message_stop\"}".getBytes(StandardCharsets.UTF_8);

    private final MessageDecoder<byte[]> events;
    private final ServiceWords words;
    private boolean complete;

    MessagesStreamDecoder(MessageDecoder<byte[]> events, ServiceWords words) {
        this.events = events;
        this.words = words;
    }

    @Override
    public void feed(ResponseStream message, Consumer<ChatEvent> out) {
        if (message instanceof PayloadPart part && part.bytes() != null) {
            chunk(part.bytes().asByteArrayUnsafe(), out);
        }
    }

    void chunk(byte[] json, Consumer<ChatEvent> out) {
        words.read(json);
        events.feed(json, event -> tell(event, out));
    }

    private void tell(ChatEvent event, Consumer<ChatEvent> out) {
        if (event instanceof ChatEvent.Completed completed) {
            complete = true;
            out.accept(new ChatEvent.Completed(words.added(completed.response()).build()));
        } else {
            out.accept(event);
        }
    }

    /** A guardrail that intervened may end the stream in the model's place. */
    @Override
    public void end(Consumer<ChatEvent> out) {
        if (!complete && words.intervened()) {
            events.feed(STOP, event -> tell(event, out));
        }
        if (!complete) {
            events.end(event -> tell(event, out));
        }
    }

    @Override
    public @Nullable ChatResponse partial() {
        return events.partial();
    }
}
