package dev.portolan.wire.openai.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.chat.Usage;
import dev.portolan.spi.support.TokenCount;
import java.io.IOException;

/**
 * Reads {@code usage}. The wire already counts as {@link Usage} does: input includes what came from and went into the cache,
 * output includes reasoning.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/object">OpenAI: the response object</a>
 */
final class UsageMapper {

    private UsageMapper() {}

    /**
     * Reads the usage and moves the parser to its last token.
     *
     * @param parser stands at the value
     * @return the usage, unknown where the vendor is silent
     * @throws IOException when the JSON is broken
     */
    static Usage read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return Usage.UNKNOWN;
        }
        Usage.Builder usage = Usage.builder();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "input_tokens" -> usage.inputTokens(TokenCount.read(parser));
                case "output_tokens" -> usage.outputTokens(TokenCount.read(parser));
                case "input_tokens_details", "output_tokens_details" -> details(parser, usage);
                default -> parser.skipChildren();
            }
        }
        return usage.build();
    }

    private static void details(JsonParser parser, Usage.Builder usage) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "cached_tokens" -> usage.cachedInputTokens(TokenCount.read(parser));
                case "cache_write_tokens" -> usage.cacheWriteInputTokens(TokenCount.read(parser));
                case "reasoning_tokens" -> usage.reasoningTokens(TokenCount.read(parser));
                default -> parser.skipChildren();
            }
        }
    }
}
