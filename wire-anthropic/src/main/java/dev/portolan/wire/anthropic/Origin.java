package dev.portolan.wire.anthropic;

import dev.portolan.chat.VendorState;
import dev.portolan.spi.support.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * Where vendor state of this wire comes from, and so goes back to. It is one origin whoever serves the model: signatures of
 * thoughts are good at Anthropic, Bedrock and Vertex alike, and so a conversation can move between them without loss.
 *
 * @see <a href="https://platform.claude.com/docs/en/build-with-claude/extended-thinking">Anthropic: extended thinking, thinking
 *     encryption</a>
 */
final class Origin {

    static final String ID = "anthropic/messages";

    private Origin() {}

    static VendorState state(String json) {
        return new VendorState(ID, json);
    }

    /** The state's JSON object, or {@code null} when it is of another origin or no object any more. */
    static @Nullable String own(@Nullable VendorState state) {
        return state != null && state.origin().equals(ID) && WireJson.isObject(state.json()) ? state.json() : null;
    }
}
