package dev.portolan.wire.openai.responses;

import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One item of a streamed answer, as far as it has come. */
final class OutputBlock {

    final int index;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder(0);
    private final StringBuilder reasoning = new StringBuilder(0);
    private final StringBuilder arguments = new StringBuilder(0);
    private int textIndex = -1;
    private int refusalIndex = -1;
    private int reasoningIndex = -1;
    private boolean commentary;
    private @Nullable String type;
    private @Nullable String callId;
    private @Nullable String name;
    private byte @Nullable [] done;

    OutputBlock(int index) {
        this.index = index;
    }

    /** What kind of item it is, as far as known: its members may come with its first event or only with its last. */
    void head(@Nullable String itemType, @Nullable String itemCallId, @Nullable String itemName) {
        type = itemType != null ? itemType : type;
        callId = itemCallId != null && !itemCallId.isBlank() ? itemCallId : callId;
        name = itemName != null && !itemName.isBlank() ? itemName : name;
    }

    /** In which phase the model is: what it says on its way is no part of the answer. */
    void phase(@Nullable String phase) {
        commentary |= ItemReader.COMMENTARY.equals(phase);
    }

    boolean isCommentary() {
        return commentary;
    }

    /** The item is whole. */
    void done(byte[] item) {
        done = item;
    }

    boolean isCall() {
        return "function_call".equals(type) || isCustom();
    }

    boolean isCustom() {
        return "custom_tool_call".equals(type);
    }

    @Nullable
    String type() {
        return type;
    }

    @Nullable
    String callId() {
        return callId;
    }

    @Nullable
    String name() {
        return name;
    }

    void text(String piece, int content) {
        textIndex = content;
        text.append(piece);
    }

    boolean hasText(int content) {
        return content <= textIndex;
    }

    void refusal(String piece, int content) {
        refusalIndex = content;
        refusal.append(piece);
    }

    boolean hasRefusal(int content) {
        return content <= refusalIndex;
    }

    /** Takes a piece of reasoning and gives it back, with a paragraph's end before it where a new paragraph begins. */
    String reasoning(String piece, int paragraph) {
        String said = reasoning.length() > 0 && paragraph != reasoningIndex ? ContentReader.PARAGRAPH + piece : piece;
        reasoningIndex = paragraph;
        reasoning.append(said);
        return said;
    }

    boolean hasReasoning(int paragraph) {
        return paragraph == reasoningIndex;
    }

    void arguments(String piece) {
        arguments.append(piece);
    }

    boolean hasArguments() {
        return arguments.length() > 0;
    }

    /**
     * The parts that this block has become.
     *
     * @param items reads a whole item
     * @param calls whether tool calls count: not before the stream has ended well
     * @param parts receives them
     */
    void addTo(ItemReader items, boolean calls, List<Part> parts) {
        if (done != null) {
            for (Part part : whole(items, done)) {
                if (calls || !(part instanceof ToolCall)) {
                    parts.add(part);
                }
            }
            return;
        }
        if (commentary) {
            return;
        }
        if (reasoning.length() > 0) {
            parts.add(new ReasoningPart(reasoning.toString()));
        }
        if (text.length() > 0) {
            parts.add(new TextPart(text.toString()));
        }
        if (refusal.length() > 0) {
            parts.add(new RefusalPart(refusal.toString(), null));
        }
        if (calls && isCall() && callId != null && name != null) {
            parts.add(new ToolCall(callId, name, arguments.toString()));
        }
    }

    private static List<Part> whole(ItemReader items, byte[] item) {
        try {
            return items.read(item);
        } catch (IOException e) {
            // The item has been parsed as part of its event.
            throw new UncheckedIOException(e);
        }
    }
}
