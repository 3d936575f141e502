package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The usage in one meaning. Bedrock counts input without what was read from or written to the cache; here it is with both.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html">AWS: TokenUsage</a>
 */
final class UsageMapper {

    private UsageMapper() {}

    static Usage of(JsonNode usage) {
        Long read = number(usage, "cacheReadInputTokens", "cacheReadInputTokenCount");
        Long written = number(usage, "cacheWriteInputTokens", "cacheWriteInputTokenCount");
        Long input = number(usage, "inputTokens", "inputTokenCount");
        return Usage.builder()
                .inputTokens(input == null ? null : Long.valueOf(input + zero(read) + zero(written)))
                .outputTokens(number(usage, "outputTokens", "outputTokenCount"))
                .cachedInputTokens(read)
                .cacheWriteInputTokens(written)
                .build();
    }

    private static long zero(@Nullable Long number) {
        return number == null ? 0 : number;
    }

    /** Some models write both names, and some a count as a decimal. */
    private static @Nullable Long number(JsonNode usage, String name, String second) {
        JsonNode value = usage.path(name).isNumber() ? usage.path(name) : usage.path(second);
        return value.isNumber() && value.longValue() >= 0 ? Long.valueOf(value.longValue()) : null;
    }
}
