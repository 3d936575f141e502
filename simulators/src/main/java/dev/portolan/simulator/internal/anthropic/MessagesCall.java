package dev.portolan.simulator.internal.anthropic;

import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.Reply;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A request of the Messages API, understood.
 *
 * @param prompt what is asked
 * @param thinks whether thoughts are to be shown
 */
public record MessagesCall(Prompt prompt, boolean thinks) {

    /**
     * A reply without the thoughts that nobody asked for.
     *
     * @param reply what the responder said
     * @return what is sent
     */
    public Reply spoken(Reply reply) {
        return thinks ? reply : reply.withReasoning(null);
    }

    /**
     * The stop sequence that ends a reply.
     *
     * @param reply what the responder said
     * @return the earliest that occurs, or {@code null} for none
     */
    public @Nullable String stopIn(Reply reply) {
        String text = reply.text() == null ? "" : reply.text();
        return prompt.request().stop().stream()
                .filter(text::contains)
                .min(Comparator.comparingInt(text::indexOf))
                .orElse(null);
    }
}
