package dev.portolan.conversation;

import dev.portolan.chat.CitationPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToLongFunction;

/** Adds up the parts of a message by a count of texts. */
final class PartsEstimate implements TokenEstimate {

    private static final long MESSAGE = 4;
    private static final long MEDIA = 1_500;

    private final ToLongFunction<String> text;

    PartsEstimate(ToLongFunction<String> text) {
        this.text = text;
    }

    /** A token for every four characters. */
    static long quarter(String text) {
        return (text.length() + 3L) / 4;
    }

    @Override
    public long tokens(Message message) {
        return MESSAGE + tokens(message.parts());
    }

    private long tokens(List<Part> parts) {
        long tokens = 0;
        for (Part part : parts) {
            tokens += tokens(part);
        }
        return tokens;
    }

    private long tokens(Part part) {
        if (part instanceof TextPart plain) {
            return text.applyAsLong(plain.text());
        } else if (part instanceof ReasoningPart thought) {
            return text.applyAsLong(thought.text());
        } else if (part instanceof RefusalPart refusal) {
            return text.applyAsLong(refusal.text());
        } else if (part instanceof ToolCall call) {
            return text.applyAsLong(call.name() + call.arguments());
        } else if (part instanceof ToolResult result) {
            return tokens(result.content());
        } else if (part instanceof CitationPart || part instanceof OtherPart) {
            return 0;
        } else if (part instanceof DocumentPart document
                && document.media() instanceof Media.Inline inline
                && inline.mediaType().startsWith("text/")) {
            return text.applyAsLong(new String(inline.bytes(), StandardCharsets.UTF_8));
        }
        return MEDIA;
    }
}
