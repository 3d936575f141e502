package dev.portolan.ollama;

import com.fasterxml.jackson.core.JsonParser;
import dev.portolan.chat.Usage;
import dev.portolan.spi.support.TokenCount;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The usage in one meaning. {@code prompt_eval_count} is missing where the server found the whole prompt in its cache, which is
 * unknown, not nothing; {@code eval_count} has the thoughts in it, and does not tell them apart.
 *
 * @see <a href="https://docs.ollama.com/api/usage">Ollama: usage</a>
 */
final class UsageMapper {

    private @Nullable Long prompt;
    private @Nullable Long answer;

    /** Takes a count when the field is one; the parser stands at its value. */
    boolean take(String field, JsonParser parser) throws IOException {
        switch (field) {
            case "prompt_eval_count" -> prompt = TokenCount.read(parser);
            case "eval_count" -> answer = TokenCount.read(parser);
            default -> {
                return false;
            }
        }
        return true;
    }

    Usage usage() {
        return prompt == null && answer == null
                ? Usage.UNKNOWN
                : Usage.builder().inputTokens(prompt).outputTokens(answer).build();
    }
}
