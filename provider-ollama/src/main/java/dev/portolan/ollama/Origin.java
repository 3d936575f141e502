package dev.portolan.ollama;

import dev.portolan.chat.VendorState;
import org.jspecify.annotations.Nullable;

/** Marks what an answer of this wire gave and takes back: thoughts, which no other vendor can use. */
final class Origin {

    /** The origin of all state of this wire. */
    static final String CHAT = "ollama/chat";

    /** Thoughts need nothing kept beside their text; it is enough to know whose they are. */
    static final VendorState THINKING = new VendorState(CHAT, "{\"thinking\":true}");

    private Origin() {}

    static boolean owns(@Nullable VendorState state) {
        return state != null && state.origin().equals(CHAT);
    }
}
