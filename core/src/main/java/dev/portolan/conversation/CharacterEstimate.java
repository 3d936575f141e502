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
import java.util.List;

/** The rule of thumb of {@link TokenEstimate#CHARACTERS}. */
final class CharacterEstimate implements TokenEstimate {

    private static final long MESSAGE = 4;
    private static final long MEDIA = 1_500;

    @Override
    public long tokens(Message message) {
        return MESSAGE + tokens(message.parts());
    }

    private static long tokens(List<Part> parts) {
        long tokens = 0;
        for (Part part : parts) {
            tokens += tokens(part);
        }
        return tokens;
    }

    private static long tokens(Part part) {
        if (part instanceof TextPart text) {
            return quarter(text.text().length());
        } else if (part instanceof ReasoningPart thought) {
            return quarter(thought.text().length());
        } else if (part instanceof RefusalPart refusal) {
            return quarter(refusal.text().length());
        } else if (part instanceof ToolCall call) {
            return quarter(call.name().length() + call.arguments().length());
        } else if (part instanceof ToolResult result) {
            return tokens(result.content());
        } else if (part instanceof CitationPart || part instanceof OtherPart) {
            return 0;
        } else if (part instanceof DocumentPart document
                && document.media() instanceof Media.Inline inline
                && inline.mediaType().startsWith("text/")) {
            return quarter(inline.size());
        }
        return MEDIA;
    }

    private static long quarter(long characters) {
        return (characters + 3) / 4;
    }
}
