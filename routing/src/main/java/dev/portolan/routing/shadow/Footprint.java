package dev.portolan.routing.shadow;

import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.VideoPart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much memory a waiting call may hold, from the lengths of its parts: none of them is read. */
final class Footprint {

    private static final long OBJECT = 128;
    private static final long LOGPROB = 96;

    private Footprint() {}

    static long of(ShadowCall call) {
        ChatResponse response = call.source().response();
        return of(call.request()) + (response == null ? 0 : of(response));
    }

    private static long of(ChatRequest request) {
        long bytes = 4 * OBJECT;
        for (Message message : request.messages()) {
            bytes += of(message);
        }
        bytes += 8 * OBJECT * request.tools().size();
        for (String options : request.vendorOptions().values()) {
            bytes += chars(options);
        }
        return bytes;
    }

    private static long of(ChatResponse response) {
        return 8 * OBJECT
                + of(response.message())
                + LOGPROB * response.logprobs().size();
    }

    private static long of(Message message) {
        return OBJECT + of(message.parts()) + of(message.vendorState());
    }

    private static long of(List<Part> parts) {
        long bytes = 0;
        for (Part part : parts) {
            bytes += OBJECT + own(part) + of(part.vendorState());
        }
        return bytes;
    }

    private static long own(Part part) {
        if (part instanceof TextPart said) {
            return chars(said.text());
        }
        if (part instanceof ReasoningPart thought) {
            return chars(thought.text());
        }
        if (part instanceof RefusalPart refusal) {
            return chars(refusal.text());
        }
        if (part instanceof ToolCall call) {
            return chars(call.arguments());
        }
        if (part instanceof ToolResult result) {
            return of(result.content());
        }
        if (part instanceof ImagePart image) {
            return media(image.media());
        }
        if (part instanceof DocumentPart document) {
            return media(document.media());
        }
        if (part instanceof AudioPart audio) {
            return media(audio.media());
        }
        if (part instanceof VideoPart video) {
            return media(video.media());
        }
        return part instanceof CitationPart || part instanceof OtherPart ? 4 * OBJECT : OBJECT;
    }

    private static long media(Media media) {
        return media instanceof Media.Inline inline ? inline.size() : OBJECT;
    }

    private static long of(@Nullable VendorState state) {
        return state == null ? 0 : OBJECT + chars(state.json());
    }

    private static long chars(String text) {
        return 2L * text.length();
    }
}
