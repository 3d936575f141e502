package dev.portolan.routing.internal;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatStream;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Base of streams that open another one on their first pull, and close it when they are closed, whichever comes first. */
public abstract class OpeningChatStream extends ChatStream {

    private final Supplier<ChatStream> source;
    private volatile @Nullable ChatStream current;
    private volatile boolean aborted;

    /**
     * A stream that is not open yet.
     *
     * @param source opens the inner stream, once
     */
    protected OpeningChatStream(Supplier<ChatStream> source) {
        this.source = Objects.requireNonNull(source, "source");
    }

    /** Whether the inner stream was opened. */
    protected final boolean opened() {
        return current != null;
    }

    /** The next event of the inner stream, which is opened when it is not. */
    protected final ChatEvent nextOfInner() {
        ChatStream stream = current;
        if (stream == null) {
            stream = source.get();
            current = stream;
            if (aborted) {
                // Closed while it was opened: whoever closed could not see it yet.
                stream.close();
            }
        }
        ChatEvent event = stream.next();
        if (event == null) {
            throw new IllegalStateException("The inner stream was closed by somebody else");
        }
        return event;
    }

    @Override
    protected void abort() {
        aborted = true;
        ChatStream stream = current;
        if (stream != null) {
            stream.close();
        }
    }
}
