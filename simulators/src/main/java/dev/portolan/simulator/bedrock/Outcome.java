package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.ToolCall;
import dev.portolan.simulator.Reply;
import dev.portolan.simulator.internal.Answer;
import dev.portolan.simulator.internal.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent, in whatever format.
 *
 * @param answer what the model said
 * @param stopSequence the stop sequence that ended it, or {@code null}
 * @param tokens the counts
 * @param latencyMillis how long the whole answer takes
 * @param firstMillis how long its first token takes
 * @param promptBlocked whether a guardrail stopped the prompt, so that the model was not asked
 */
record Outcome(
        Answer answer,
        @Nullable String stopSequence,
        TokenUse tokens,
        long latencyMillis,
        long firstMillis,
        boolean promptBlocked) {

    /** A guardrail answers in the words it was given for that, and no token is counted. */
    static Outcome blockedPrompt() {
        Answer words = new Answer(
                "This prompt is blocked by a guardrail.",
                null,
                List.of(),
                null,
                0,
                0,
                FinishReason.Kind.CONTENT_FILTER,
                null);
        return new Outcome(words, null, new TokenUse(0, 0, 0, 0, false, ""), 0, 0, true);
    }

    /** The stop sequence at which an answer was cut: the text goes on there in the reply. */
    static @Nullable String stopSequence(Answer answer, Reply reply, List<String> stops) {
        String text = answer.text();
        String said = reply.text();
        if (answer.finish() != FinishReason.Kind.STOP || text == null || said == null || !said.startsWith(text)) {
            return null;
        }
        return stops.stream()
                .filter(stop -> said.startsWith(stop, text.length()))
                .findFirst()
                .orElse(null);
    }

    /** What the model said, refusals included: on this wire they are text like any other. */
    @Nullable
    String text() {
        return answer.refusal() == null ? answer.text() : answer.refusal();
    }

    /**
     * The arguments of a call as a value. Where the answer was cut within them the service shows none; what is no JSON is shown as
     * the text it is.
     */
    JsonNode input(ToolCall call) {
        JsonNode input =
                call.arguments().isBlank() ? JsonNodeFactory.instance.objectNode() : Json.parse(call.arguments());
        if (input != null) {
            return input;
        }
        return answer.finish() == FinishReason.Kind.LENGTH
                ? JsonNodeFactory.instance.objectNode()
                : JsonNodeFactory.instance.textNode(call.arguments());
    }
}
