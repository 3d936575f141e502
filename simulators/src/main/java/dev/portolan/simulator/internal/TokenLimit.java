package dev.portolan.simulator.internal;

import dev.portolan.chat.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spends the tokens that an answer may have, and cuts what goes beyond. Not thread-safe. */
final class TokenLimit {

    private final int most;
    private int spent;
    private boolean reached;

    TokenLimit(@Nullable Integer most) {
        this.most = most == null ? Integer.MAX_VALUE : most;
    }

    int spent() {
        return spent;
    }

    boolean reached() {
        return reached;
    }

    int spend(int tokens) {
        int granted = Math.min(tokens, most - spent);
        reached |= granted < tokens;
        spent += granted;
        return granted;
    }

    /** As much of the text as may be; a text that comes after the end is empty. */
    @Nullable
    String cut(@Nullable String text) {
        if (text == null) {
            return null;
        }
        List<String> pieces = TokenPieces.of(text);
        int granted = spend(pieces.size());
        return granted == pieces.size() ? text : String.join("", pieces.subList(0, granted));
    }

    /** As many calls as may be, the last one perhaps with half its arguments. */
    List<ToolCall> cutCalls(List<ToolCall> calls) {
        List<ToolCall> kept = new ArrayList<>();
        for (ToolCall call : calls) {
            if (spend(TokenPieces.count(call.name())) == 0) {
                break;
            }
            String arguments = cut(call.arguments());
            if (arguments == null || arguments.isEmpty()) {
                break;
            }
            kept.add(new ToolCall(call.id(), call.name(), arguments));
        }
        return kept;
    }
}
