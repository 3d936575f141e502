package dev.portolan.bedrock;

import dev.portolan.chat.WireListener.End;
import dev.portolan.spi.support.MessageSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shows the events of a stream as its reader takes them.
 *
 * @param <M> the type of event
 */
final class ShownEvents<M> implements MessageSource<M> {

    private final MessageSource<M> events;
    private final Function<M, String> json;
    private final ShownCall shown;

    /**
     * @param json an event as JSON on one line
     */
    ShownEvents(MessageSource<M> events, Function<M, String> json, ShownCall shown) {
        this.events = events;
        this.json = json;
        this.shown = shown;
    }

    @Override
    public @Nullable M next() throws IOException {
        M event;
        try {
            event = events.next();
        } catch (IOException | RuntimeException e) {
            shown.ended(End.BROKEN, e);
            throw e;
        }
        if (event == null) {
            shown.ended(End.COMPLETE, null);
        } else if (shown.isObserved()) {
            shown.received((json.apply(event) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return event;
    }

    @Override
    public void close() {
        shown.ended(End.LEFT, null);
        events.close();
    }
}
