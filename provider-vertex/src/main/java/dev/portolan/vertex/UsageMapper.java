package dev.portolan.vertex;

import com.google.cloud.aiplatform.v1.GenerateContentResponse.UsageMetadata;
import com.google.cloud.aiplatform.v1.ModalityTokenCount;
import dev.portolan.chat.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The usage in one meaning. Streams tell it again and again, each time so far, and a later one may leave out what an earlier one
 * had: the most of each number counts. Thoughts come on top of the answer's tokens, what tools put into the prompt on top of the
 * prompt's; the cached ones are part of the prompt. On this wire a zero is not told apart from nothing.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference#response">Google:
 *     UsageMetadata</a>
 */
final class UsageMapper {

    private int prompt;
    private int tools;
    private int answer;
    private int thoughts;
    private int cached;
    private int total;

    void add(UsageMetadata usage) {
        prompt = Math.max(prompt, usage.getPromptTokenCount());
        tools = Math.max(tools, toolTokens(usage));
        answer = Math.max(answer, usage.getCandidatesTokenCount());
        thoughts = Math.max(thoughts, usage.getThoughtsTokenCount());
        cached = Math.max(cached, usage.getCachedContentTokenCount());
        total = Math.max(total, usage.getTotalTokenCount());
    }

    private static int toolTokens(UsageMetadata usage) {
        int sum = 0;
        for (ModalityTokenCount count : usage.getToolUsePromptTokensDetailsList()) {
            sum += count.getTokenCount();
        }
        return sum;
    }

    boolean known() {
        return prompt > 0 || answer > 0 || thoughts > 0 || total > 0;
    }

    Usage usage() {
        if (!known()) {
            return Usage.UNKNOWN;
        }
        int output = answer + thoughts;
        // A total that the prompt makes up alone says that there is no output.
        boolean told = output > 0 || (total > 0 && total <= prompt + tools);
        return Usage.builder()
                .inputTokens(positive(prompt + tools))
                .outputTokens(told ? Long.valueOf(output) : null)
                .cachedInputTokens(positive(cached))
                .reasoningTokens(positive(thoughts))
                .build();
    }

    private static @Nullable Long positive(int number) {
        return number > 0 ? Long.valueOf(number) : null;
    }
}
