package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.Usage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one call as the service counts them: input leaves out what was read from or written to the cache. See
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html.
 *
 * @param input neither read nor written
 * @param read from the cache
 * @param written to the cache
 * @param output all tokens of the answer
 * @param cached whether the cache had a part in it
 * @param ttl how long the cache keeps what was written
 */
record TokenUse(long input, long read, long written, long output, boolean cached, String ttl) {

    /** Counts, corrected by what the reply wants to be reported; there the input has the cached tokens in it. */
    static TokenUse of(int prompt, CachePoints.Use cache, long output, @Nullable Usage scripted) {
        if (scripted == null) {
            return new TokenUse(
                    prompt - cache.read() - cache.written(),
                    cache.read(),
                    cache.written(),
                    output,
                    cache.asked(),
                    cache.ttl());
        }
        long read = known(scripted.cachedInputTokens(), cache.read());
        long written = known(scripted.cacheWriteInputTokens(), cache.written());
        return new TokenUse(
                Math.max(0, known(scripted.inputTokens(), prompt) - read - written),
                read,
                written,
                known(scripted.outputTokens(), output),
                cache.asked() || read + written > 0,
                cache.ttl());
    }

    private static long known(@Nullable Long scripted, long counted) {
        return scripted == null ? counted : scripted;
    }

    /** The cache's members come twice, under their old names and their new ones. */
    ObjectNode ofConverse() {
        ObjectNode usage = JsonNodeFactory.instance.objectNode();
        if (cached) {
            if (written > 0) {
                usage.putArray("cacheDetails")
                        .addObject()
                        .put("inputTokens", written)
                        .put("ttl", ttl);
            }
            usage.put("cacheReadInputTokenCount", read).put("cacheReadInputTokens", read);
            usage.put("cacheWriteInputTokenCount", written).put("cacheWriteInputTokens", written);
        }
        usage.put("inputTokens", input).put("outputTokens", output);
        usage.putObject("serverToolUsage");
        return usage.put("totalTokens", input + read + written + output);
    }

    /** In the headers of answers that are not streamed. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-amzn-bedrock-input-token-count", String.valueOf(input));
        headers.put("x-amzn-bedrock-output-token-count", String.valueOf(output));
        if (cached) {
            headers.put("x-amzn-bedrock-cache-read-input-token-count", String.valueOf(read));
            headers.put("x-amzn-bedrock-cache-write-input-token-count", String.valueOf(written));
        }
        return headers;
    }

    /** At the end of streams that are in a model's own format. */
    ObjectNode metrics(long latencyMillis, long firstMillis) {
        ObjectNode metrics = JsonNodeFactory.instance
                .objectNode()
                .put("inputTokenCount", input)
                .put("outputTokenCount", output)
                .put("invocationLatency", latencyMillis)
                .put("firstByteLatency", firstMillis);
        if (cached) {
            metrics.put("cacheReadInputTokenCount", read).put("cacheWriteInputTokenCount", written);
        }
        return metrics;
    }
}
