package dev.portolan.simulator.vertex;

import com.google.cloud.aiplatform.v1.GenerateContentResponse.UsageMetadata;
import com.google.cloud.aiplatform.v1.Modality;
import com.google.cloud.aiplatform.v1.ModalityTokenCount;
import dev.portolan.chat.Usage;
import dev.portolan.simulator.internal.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one request, as Google counts them: the prompt with what was cached, the answer without thoughts.
 *
 * @param prompt all tokens of the prompt
 * @param cached those that were in the cache
 * @param answer the tokens of the answers
 * @param thoughts the tokens that were thought
 */
record TokenCounts(int prompt, int cached, int answer, int thoughts) {

    static TokenCounts of(int prompt, int cached, List<Answer> answers) {
        int output = 0;
        int thoughts = 0;
        for (Answer answer : answers) {
            output += answer.outputTokens();
            thoughts += answer.reasoningTokens();
        }
        Usage told = answers.get(0).usage();
        if (told != null) {
            thoughts = known(told.reasoningTokens(), thoughts);
            output = known(told.outputTokens(), output);
            return new TokenCounts(
                    known(told.inputTokens(), prompt),
                    known(told.cachedInputTokens(), cached),
                    output - thoughts,
                    thoughts);
        }
        return new TokenCounts(prompt, cached, output - thoughts, thoughts);
    }

    private static int known(@Nullable Long told, int counted) {
        return told == null ? counted : Math.toIntExact(told);
    }

    /** What is told before the end: only how the request was admitted. */
    static UsageMetadata early() {
        return UsageMetadata.newBuilder()
                .setTrafficType(UsageMetadata.TrafficType.ON_DEMAND)
                .build();
    }

    UsageMetadata usage() {
        UsageMetadata.Builder usage = early().toBuilder()
                .setPromptTokenCount(prompt)
                .setCandidatesTokenCount(answer)
                .setThoughtsTokenCount(thoughts)
                .setCachedContentTokenCount(cached)
                .setTotalTokenCount(prompt + answer + thoughts)
                .addPromptTokensDetails(text(prompt));
        if (answer > 0) {
            usage.addCandidatesTokensDetails(text(answer));
        }
        if (cached > 0) {
            usage.addCacheTokensDetails(text(cached));
        }
        return usage.build();
    }

    /** The same with as much of the answer as has been said. */
    TokenCounts soFar(int said, int thought) {
        return new TokenCounts(prompt, cached, Math.min(said, answer), Math.min(thought, thoughts));
    }

    static ModalityTokenCount text(int tokens) {
        return ModalityTokenCount.newBuilder()
                .setModality(Modality.TEXT)
                .setTokenCount(tokens)
                .build();
    }
}
