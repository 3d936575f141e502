package dev.portolan.simulator.ollama;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.SystemMessage;
import dev.portolan.simulator.internal.PromptTokens;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a conversation that is longer than the context, as Ollama does without a word: the oldest messages go first, the system's and
 * the last one stay. See {@code num_ctx} in https://github.com/ollama/ollama/blob/main/docs/faq.mdx.
 */
final class ContextWindow {

    private final int tokens;

    ContextWindow(int tokens) {
        this.tokens = tokens;
    }

    /** The request with the messages that fit; the same object when all do. */
    ChatRequest fit(ChatRequest request) {
        ChatRequest kept = request;
        for (int first = firstThatMayGo(kept); first >= 0 && length(kept) > tokens; first = firstThatMayGo(kept)) {
            List<Message> messages = new ArrayList<>(kept.messages());
            messages.remove(first);
            kept = kept.toBuilder().messages(messages).build();
        }
        return kept;
    }

    /** Whether even what may not be cut is too long. */
    boolean exceededBy(ChatRequest request) {
        return length(request) > tokens;
    }

    private static int length(ChatRequest request) {
        return PromptTokens.of(request).size();
    }

    private static int firstThatMayGo(ChatRequest request) {
        List<Message> messages = request.messages();
        for (int i = 0; i < messages.size() - 1; i++) {
            if (!(messages.get(i) instanceof SystemMessage)) {
                return i;
            }
        }
        return -1;
    }
}
