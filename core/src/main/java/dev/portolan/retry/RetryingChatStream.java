package dev.portolan.retry;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream that starts anew when it fails before anything of it was seen. */
final class RetryingChatStream extends ChatStream {

    private final Supplier<ChatStream> source;
    private final RetrySession call;
    private final CountDownLatch wake = new CountDownLatch(1);
    private volatile boolean aborted;
    private volatile @Nullable ChatStream current;
    private boolean seen;

    RetryingChatStream(Supplier<ChatStream> source, RetrySession call) {
        this.source = source;
        this.call = call;
    }

    @Override
    protected ChatEvent pull() {
        while (true) {
            ChatStream stream = current;
            if (stream == null) {
                requireOpen();
                call.start();
            }
            try {
                return handOut(next(stream != null ? stream : open()));
            } catch (LlmException e) {
                current = null;
                if (seen) {
                    throw call.failed(e);
                }
                call.awaitNext(e, wake);
            }
        }
    }

    private ChatStream open() {
        ChatStream stream = source.get();
        current = stream;
        if (aborted) {
            // Closed while it was opened: whoever closed could not see it yet.
            stream.close();
        }
        return stream;
    }

    private ChatEvent next(ChatStream stream) {
        ChatEvent event = stream.next();
        if (event == null) {
            requireOpen();
            throw new IllegalStateException("The inner stream was closed by somebody else");
        }
        return event;
    }

    private void requireOpen() {
        if (aborted) {
            throw new IllegalStateException("The stream was closed");
        }
    }

    private ChatEvent handOut(ChatEvent event) {
        if (event instanceof ChatEvent.Completed completed) {
            return new ChatEvent.Completed(call.succeeded(completed.response()));
        }
        seen |= !(event instanceof ChatEvent.UsageReported);
        return event;
    }

    @Override
    protected void abort() {
        aborted = true;
        wake.countDown();
        ChatStream stream = current;
        if (stream != null) {
            stream.close();
        }
    }
}
