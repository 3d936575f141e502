package dev.portolan.vertex;

import com.google.cloud.aiplatform.v1.Content;
import com.google.cloud.aiplatform.v1.Part;
import dev.portolan.chat.Warning;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes turns legal: none is empty, the user begins, turns change between user and model, and what stands beside results of tools
 * is a content of its own. Parts are never merged, since some carry signatures.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling">Google: function calling</a>
 */
final class VertexHistory {

    private final List<Warning> warnings;

    VertexHistory(List<Warning> warnings) {
        this.warnings = warnings;
    }

    List<Content> legal(List<Content> turns) {
        List<Content> legal = new ArrayList<>(turns.size() + 1);
        for (Content turn : turns) {
            if (turn.getPartsCount() == 0) {
                continue;
            }
            if (legal.isEmpty() && turn.getRole().equals(MessageMapper.MODEL)) {
                legal.add(Content.newBuilder()
                        .setRole(MessageMapper.USER)
                        .addParts(Part.newBuilder().setText("."))
                        .build());
                warnings.add(
                        new Warning("rewritten", "messages", "The conversation was begun for the user, as it must be"));
            }
            int last = legal.size() - 1;
            if (last >= 0 && together(legal.get(last), turn)) {
                legal.set(
                        last,
                        legal.get(last).toBuilder()
                                .addAllParts(turn.getPartsList())
                                .build());
            } else {
                legal.add(turn);
            }
        }
        return legal;
    }

    private static boolean together(Content one, Content next) {
        return one.getRole().equals(next.getRole()) && holdsResults(one) == holdsResults(next);
    }

    private static boolean holdsResults(Content content) {
        return content.getPartsList().stream().anyMatch(Part::hasFunctionResponse);
    }
}
