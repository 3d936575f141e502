package dev.portolan.spi;

import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.chat.PromptOrigin;
import java.util.List;

/** Tells at the end of a stream which prompts were sent. */
final class PromptedStream extends ForwardingChatStream {

    private final List<PromptOrigin> prompts;

    private PromptedStream(ChatStream delegate, List<PromptOrigin> prompts) {
        super(delegate);
        this.prompts = prompts;
    }

    static ChatStream around(ChatStream stream, List<PromptOrigin> prompts) {
        return prompts.isEmpty() ? stream : new PromptedStream(stream, prompts);
    }

    /** What is told already stands: who is nearer to the wire knows better. */
    static ChatResponse tell(ChatResponse response, List<PromptOrigin> prompts) {
        return prompts.isEmpty() || !response.prompts().isEmpty()
                ? response
                : response.toBuilder().prompts(prompts).build();
    }

    @Override
    protected ChatEvent pull() {
        ChatEvent event = super.pull();
        return event instanceof ChatEvent.Completed completed
                ? new ChatEvent.Completed(tell(completed.response(), prompts))
                : event;
    }
}
