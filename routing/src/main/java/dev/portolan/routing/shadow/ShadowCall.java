package dev.portolan.routing.shadow;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import java.time.Instant;

/**
 * A sampled call of a user that has ended.
 *
 * @param at when it ended
 */
record ShadowCall(ChatRequest request, CallContext context, boolean streamed, Instant at, CallEnd source) {

    @Override
    public String toString() {
        return "ShadowCall[" + source + "]";
    }
}
