package dev.portolan.ollama;

import dev.portolan.chat.FinishReason;
import dev.portolan.chat.FinishReason.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why an answer ended. There is no word for calls: an answer with calls says {@code stop}. Older servers
 * give no reason at all, only that they are done.
 *
 * @see <a href="https://docs.ollama.com/api/chat">Ollama: chat, done_reason</a>
 */
final class FinishReasons {

    private FinishReasons() {}

    /** What the content tells goes before the server's word: an answer with calls to run ends with them. */
    static FinishReason of(@Nullable String raw, boolean hasCalls) {
        Kind kind = raw == null ? Kind.STOP : kind(raw);
        return new FinishReason(hasCalls && kind != Kind.LENGTH ? Kind.TOOL_CALLS : kind, raw);
    }

    private static Kind kind(String raw) {
        return switch (raw.toLowerCase(Locale.ROOT)) {
            case "", "stop", "load", "unload", "tool_calls" -> Kind.STOP;
            case "length" -> Kind.LENGTH;
            case "content_filter" -> Kind.CONTENT_FILTER;
            default -> Kind.OTHER;
        };
    }
}
