package dev.portolan.tool;

import dev.portolan.chat.Message;
import dev.portolan.chat.Usage;
import java.util.List;
import java.util.Objects;

/**
 * What a loop has done so far. The history only grows: its messages are those of the request, then what was added.
 *
 * @param messages the whole history; a request with it goes on where the loop stopped, and runs no tool again whose result is in it
 * @param given how many of them the request had
 * @param usage the tokens of all calls to the model that this run made
 * @param rounds how many calls to the model this run made
 */
public record ToolTranscript(List<Message> messages, int given, Usage usage, int rounds) {

    /**
     * Checks the components.
     *
     * @param messages as above
     * @param given as above
     * @param usage as above
     * @param rounds as above
     */
    public ToolTranscript {
        messages = List.copyOf(messages);
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

    @Override
    public String toString() {
        return "ToolTranscript[" + messages.size() + " messages, " + given + " given, rounds=" + rounds + ", " + usage
                + "]";
    }
}
