package dev.portolan.vertex;

import com.google.cloud.aiplatform.v1.Candidate;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.FinishReason.Kind;

/**
 * Why an answer ended. There is no reason of its own for calls, and the list grows: a number that the SDK has no name for is kept.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/GenerateContentResponse#FinishReason">Google:
 *     FinishReason</a>
 */
final class FinishReasons {

    private FinishReasons() {}

    /** What the content tells goes before the vendor's word: an answer with calls to run ends with them. */
    static FinishReason of(int number, boolean hasCalls) {
        String raw = name(number);
        Kind kind = kind(raw);
        if (hasCalls && kind == Kind.STOP) {
            kind = Kind.TOOL_CALLS;
        }
        return new FinishReason(kind, number == 0 ? null : raw);
    }

    private static String name(int number) {
        Candidate.FinishReason known = Candidate.FinishReason.forNumber(number);
        return known != null ? known.name() : Integer.toString(number);
    }

    private static Kind kind(String raw) {
        return switch (raw) {
            case "STOP" -> Kind.STOP;
            case "MAX_TOKENS" -> Kind.LENGTH;
            case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR" ->
                Kind.CONTENT_FILTER;
            default -> Kind.OTHER;
        };
    }
}
