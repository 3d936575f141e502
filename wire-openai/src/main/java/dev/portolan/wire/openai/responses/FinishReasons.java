package dev.portolan.wire.openai.responses;

import dev.portolan.chat.FinishReason;
import dev.portolan.chat.FinishReason.Kind;
import dev.portolan.chat.Part;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an answer ended. The wire tells a status, and a reason only when the answer is {@code incomplete}; that there are tool
 * calls or a refusal is seen from the content.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/object">OpenAI: the response object</a>
 */
final class FinishReasons {

    private FinishReasons() {}

    /**
     * The finish reason.
     *
     * @param status the response's status, or {@code null}
     * @param incompleteReason why it is incomplete, or {@code null}
     * @param parts the answer's content
     * @return the reason, raw the incomplete reason or else the status
     */
    static FinishReason of(@Nullable String status, @Nullable String incompleteReason, List<Part> parts) {
        String raw = incompleteReason != null ? incompleteReason : status;
        return new FinishReason(kind(status, incompleteReason, parts), raw);
    }

    private static Kind kind(@Nullable String status, @Nullable String incompleteReason, List<Part> parts) {
        if (incompleteReason != null) {
            return switch (incompleteReason) {
                case "max_output_tokens" -> Kind.LENGTH;
                case "content_filter" -> Kind.CONTENT_FILTER;
                default -> Kind.OTHER;
            };
        }
        if (status != null) {
            switch (status) {
                case "incomplete", "queued", "in_progress", "cancelled" -> {
                    return Kind.OTHER;
                }
                default -> {}
            }
        }
        return ofContent(parts);
    }

    private static Kind ofContent(List<Part> parts) {
        boolean refused = false;
        boolean text = false;
        for (Part part : parts) {
            if (part instanceof ToolCall call && !call.providerExecuted()) {
                return Kind.TOOL_CALLS;
            }
            refused |= part instanceof RefusalPart;
            text |= part instanceof TextPart said && !said.text().isBlank();
        }
        return refused && !text ? Kind.REFUSAL : Kind.STOP;
    }
}
