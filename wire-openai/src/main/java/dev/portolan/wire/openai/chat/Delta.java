package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.TokenLogprob;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one choice of a chunk (or of a whole answer) adds. Filled anew for each choice, since its index may stand behind its
 * content; used again so that a stream makes no garbage.
 */
final class Delta {

    int index;

    @Nullable
    String finishReason;

    @Nullable
    String text;

    @Nullable
    String reasoning;

    @Nullable
    String reasoningField;

    @Nullable
    String refusal;

    @Nullable
    String extraContent;

    final List<Piece> pieces = new ArrayList<>(0);
    final List<String> reasoningDetails = new ArrayList<>(0);
    final List<JsonNode> annotations = new ArrayList<>(0);
    final List<JsonNode> images = new ArrayList<>(0);
    final List<JsonNode> audio = new ArrayList<>(0);
    final List<TokenLogprob> logprobs = new ArrayList<>(0);
    private final List<ToolDelta> toolDeltas = new ArrayList<>(2);
    private int toolCount;

    /** A piece of content that came in an array. */
    record Piece(boolean thinking, String text) {}

    /** A piece of a tool call. */
    static final class ToolDelta {
        @Nullable
        Integer index;

        @Nullable
        String id;

        @Nullable
        String name;

        @Nullable
        String arguments;

        boolean custom;
        boolean legacy;

        @Nullable
        RawFields extra;

        private void clear() {
            index = null;
            id = null;
            name = null;
            arguments = null;
            custom = false;
            legacy = false;
            extra = null;
        }
    }

    void clear() {
        index = 0;
        finishReason = null;
        text = null;
        reasoning = null;
        reasoningField = null;
        refusal = null;
        extraContent = null;
        pieces.clear();
        reasoningDetails.clear();
        annotations.clear();
        images.clear();
        audio.clear();
        logprobs.clear();
        toolCount = 0;
    }

    ToolDelta addTool() {
        if (toolCount == toolDeltas.size()) {
            toolDeltas.add(new ToolDelta());
        }
        ToolDelta tool = toolDeltas.get(toolCount++);
        tool.clear();
        return tool;
    }

    int toolCount() {
        return toolCount;
    }

    ToolDelta tool(int at) {
        return toolDeltas.get(at);
    }
}
