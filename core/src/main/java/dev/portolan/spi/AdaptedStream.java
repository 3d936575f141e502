package dev.portolan.spi;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.Warning;
import java.util.ArrayList;
import java.util.List;

/** Tells at the end of a stream how the request was adapted. */
final class AdaptedStream extends ForwardingChatStream {

    private final List<Warning> warnings;

    AdaptedStream(ChatStream delegate, List<Warning> warnings) {
        super(delegate);
        this.warnings = warnings;
    }

    @Override
    protected ChatEvent pull() {
        ChatEvent event = super.pull();
        if (event instanceof ChatEvent.Completed completed) {
            return new ChatEvent.Completed(warn(completed.response(), warnings));
        }
        return event;
    }

    /** The response with warnings before its own. */
    static ChatResponse warn(ChatResponse response, List<Warning> warnings) {
        if (warnings.isEmpty()) {
            return response;
        }
        List<Warning> all = new ArrayList<>(warnings);
        all.addAll(response.warnings());
        return response.toBuilder().warnings(all).build();
    }
}
