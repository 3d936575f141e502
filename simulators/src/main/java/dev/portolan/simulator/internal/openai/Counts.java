package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.Usage;
import dev.portolan.simulator.internal.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one request, as OpenAI counts them: input with cached tokens, output with reasoning tokens.
 *
 * @param input all tokens of the prompt
 * @param cached those that were in the cache
 * @param output all tokens of the answers
 * @param reasoning those that were thought
 */
record Counts(long input, long cached, long output, long reasoning) {

    static Counts of(int input, int cached, List<Answer> answers) {
        long output = 0;
        long reasoning = 0;
        for (Answer answer : answers) {
            output += answer.outputTokens();
            reasoning += answer.reasoningTokens();
        }
        Usage scripted = answers.get(0).usage();
        return scripted == null
                ? new Counts(input, cached, output, reasoning)
                : new Counts(
                        known(scripted.inputTokens(), input),
                        known(scripted.cachedInputTokens(), cached),
                        known(scripted.outputTokens(), output),
                        known(scripted.reasoningTokens(), reasoning));
    }

    private static long known(@Nullable Long scripted, long counted) {
        return scripted == null ? counted : scripted;
    }

    ObjectNode ofChat() {
        ObjectNode usage = JsonNodeFactory.instance.objectNode();
        usage.put("prompt_tokens", input).put("completion_tokens", output).put("total_tokens", input + output);
        usage.putObject("prompt_tokens_details").put("cached_tokens", cached).put("audio_tokens", 0);
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", reasoning)
                .put("audio_tokens", 0)
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
        return usage;
    }

    ObjectNode ofResponses() {
        ObjectNode usage = JsonNodeFactory.instance.objectNode();
        usage.put("input_tokens", input);
        usage.putObject("input_tokens_details").put("cache_write_tokens", 0).put("cached_tokens", cached);
        usage.put("output_tokens", output);
        usage.putObject("output_tokens_details").put("reasoning_tokens", reasoning);
        usage.put("total_tokens", input + output);
        return usage;
    }
}
