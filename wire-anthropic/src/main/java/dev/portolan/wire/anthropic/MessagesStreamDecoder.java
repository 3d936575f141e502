package dev.portolan.wire.anthropic;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.spi.support.SseParser;
import dev.portolan.spi.support.StreamDecoder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the server-sent events of a streamed answer. What an event is, is told by {@code type} in its data; the {@code event:}
 * line repeats it.
 *
 * @see <a href="https://platform.claude.com/docs/en/build-with-claude/streaming">Anthropic: streaming messages</a>
 */
final class MessagesStreamDecoder implements StreamDecoder {

    private final EventDecoder events;
    private final SseParser sse = new SseParser();
    private final SseParser.EventSink sink = this::event;
    private Consumer<ChatEvent> out = event -> {};

    MessagesStreamDecoder(EventDecoder events) {
        this.events = events;
    }

    @Override
    public void feed(byte[] bytes, int offset, int length, Consumer<ChatEvent> out) {
        if (!events.isComplete()) {
            this.out = out;
            sse.feed(bytes, offset, length, sink);
        }
    }

    @Override
    public void end(Consumer<ChatEvent> out) {
        if (events.isComplete()) {
            return;
        }
        this.out = out;
        events.ending();
        sse.end(sink);
        events.end(out);
    }

    private void event(@Nullable String name, byte[] data, int offset, int length) {
        if (length > 0) {
            events.feed(data, offset, length, out);
        }
    }

    @Override
    public @Nullable ChatResponse partial() {
        return events.partial();
    }
}
