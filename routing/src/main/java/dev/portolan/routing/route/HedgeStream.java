package dev.portolan.routing.route;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.LlmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A stream for which two targets may race until one shows something. From then on the reader's thread reads that one. */
final class HedgeStream extends ChatStream {

    private final RoutedCall call;
    private final HedgeRace<Beginning> race;
    private final AtomicReference<@Nullable HedgeLeg<Beginning>> winner = new AtomicReference<>();
    private volatile boolean aborted;

    /**
     * What of a stream was read to see who is first.
     *
     * @param stream the rest
     * @param events up to and including the first visible one, or the last of all
     */
    private record Beginning(ChatStream stream, Deque<ChatEvent> events) {}

    HedgeStream(HedgeModel model, RoutedCall call, ChatRequest request) {
        this.call = call;
        this.race = new HedgeRace<>(model, call, new FirstVisible(request));
    }

    private record FirstVisible(ChatRequest request) implements HedgeRace.Question<Beginning> {

        @Override
        public Beginning ask(Target target, CallContext context) {
            ChatStream stream = target.model().stream(request, context);
            Deque<ChatEvent> events = new ArrayDeque<>(2);
            boolean going = false;
            try {
                do {
                    ChatEvent event = stream.next();
                    if (event == null) {
                        throw new IllegalStateException("The inner stream was closed by somebody else");
                    }
                    events.add(event);
                } while (events.getLast() instanceof ChatEvent.UsageReported);
                going = true;
                return new Beginning(stream, events);
            } finally {
                if (!going) {
                    stream.close();
                }
            }
        }

        @Override
        public @Nullable String giveUp(Beginning answer) {
            answer.stream().close();
            return null;
        }

        @Override
        public boolean streamed() {
            return true;
        }
    }

    @Override
    protected ChatEvent pull() {
        HedgeLeg<Beginning> won = winner.get();
        if (won == null) {
            won = race.run();
            winner.set(won);
            if (aborted) {
                // Closed while it was opened: whoever closed could not see it yet.
                end(won);
            }
        }
        Beginning answer = Objects.requireNonNull(won.value);
        try {
            ChatEvent event = answer.events().isEmpty()
                    ? answer.stream().next()
                    : answer.events().remove();
            if (event == null) {
                throw new IllegalStateException("The stream was closed");
            }
            if (event instanceof ChatEvent.Completed completed) {
                won.release();
                return new ChatEvent.Completed(
                        Objects.requireNonNull(call.succeeded(won.turn, completed.response(), false)));
            }
            return event;
        } catch (LlmException e) {
            won.release();
            call.failed(won.turn, e, true);
            throw e;
        }
    }

    private static void end(HedgeLeg<Beginning> leg) {
        leg.release();
        Objects.requireNonNull(leg.value).stream().close();
    }

    @Override
    protected void abort() {
        aborted = true;
        HedgeLeg<Beginning> won = winner.get();
        if (won == null) {
            race.abort();
        } else {
            end(won);
        }
    }
}
