package dev.portolan.vertex;

import com.google.cloud.aiplatform.v1.GenerateContentResponse.UsageMetadata;
import com.google.cloud.aiplatform.v1.ModalityTokenCount;
import dev.portolan.chat.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The usage in one meaning. Streams tell it again and again, each time so far; a later message may leave out what an earlier one
 * had, and may correct it: the latest known of each number counts. Thoughts come on top of the answer's tokens, what tools put into the prompt on top of the
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
        prompt = latest(prompt, usage.getPromptTokenCount());
        tools = latest(tools, listed(usage));
        answer = latest(answer, usage.getCandidatesTokenCount());
        thoughts = latest(thoughts, usage.getThoughtsTokenCount());
        cached = latest(cached, usage.getCachedContentTokenCount());
        total = latest(total, usage.getTotalTokenCount());
    }

    private static int listed(UsageMetadata usage) {
        int sum = 0;
        for (ModalityTokenCount count : usage.getToolUsePromptTokensDetailsList()) {
            sum += count.getTokenCount();
        }
        return sum;
    }

    private static int latest(int known, int told) {
        return told > 0 ? told : known;
    }

    /** How many tokens tools put into the prompt: what is left of the total, since their own list may be cut short. */
    private int toolTokens() {
        int left = total - prompt - answer - thoughts;
        return tools > 0 && left > 0 ? left : tools;
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
        int input = prompt + toolTokens();
        boolean told = output > 0 || (total > 0 && total <= input);
        return Usage.builder()
                .inputTokens(positive(input))
                .outputTokens(told ? Long.valueOf(output) : null)
                .cachedInputTokens(positive(cached))
                .reasoningTokens(positive(thoughts))
                .build();
    }

    private static @Nullable Long positive(int number) {
        return number > 0 ? Long.valueOf(number) : null;
    }
}
