package dev.portolan.evidence.check;

import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VideoPart;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a request says in words. */
final class Texts {

    private Texts() {}

    static boolean isMedia(Part part) {
        return part instanceof ImagePart
                || part instanceof DocumentPart
                || part instanceof AudioPart
                || part instanceof VideoPart;
    }

    /** All that the model was told: messages, results of tools, documents that are text. */
    static String of(ChatRequest request) {
        StringBuilder out = new StringBuilder();
        for (Message message : request.messages()) {
            add(message.parts(), out);
        }
        return out.toString();
    }

    private static void add(List<Part> parts, StringBuilder out) {
        for (Part part : parts) {
            if (part instanceof TextPart said) {
                out.append(said.text()).append('\n');
            } else if (part instanceof ToolResult result) {
                add(result.content(), out);
            } else if (part instanceof ToolCall call) {
                out.append(call.arguments()).append('\n');
            } else if (part instanceof DocumentPart document
                    && document.media() instanceof Media.Inline inline
                    && (inline.mediaType().startsWith("text/")
                            || inline.mediaType().equals("application/json"))) {
                out.append(new String(inline.bytes(), StandardCharsets.UTF_8)).append('\n');
            }
        }
    }
}
