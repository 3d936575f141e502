package dev.portolan.ollama;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.spi.Settings;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Ollama takes beside the request proper, from the settings: the model's before the connection's.
 *
 * @param keepAlive how long the model stays in memory after a call, or {@code null} for the server's own time
 * @param numCtx how many tokens the context has, or {@code null} for the model's or server's own number
 * @param think {@code true}, {@code false} or a level, where a request says no effort; {@code null} for nothing
 * @param truncate whether the server cuts a prompt that is too long, or refuses it; {@code null} for its own way, which is to cut
 * @param options further options by name, each with a JSON value
 */
record CallOptions(
        @Nullable String keepAlive,
        @Nullable Integer numCtx,
        @Nullable String think,
        @Nullable Boolean truncate,
        Map<String, JsonNode> options) {

    static final CallOptions NONE = new CallOptions(null, null, null, null, Map.of());

    /** Go's durations, or seconds. */
    private static final Pattern KEEP_ALIVE =
            Pattern.compile("-?\\d{1,12}|-?(\\d{1,9}(\\.\\d{1,9})?(ns|us|ms|s|m|h))+");

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d+");

    CallOptions {
        options = Map.copyOf(options);
        if (keepAlive != null && !KEEP_ALIVE.matcher(keepAlive).matches()) {
            throw new IllegalArgumentException(
                    "model-keep-alive must be a time such as 5m or 24h, 0 for not at all, or -1 for ever");
        }
        if (numCtx != null && numCtx < 1) {
            throw new IllegalArgumentException("num-ctx must be at least 1");
        }
    }

    /** Reads the settings that connections and models have in common. */
    static CallOptions of(Settings settings) {
        Long numCtx = settings.integer("num-ctx");
        Map<String, JsonNode> options = new LinkedHashMap<>();
        settings.map("options").forEach((name, value) -> options.put(name, value(value)));
        return new CallOptions(
                settings.string("model-keep-alive"),
                numCtx == null ? null : (Integer) (int) Math.max(0, Math.min(Integer.MAX_VALUE, numCtx)),
                settings.string("think"),
                settings.bool("truncate"),
                options);
    }

    /** A number, a truth value or an array as it reads; anything else is text. */
    private static JsonNode value(String text) {
        try {
            return WireJson.tree(text);
        } catch (IllegalArgumentException e) {
            return WireJson.mapper().getNodeFactory().textNode(text);
        }
    }

    /** These, and the others where these say nothing. */
    CallOptions orElse(CallOptions other) {
        Map<String, JsonNode> both = new LinkedHashMap<>(other.options);
        both.putAll(options);
        return new CallOptions(
                keepAlive != null ? keepAlive : other.keepAlive,
                numCtx != null ? numCtx : other.numCtx,
                think != null ? think : other.think,
                truncate != null ? truncate : other.truncate,
                both);
    }

    /** Seconds have their unit on the wire: chats take a bare number, embeddings do not. Less than nothing is for ever. */
    void writeKeepAlive(JsonGenerator json) throws IOException {
        if (keepAlive != null) {
            json.writeStringField(
                    "keep_alive", WHOLE_NUMBER.matcher(keepAlive).matches() ? keepAlive + "s" : keepAlive);
        }
    }
}
