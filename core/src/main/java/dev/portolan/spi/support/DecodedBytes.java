package dev.portolan.spi.support;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Bytes and their decoder. */
final class DecodedBytes implements EventSource {

    private final ByteSource body;
    private final StreamDecoder decoder;
    private boolean complete;

    DecodedBytes(ByteSource body, StreamDecoder decoder) {
        this.body = body;
        this.decoder = decoder;
    }

    @Override
    public boolean read(Runnable arrived, Consumer<ChatEvent> out) throws IOException {
        return body.read((bytes, offset, length) -> {
            arrived.run();
            if (!complete) {
                feed(bytes, offset, length, out);
            }
        });
    }

    private void feed(byte[] bytes, int offset, int length, Consumer<ChatEvent> out) {
        try {
            decoder.feed(bytes, offset, length, event -> {
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
        return body::close;
    }
}
