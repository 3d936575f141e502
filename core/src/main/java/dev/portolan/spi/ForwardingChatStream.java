package dev.portolan.spi;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatStream;
import java.util.Objects;

/** Base of streams that stand around another one: hands every event on. Subclasses override what they change. */
public abstract class ForwardingChatStream extends ChatStream {

    private final ChatStream delegate;

    /**
     * A stream around another one.
     *
     * @param delegate the stream that is read
     */
    protected ForwardingChatStream(ChatStream delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    @Override
    protected ChatEvent pull() {
        ChatEvent event = delegate.next();
        if (event == null) {
            throw new IllegalStateException("The inner stream was closed by somebody else");
        }
        return event;
    }

    @Override
    protected void abort() {
        delegate.close();
    }
}
