package dev.portolan.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.aiplatform.v1.Part;
import com.google.protobuf.ByteString;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.VideoPart;
import dev.portolan.spi.support.CallIds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One block of an answer: a part as it came, or texts of the same kind that came one after the other. */
final class Block {

    enum Kind {
        TEXT,
        REASONING,
        CALL,
        OTHER
    }

    final Kind kind;

    /** Its place among the blocks, from 0: what events tell. */
    final int number;

    final StringBuilder text = new StringBuilder();
    private final Part part;
    private final ByteString signature;
    private final String id;
    private @Nullable ByteString signatureAfter;
    private final String name;

    /**
     * @param part what begins it
     * @param names how tools are named on the wire
     */
    Block(int number, Part part, ToolNames names) {
        this.number = number;
        this.part = part;
        this.kind = kind(part);
        this.signature = part.getThoughtSignature();
        boolean call = kind == Kind.CALL;
        this.id = call ? CallIds.madeUp() : "";
        this.name = call ? names.original(part.getFunctionCall().getName()) : "";
        if (kind == Kind.TEXT || kind == Kind.REASONING) {
            text.append(part.getText());
        } else if (call) {
            text.append(ProtoJson.print(part.getFunctionCall().getArgs()));
        }
    }

    static Kind kind(Part part) {
        return switch (part.getDataCase()) {
            case TEXT -> part.getThought() ? Kind.REASONING : Kind.TEXT;
            case FUNCTION_CALL -> Kind.CALL;
            // Nothing but a signature: as with a text that is empty.
            case DATA_NOT_SET -> part.getUnknownFields().asMap().isEmpty() ? Kind.TEXT : Kind.OTHER;
            default -> Kind.OTHER;
        };
    }

    /** Whether a text belongs to this block. A part with a signature stays as it is. */
    boolean takes(Part more) {
        return (kind == Kind.TEXT || kind == Kind.REASONING)
                && kind(more) == kind
                && signature.isEmpty()
                && signatureAfter == null
                && (more.getThoughtSignature().isEmpty() || more.getText().isEmpty());
    }

    /** Takes a text, or the signature that streams send behind one, on a part without any. */
    void take(Part more) {
        text.append(more.getText());
        if (!more.getThoughtSignature().isEmpty()) {
            signatureAfter = more.getThoughtSignature();
        }
    }

    ToolCall call() {
        return new ToolCall(id, name, text.toString(), true, false, Origin.signed(signature));
    }

    void addTo(List<dev.portolan.chat.Part> parts) {
        switch (kind) {
            case TEXT -> {
                VendorState state =
                        signatureAfter == null ? Origin.signed(signature) : Origin.signedAfter(signatureAfter);
                if (text.length() > 0) {
                    parts.add(new TextPart(text.toString(), state));
                } else if (state != null) {
                    // No text to show: it is only kept to go back.
                    parts.add(new ReasoningPart("", state));
                }
            }
            case REASONING -> {
                if (text.length() > 0 || !signature.isEmpty()) {
                    parts.add(new ReasoningPart(
                            text.toString(), Origin.thought(signatureAfter == null ? signature : signatureAfter)));
                }
            }
            case CALL -> parts.add(call());
            case OTHER -> parts.add(other());
        }
    }

    private dev.portolan.chat.Part other() {
        if (part.hasInlineData()
                && signature.isEmpty()
                && !part.getInlineData().getData().isEmpty()) {
            String type = part.getInlineData().getMimeType();
            if (type.indexOf('/') > 0) {
                return media(Media.of(part.getInlineData().getData().toByteArray(), type), type);
            }
        }
        return new OtherPart(type(), Origin.part(part));
    }

    private static dev.portolan.chat.Part media(Media media, String type) {
        if (type.startsWith("image/")) {
            return new ImagePart(media);
        }
        if (type.startsWith("audio/")) {
            return new AudioPart(media);
        }
        return type.startsWith("video/") ? new VideoPart(media) : new DocumentPart(media, null);
    }

    /** The vendor's name of what the part holds. */
    String type() {
        return switch (part.getDataCase()) {
            case EXECUTABLE_CODE -> "executableCode";
            case CODE_EXECUTION_RESULT -> "codeExecutionResult";
            case INLINE_DATA -> "inlineData";
            case FILE_DATA -> "fileData";
            case FUNCTION_RESPONSE -> "functionResponse";
            default -> "unknown";
        };
    }

    /** What an event tells of a part that has no event of its own. */
    String json() {
        JsonNode own = Origin.own(Origin.part(part));
        return own == null ? "{}" : own.toString();
    }
}
