package dev.portolan.routing.route;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stream whose events are held back until the answer is whole and taken; the last target's are handed on as they come. */
final class CascadeStream extends ChatStream {

    private final CascadeCall call;
    private final ChatRequest request;
    private final Deque<ChatEvent> taken = new ArrayDeque<>();
    private List<ChatEvent> spare = List.of();
    private volatile @Nullable ChatStream current;
    private volatile boolean aborted;
    private boolean seen;

    CascadeStream(CascadeCall call, ChatRequest request) {
        this.call = call;
        this.request = request;
    }

    @Override
    protected ChatEvent pull() {
        while (taken.isEmpty()) {
            ChatStream open = current;
            Target target = null;
            if (open == null) {
                requireOpen();
                target = call.next();
                if (target == null) {
                    give(spare, call.kept());
                    break;
                }
            }
            List<ChatEvent> held = new ArrayList<>();
            ChatResponse response;
            try {
                ChatStream stream = target == null ? Objects.requireNonNull(open) : open(target);
                if (call.last()) {
                    ChatEvent event = next(stream);
                    if (!(event instanceof ChatEvent.Completed completed)) {
                        seen |= !(event instanceof ChatEvent.UsageReported);
                        return event;
                    }
                    response = completed.response();
                } else {
                    response = collect(stream, held);
                }
            } catch (LlmException e) {
                current = null;
                call.failed(e, seen);
                continue;
            }
            current = null;
            ChatResponse answer = call.answered(response);
            if (answer == null) {
                spare = held;
            } else {
                give(held, answer);
            }
        }
        return taken.remove();
    }

    private void give(List<ChatEvent> events, ChatResponse answer) {
        taken.addAll(events);
        taken.add(new ChatEvent.Completed(answer));
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

    private ChatResponse collect(ChatStream stream, List<ChatEvent> held) {
        while (true) {
            ChatEvent event = next(stream);
            if (event instanceof ChatEvent.Completed completed) {
                return completed.response();
            }
            held.add(event);
        }
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

    @Override
    protected void abort() {
        aborted = true;
        call.stop();
        ChatStream stream = current;
        if (stream != null) {
            stream.close();
        }
    }
}
