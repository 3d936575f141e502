package dev.portolan.spi.support;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages and their decoder.
 *
 * @param <M> the type of message
 */
final class DecodedMessages<M> implements EventSource {

    private final MessageSource<M> messages;
    private final MessageDecoder<M> decoder;
    private boolean complete;

    DecodedMessages(MessageSource<M> messages, MessageDecoder<M> decoder) {
        this.messages = messages;
        this.decoder = decoder;
    }

    @Override
    public boolean read(Runnable arrived, Consumer<ChatEvent> out) throws IOException {
        M message = messages.next();
        if (message == null) {
            return false;
        }
        arrived.run();
        if (!complete) {
            feed(message, out);
        }
        return true;
    }

    private void feed(M message, Consumer<ChatEvent> out) {
        try {
            decoder.feed(message, event -> {
                complete |= event instanceof ChatEvent.Completed;
                out.accept(event);
            });
        } catch (RuntimeException e) {
            throw Decoding.failure(e);
        }
    }

    @Override
    public void end(Consumer<ChatEvent> out) {
        decoder.end(out);
    }

    @Override
    public @Nullable ChatResponse partial() {
        return decoder.partial();
    }

    @Override
    public Runnable closing() {
        return messages::close;
    }
}
