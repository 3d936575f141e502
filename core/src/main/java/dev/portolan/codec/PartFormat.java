package dev.portolan.codec;

import dev.portolan.chat.AudioPart;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.VideoPart;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parts, told apart by their {@code type}. */
final class PartFormat {

    /** The origin of parts that a later version of this library wrote. */
    static final String LATER = "portolan";

    private static final Set<String> TYPES = Set.of(
            "text",
            "image",
            "document",
            "audio",
            "video",
            "reasoning",
            "tool-call",
            "tool-result",
            "refusal",
            "citation",
            "other");

    private PartFormat() {}

    static void write(JsonWriter out, Part part) {
        if (part instanceof OtherPart other) {
            Json kept = kept(other);
            if (kept != null) {
                out.value(kept);
                return;
            }
        }
        out.object();
        fields(out, part);
        out.field("vendorState", part.vendorState(), VendorStateFormat::write).endObject();
    }

    private static void fields(JsonWriter out, Part part) {
        if (part instanceof TextPart text) {
            out.field("type", "text").field("text", text.text()).field("prompt", text.prompt(), PromptFormat::write);
        } else if (part instanceof ToolCall call) {
            toolCallFields(out.field("type", "tool-call"), call);
        } else if (part instanceof ToolResult result) {
            out.field("type", "tool-result")
                    .field("callId", result.callId())
                    .field("toolName", result.toolName())
                    .list("content", result.content(), PartFormat::write)
                    .mark("error", result.error());
        } else if (part instanceof ImagePart image) {
            out.field("type", "image")
                    .field("media", image.media(), MediaFormat::write)
                    .field("detail", image.detail());
        } else if (part instanceof DocumentPart document) {
            out.field("type", "document")
                    .field("media", document.media(), MediaFormat::write)
                    .field("name", document.name());
        } else if (part instanceof AudioPart audio) {
            out.field("type", "audio")
                    .field("media", audio.media(), MediaFormat::write)
                    .field("transcript", audio.transcript());
        } else if (part instanceof VideoPart video) {
            out.field("type", "video").field("media", video.media(), MediaFormat::write);
        } else if (part instanceof ReasoningPart reasoning) {
            out.field("type", "reasoning").field("text", reasoning.text());
        } else if (part instanceof RefusalPart refusal) {
            out.field("type", "refusal").field("text", refusal.text());
        } else if (part instanceof CitationPart citation) {
            out.field("type", "citation")
                    .field("url", citation.url())
                    .field("title", citation.title())
                    .field("startIndex", citation.startIndex())
                    .field("endIndex", citation.endIndex());
        } else if (part instanceof OtherPart other) {
            out.field("type", "other").field("name", other.type());
        }
    }

    static Part read(Place at) {
        Place type = at.get("type");
        return switch (type.text()) {
            case "text" -> new TextPart(at.get("text", Place::text), state(at), at.find("prompt", PromptFormat::read));
            case "tool-call" -> readToolCall(at);
            case "tool-result" ->
                new ToolResult(
                        at.get("callId", Place::text),
                        at.get("toolName", Place::text),
                        at.list("content", PartFormat::read),
                        at.marked("error"),
                        state(at));
            case "image" ->
                new ImagePart(at.get("media", MediaFormat::read), at.find("detail", Place::text), state(at));
            case "document" ->
                new DocumentPart(at.get("media", MediaFormat::read), at.find("name", Place::text), state(at));
            case "audio" ->
                new AudioPart(at.get("media", MediaFormat::read), at.find("transcript", Place::text), state(at));
            case "video" -> new VideoPart(at.get("media", MediaFormat::read), state(at));
            case "reasoning" -> new ReasoningPart(at.get("text", Place::text), state(at));
            case "refusal" -> new RefusalPart(at.get("text", Place::text), state(at));
            case "citation" ->
                new CitationPart(
                        at.find("url", Place::text),
                        at.find("title", Place::text),
                        at.find("startIndex", Place::small),
                        at.find("endIndex", Place::small),
                        state(at));
            case "other" -> new OtherPart(at.get("name", Place::text), at.get("vendorState", VendorStateFormat::read));
            default -> new OtherPart(type.text(), new VendorState(LATER, Unknown.keep(at)));
        };
    }

    static void toolCallFields(JsonWriter out, ToolCall call) {
        out.field("id", call.id())
                .field("name", call.name())
                .field("arguments", call.arguments())
                .mark("syntheticId", call.syntheticId())
                .mark("providerExecuted", call.providerExecuted());
    }

    static ToolCall readToolCall(Place at) {
        return new ToolCall(
                at.get("id", Place::text),
                at.get("name", Place::text),
                at.get("arguments", Place::text),
                at.marked("syntheticId"),
                at.marked("providerExecuted"),
                state(at));
    }

    static @Nullable VendorState state(Place at) {
        return at.find("vendorState", VendorStateFormat::read);
    }

    private static @Nullable Json kept(OtherPart other) {
        VendorState state = other.vendorState();
        return state.origin().equals(LATER) && !TYPES.contains(other.type())
                ? Unknown.restore(other.type(), state.json())
                : null;
    }
}
