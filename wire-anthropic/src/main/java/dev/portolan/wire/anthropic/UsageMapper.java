package dev.portolan.wire.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.portolan.chat.Usage;
import dev.portolan.spi.support.TokenCount;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Collects the usage of one answer in one meaning. The wire counts input without what was read from or written to the cache;
 * here it is with both. In a stream the counts of the end replace those of the start: they are cumulative, and what the end does
 * not say still holds. Not thread-safe.
 *
 * @see <a href="https://platform.claude.com/docs/en/build-with-claude/prompt-caching">Anthropic: prompt caching, tracking cache
 *     performance</a>
 */
final class UsageMapper {

    private @Nullable Long input;
    private @Nullable Long output;
    private @Nullable Long read;
    private @Nullable Long written;
    private @Nullable Long thought;
    private boolean told;

    /** Reads a usage and moves the parser to its last token. */
    void read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "input_tokens" -> input = known(TokenCount.read(parser), input);
                case "output_tokens" -> output = known(TokenCount.read(parser), output);
                case "cache_read_input_tokens" -> read = known(TokenCount.read(parser), read);
                case "cache_creation_input_tokens" -> written = known(TokenCount.read(parser), written);
                case "output_tokens_details" -> details(parser);
                default -> parser.skipChildren();
            }
        }
    }

    private void details(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean thinking = parser.currentName().equals("thinking_tokens");
            parser.nextToken();
            if (thinking) {
                thought = known(TokenCount.read(parser), thought);
            } else {
                parser.skipChildren();
            }
        }
    }

    private @Nullable Long known(@Nullable Long now, @Nullable Long before) {
        told |= now != null;
        return now != null ? now : before;
    }

    /** Whether anything was told. */
    boolean isKnown() {
        return told;
    }

    Usage usage() {
        return Usage.builder()
                .inputTokens(input == null ? null : Long.valueOf(input + zero(read) + zero(written)))
                .outputTokens(output)
                .cachedInputTokens(read)
                .cacheWriteInputTokens(written)
                .reasoningTokens(thought)
                .build();
    }

    private static long zero(@Nullable Long number) {
        return number == null ? 0 : number;
    }
}
