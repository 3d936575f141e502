package dev.portolan.simulator.vertex;

import dev.portolan.simulator.Prompt;
import dev.portolan.simulator.Reply;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A request of the Messages API, understood.
 *
 * @param path the model
 * @param prompt what is asked
 * @param thinks whether thoughts are to be shown
 */
record AnthropicCall(ModelPath path, Prompt prompt, boolean thinks) {

    /** A reply without the thoughts that nobody asked for. */
    Reply spoken(Reply reply) {
        return thinks ? reply : reply.withReasoning(null);
    }

    /** The stop sequence that ends a reply, or {@code null} for none. */
    @Nullable
    String stopIn(Reply reply) {
        String text = reply.text() == null ? "" : reply.text();
        return prompt.request().stop().stream()
                .filter(text::contains)
                .min(Comparator.comparingInt(text::indexOf))
                .orElse(null);
    }
}
