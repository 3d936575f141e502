package dev.portolan.simulator.internal.openai;

import dev.portolan.chat.ChatRequest;

/** The last step of reading a request. */
final class Built {

    private Built() {}

    /** What the neutral request forbids (a tool that occurs twice, say) is forbidden at OpenAI too. */
    static ChatRequest of(ChatRequest.Builder request) {
        try {
            return request.build();
        } catch (IllegalArgumentException e) {
            throw OpenAiError.invalid("invalid_value", null, String.valueOf(e.getMessage()));
        }
    }
}
