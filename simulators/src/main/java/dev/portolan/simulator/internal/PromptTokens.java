package dev.portolan.simulator.internal;

import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.Tool;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import java.util.ArrayList;
import java.util.List;

/** A prompt as a row of tokens: tools first, then the messages, each with a few tokens of frame. */
public final class PromptTokens {

    private static final int FRAME = 4;
    private static final int MEDIA = 85;

    private PromptTokens() {}

    /**
     * Cuts a prompt into tokens.
     *
     * @param request the prompt
     * @return the pieces, frames and media as pieces of their own
     */
    public static List<String> of(ChatRequest request) {
        List<String> pieces = new ArrayList<>();
        for (Tool tool : request.tools()) {
            pieces.addAll(TokenPieces.of(tool.name() + " " + tool.description() + " "
                    + tool.parameters().json()));
        }
        for (Message message : request.messages()) {
            add(pieces, message.getClass().getSimpleName(), FRAME);
            message.parts().forEach(part -> add(pieces, part));
        }
        return pieces;
    }

    private static void add(List<String> pieces, Part part) {
        if (part instanceof TextPart text) {
            pieces.addAll(TokenPieces.of(text.text()));
        } else if (part instanceof RefusalPart refusal) {
            pieces.addAll(TokenPieces.of(refusal.text()));
        } else if (part instanceof ToolCall call) {
            pieces.addAll(TokenPieces.of(call.name() + " " + call.arguments()));
        } else if (part instanceof ToolResult result) {
            result.content().forEach(inner -> add(pieces, inner));
        } else if (!(part instanceof ReasoningPart)) {
            // Thoughts of earlier turns are not counted again.
            add(pieces, String.valueOf(part.hashCode()), MEDIA);
        }
    }

    private static void add(List<String> pieces, String piece, int times) {
        for (int i = 0; i < times; i++) {
            pieces.add(piece);
        }
    }
}
