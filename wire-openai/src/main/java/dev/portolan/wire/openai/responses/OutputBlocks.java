package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.portolan.chat.ChatEvent;
import dev.portolan.chat.Part;
import dev.portolan.chat.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** The items of a streamed answer: what comes for them is kept and handed on as events. */
final class OutputBlocks {

    /** Keeps the paragraphs of the reasoning's text apart from those of its summary. */
    private static final int REASONING_TEXT = 1 << 16;

    private final ItemReader items;
    private final List<OutputBlock> blocks = new ArrayList<>(4);
    private Consumer<ChatEvent> out = event -> {};
    private boolean begun;

    OutputBlocks(ItemReader items) {
        this.items = items;
    }

    /** Whether anything visible was handed on. */
    boolean begun() {
        return begun;
    }

    /**
     * What has come so far.
     *
     * @param calls whether tool calls count: not before the stream has ended well
     * @return the parts
     */
    List<Part> parts(boolean calls) {
        List<Part> parts = new ArrayList<>();
        for (OutputBlock block : blocks) {
            block.addTo(items, calls, parts);
        }
        return parts;
    }

    /**
     * Takes a piece of an item.
     *
     * @param type the event's type
     * @param delta the piece, not empty
     * @param output the item's index, or -1 when the event has none
     * @param content the index within the item
     * @param to receives what the piece is
     */
    void delta(String type, String delta, int output, int content, Consumer<ChatEvent> to) {
        out = to;
        switch (type) {
            case "response.output_text.delta" -> text(block(output), delta, content);
            case "response.refusal.delta" -> refusal(block(output), delta, content);
            case "response.reasoning_summary_text.delta" -> reasoning(block(output), delta, content);
            case "response.reasoning_text.delta" -> reasoning(block(output), delta, content | REASONING_TEXT);
            case "response.function_call_arguments.delta" -> arguments(block(output), delta);
            case "response.custom_tool_call_input.delta" -> customInput(block(output), delta);
            default -> {}
        }
    }

    private void text(OutputBlock block, String piece, int content) {
        block.text(piece, content);
        if (block.isCommentary()) {
            return;
        }
        emit(new ChatEvent.TextDelta(piece, block.index));
    }

    private void refusal(OutputBlock block, String piece, int content) {
        block.refusal(piece, content);
        emit(new ChatEvent.RefusalDelta(piece, block.index));
    }

    private void reasoning(OutputBlock block, String piece, int paragraph) {
        emit(new ChatEvent.ReasoningDelta(block.reasoning(piece, paragraph), block.index));
    }

    private void arguments(OutputBlock block, String piece) {
        block.arguments(piece);
        emit(new ChatEvent.ToolCallDelta(block.index, block.callId(), block.name(), piece));
    }

    private void customInput(OutputBlock block, String piece) {
        String quoted = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(piece));
        arguments(block, block.hasArguments() ? quoted : CustomInput.HEAD + quoted);
    }

    private void emit(ChatEvent event) {
        begun = true;
        out.accept(event);
    }

    /**
     * Takes the beginning or the end of an item or of a piece of one.
     *
     * @param type the event's type
     * @param item what the event says
     * @param data holds the event
     * @param to receives what has not come in pieces
     */
    void item(String type, StreamItem item, byte[] data, Consumer<ChatEvent> to) {
        out = to;
        OutputBlock block =
                type.equals("response.output_item.added") ? added(item.outputIndex) : block(item.outputIndex);
        String text = item.text == null ? "" : item.text;
        switch (type) {
            case "response.output_item.added" -> {
                block.head(item.type, item.callId, item.name);
                block.phase(item.phase);
                if (block.isCall()) {
                    emit(new ChatEvent.ToolCallDelta(block.index, block.callId(), block.name(), ""));
                }
            }
            case "response.output_item.done" -> itemDone(block, item, data);
            case "response.output_text.done" -> {
                if (!block.hasText(item.contentIndex) && !text.isEmpty()) {
                    text(block, text, item.contentIndex);
                }
            }
            case "response.refusal.done" -> {
                if (!block.hasRefusal(item.contentIndex) && !text.isEmpty()) {
                    refusal(block, text, item.contentIndex);
                }
            }
            case "response.function_call_arguments.done" -> {
                if (!block.hasArguments() && !text.isEmpty()) {
                    arguments(block, text);
                }
            }
            default -> {
                int paragraph = item.contentIndex | (type.equals("response.reasoning_text.done") ? REASONING_TEXT : 0);
                if (!block.hasReasoning(paragraph) && !text.isEmpty()) {
                    reasoning(block, text, paragraph);
                }
            }
        }
    }

    private void itemDone(OutputBlock block, StreamItem item, byte[] data) {
        block.head(item.type, item.callId, item.name);
        block.phase(item.phase);
        if (item.start < 0) {
            return;
        }
        byte[] whole = Arrays.copyOfRange(data, item.start, item.end);
        block.done(whole);
        if (block.isCustom() && block.hasArguments()) {
            arguments(block, CustomInput.TAIL);
        }
        String type = block.isCommentary() ? ItemReader.COMMENTARY : block.type();
        if (type != null && !block.isCall() && !type.equals("message") && !type.equals("reasoning")) {
            out.accept(new ChatEvent.Other(type, new String(whole, StandardCharsets.UTF_8)));
        }
    }

    /**
     * Which block a call was made of.
     *
     * @param call a call of the answer
     * @return the block, or the next free one when the call did not come in pieces
     */
    int of(ToolCall call) {
        for (OutputBlock block : blocks) {
            if (call.id().equals(block.callId())) {
                return block.index;
            }
        }
        return blocks.size();
    }

    /** The block of an output index; without one, the latest. */
    private OutputBlock block(int index) {
        for (int i = blocks.size() - 1; i >= 0; i--) {
            OutputBlock block = blocks.get(i);
            if (index < 0 || block.index == index) {
                return block;
            }
        }
        return opened(Math.max(index, 0));
    }

    private OutputBlock added(int index) {
        return index < 0 ? opened(blocks.size()) : block(index);
    }

    private OutputBlock opened(int index) {
        OutputBlock block = new OutputBlock(index);
        blocks.add(block);
        return block;
    }
}
