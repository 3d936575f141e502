package dev.portolan.simulator;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import java.util.List;
import java.util.Objects;

/**
 * What a simulator was asked, in this library's words, whatever the wire.
 *
 * @param model the model that was asked, as the wire named it
 * @param streaming whether the answer is to come piece by piece
 * @param request the conversation and the settings
 */
public record Prompt(String model, boolean streaming, ChatRequest request) {

    /**
     * Checks the components.
     *
     * @param model as above
     * @param streaming as above
     * @param request as above
     */
    public Prompt {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(request, "request");
    }

    /**
     * What the user said last.
     *
     * @return the text of the last user message, empty when there is none
     */
    public String userText() {
        List<Message> messages = request.messages();
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof UserMessage user) {
                return user.text();
            }
        }
        return "";
    }

    /**
     * The tool results that the model is to go on from.
     *
     * @return the results at the end of the conversation, empty when it does not end with results
     */
    public List<ToolResult> toolResults() {
        List<Message> messages = request.messages();
        return messages.get(messages.size() - 1) instanceof ToolMessage tools ? tools.results() : List.of();
    }
}
