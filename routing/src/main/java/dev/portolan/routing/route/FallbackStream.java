package dev.portolan.routing.route;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stream that begins anew with the next target when one fails before anything of it was seen. */
final class FallbackStream extends ChatStream {

    private final RoutedCall call;
    private final ChatRequest request;
    private volatile @Nullable ChatStream current;
    private volatile boolean aborted;
    private boolean seen;

    FallbackStream(RoutedCall call, ChatRequest request) {
        this.call = call;
        this.request = request;
    }

    @Override
    protected ChatEvent pull() {
        while (true) {
            ChatStream stream = current;
            Target target = null;
            if (stream == null) {
                requireOpen();
                target = call.next();
            }
            try {
                ChatEvent event = (target == null ? Objects.requireNonNull(stream) : open(target)).next();
                if (event == null) {
                    requireOpen();
                    throw new IllegalStateException("The inner stream was closed by somebody else");
                }
                return handOut(event);
            } catch (LlmException e) {
                current = null;
                call.failed(e, seen);
            }
        }
    }

    private ChatStream open(Target target) {
        ChatStream stream = target.model().stream(request, call.context());
        current = stream;
        if (aborted) {
            // Closed while it was opened: whoever closed could not see it yet.
            stream.close();
        }
        return stream;
    }

    private ChatEvent handOut(ChatEvent event) {
        if (event instanceof ChatEvent.Completed completed) {
            return new ChatEvent.Completed(Objects.requireNonNull(call.succeeded(completed.response(), false)));
        }
        seen |= !(event instanceof ChatEvent.UsageReported);
        return event;
    }

    private void requireOpen() {
        if (aborted) {
            throw new IllegalStateException("The stream was closed");
        }
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
