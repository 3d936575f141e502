package dev.portolan.wire.openai.chat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.chat.Usage;
import dev.portolan.spi.support.TokenCount;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The usage in one meaning: input with cached tokens, output with reasoning. OpenAI counts so itself; some count reasoning
 * beside the completion, which shows in the total.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/object#chat/object-usage">OpenAI: usage</a>
 */
final class UsageMapper {

    private @Nullable Long prompt;
    private @Nullable Long completion;
    private @Nullable Long total;
    private @Nullable Long cached;
    private @Nullable Long cacheWrite;
    private @Nullable Long reasoning;

    /** Reads the object at whose start the parser stands; the parser is then at its end. */
    static Usage read(JsonParser parser, boolean thoughtsApart) throws IOException {
        UsageMapper found = new UsageMapper();
        found.object(parser);
        return found.usage(thoughtsApart);
    }

    private void object(JsonParser parser) throws IOException {
        for (String name; (name = parser.nextFieldName()) != null; ) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "prompt_tokens", "input_tokens" -> prompt = number(parser, prompt);
                case "completion_tokens", "output_tokens" -> completion = number(parser, completion);
                case "total_tokens" -> total = number(parser, total);
                // Spellings of OpenAI, DeepSeek, Together, Mistral, and of hosts of Anthropic models.
                case "cached_tokens", "prompt_cache_hit_tokens", "num_cached_tokens", "cache_read_input_tokens" ->
                    cached = number(parser, cached);
                case "cache_write_tokens", "cache_creation_input_tokens" -> cacheWrite = number(parser, cacheWrite);
                case "reasoning_tokens" -> reasoning = number(parser, reasoning);
                case "prompt_tokens_details",
                        "completion_tokens_details",
                        "input_tokens_details",
                        "output_tokens_details" -> {
                    if (value == JsonToken.START_OBJECT) {
                        details(parser);
                    }
                }
                default -> {}
            }
            parser.skipChildren();
        }
    }

    private void details(JsonParser parser) throws IOException {
        for (String name; (name = parser.nextFieldName()) != null; ) {
            parser.nextToken();
            switch (name) {
                case "cached_tokens" -> cached = number(parser, cached);
                case "cache_write_tokens", "cache_creation_tokens" -> cacheWrite = number(parser, cacheWrite);
                case "reasoning_tokens" -> reasoning = number(parser, reasoning);
                default -> {}
            }
            parser.skipChildren();
        }
    }

    private static @Nullable Long number(JsonParser parser, @Nullable Long before) throws IOException {
        Long count = TokenCount.read(parser);
        return count == null ? before : count;
    }

    private Usage usage(boolean thoughtsApart) {
        Long output = completion;
        if (prompt != null && completion != null && total != null) {
            long beside = total - prompt - completion;
            if (beside > 0 && (thoughtsApart || (reasoning != null && reasoning == beside))) {
                output = completion + beside;
            }
        }
        return Usage.builder()
                .inputTokens(prompt)
                .outputTokens(output)
                .cachedInputTokens(cached)
                .cacheWriteInputTokens(cacheWrite)
                .reasoningTokens(reasoning)
                .build();
    }
}
