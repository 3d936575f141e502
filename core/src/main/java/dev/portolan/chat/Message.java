package dev.portolan.chat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a conversation: an instruction of the application ({@link SystemMessage}), what the user said ({@link
 * UserMessage}), what the model said ({@link AssistantMessage}), or what tools gave back ({@link ToolMessage}).
 */
public sealed interface Message permits SystemMessage, UserMessage, AssistantMessage, ToolMessage {

    /**
     * The content, in order.
     *
     * @return an unmodifiable list
     */
    List<Part> parts();

    /**
     * What the vendor wants back with this message (a role of its own, a participant's name, an item id).
     *
     * @return the state, or {@code null} when there is none
     */
    @Nullable
    VendorState vendorState();

    /**
     * All text of the content, in order, without separators. Reasoning and refusals are not text.
     *
     * @return the text, possibly empty
     */
    default String text() {
        return Parts.text(parts());
    }

    /**
     * An instruction of the application.
     *
     * @param text the instruction
     * @return a message
     */
    static SystemMessage system(String text) {
        return new SystemMessage(List.of(new TextPart(text)));
    }

    /**
     * What the user said.
     *
     * @param text the words
     * @return a message
     */
    static UserMessage user(String text) {
        return new UserMessage(List.of(new TextPart(text)));
    }

    /**
     * What the user said and showed.
     *
     * @param parts text and media, in order
     * @return a message
     */
    static UserMessage user(Part... parts) {
        return new UserMessage(Arrays.asList(parts));
    }

    /**
     * What the model said.
     *
     * @param text the words
     * @return a message
     */
    static AssistantMessage assistant(String text) {
        return new AssistantMessage(List.of(new TextPart(text)));
    }

    /**
     * The results of the tool calls of the assistant message before.
     *
     * @param results one for each call
     * @return a message
     */
    static ToolMessage toolResults(ToolResult... results) {
        return new ToolMessage(Arrays.asList(results));
    }
}
