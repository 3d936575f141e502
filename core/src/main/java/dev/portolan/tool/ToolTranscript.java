package dev.portolan.tool;

import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Message;
import dev.portolan.chat.Usage;
import java.util.List;
import java.util.Objects;

/**
 * What a loop has done so far. The history only grows: its messages are those of the request, then what was added.
 *
 * @param messages the whole history; a request with it goes on where the loop stopped, and runs no tool again whose result is in it
 * @param given how many of them the request had
 * @param responses the answers of the model that this run got, in order; they tell which model wrote which message
 * @param usage the tokens of all these answers
 */
public record ToolTranscript(List<Message> messages, int given, List<ChatResponse> responses, Usage usage) {

    /**
     * Checks the components.
     *
     * @param messages as above
     * @param given as above
     * @param responses as above
     * @param usage as above
     */
    public ToolTranscript {
        messages = List.copyOf(messages);
        responses = List.copyOf(responses);
        Objects.requireNonNull(usage, "usage");
        if (given < 0 || given > messages.size()) {
            throw new IllegalArgumentException("given: must be 0 to " + messages.size());
        }
    }

    /**
     * What this run added: answers of the model with tool calls, results, the last answer.
     *
     * @return the messages in order
     */
    public List<Message> added() {
        return messages.subList(given, messages.size());
    }

    /**
     * How often this run asked the model and got an answer.
     *
     * @return the number
     */
    public int rounds() {
        return responses.size();
    }

    @Override
    public String toString() {
        return "ToolTranscript[" + messages.size() + " messages, " + given + " given, rounds=" + rounds() + ", " + usage
                + "]";
    }
}
