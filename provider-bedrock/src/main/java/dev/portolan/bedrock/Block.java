package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.VendorState;
import dev.portolan.spi.support.CallIds;
import dev.portolan.spi.support.ToolNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One content block of an answer while it comes. */
final class Block {

    enum Kind {
        TEXT,
        REASONING,
        CALL,
        RESULT,
        IMAGE,
        OTHER
    }

    final Kind kind;

    /** Its place among the blocks, from 0: what events tell. */
    final int number;

    final StringBuilder content = new StringBuilder();

    /** What came when it started: the call, the result, or the whole block of a kind that has no name here. */
    JsonNode start = JsonNodeFactory.instance.missingNode();

    @Nullable
    String name;

    private @Nullable String signature;
    private @Nullable String madeUp;
    private @Nullable ByteArrayOutputStream bytes;
    private final ArrayNode citations = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode results = JsonNodeFactory.instance.arrayNode();

    Block(Kind kind, int number) {
        this.kind = kind;
        this.number = number;
    }

    void sign(String piece) {
        signature = signature == null ? piece : signature + piece;
    }

    void cite(JsonNode citation) {
        citations.add(citation);
    }

    void result(JsonNode piece) {
        results.add(piece);
    }

    void bytes(JsonNode base64) {
        try {
            byte[] piece = base64.binaryValue();
            if (piece != null) {
                bytes = bytes == null ? new ByteArrayOutputStream() : bytes;
                bytes.writeBytes(piece);
            }
        } catch (IOException e) {
            throw new IllegalStateException("no base64", e);
        }
    }

    /** Whether the service runs the call itself. */
    boolean executed() {
        return start.path("type").asText().equals("server_tool_use");
    }

    /** Adds the parts that the finished block stands for. */
    void addTo(List<Part> parts, ToolNames names, String family) {
        switch (kind) {
            case TEXT -> addText(parts);
            case REASONING -> addReasoning(parts, family);
            case CALL -> parts.add(call(names));
            case RESULT -> parts.add(result());
            case IMAGE -> addImage(parts);
            case OTHER -> parts.add(new OtherPart(String.valueOf(name), Origin.state(String.valueOf(name), start)));
        }
    }

    private void addText(List<Part> parts) {
        if (citations.isEmpty()) {
            if (content.length() > 0) {
                parts.add(new TextPart(content.toString()));
            }
            return;
        }
        ObjectNode cited = JsonNodeFactory.instance.objectNode();
        cited.putArray("content").addObject().put("text", content.toString());
        cited.set("citations", citations);
        parts.add(new TextPart(content.toString(), Origin.state("citationsContent", cited)));
        for (JsonNode citation : citations) {
            JsonNode url = citation.path("location").path("web").path("url");
            parts.add(new CitationPart(
                    url.isTextual() ? url.asText() : null,
                    citation.path("title").isTextual() ? citation.path("title").asText() : null,
                    null,
                    null,
                    Origin.state("citation", citation)));
        }
    }

    /** What cannot be sent back, since nothing proves it, has no state. */
    private void addReasoning(List<Part> parts, String family) {
        VendorState state = null;
        ObjectNode back = JsonNodeFactory.instance.objectNode();
        if (bytes != null) {
            back.put("redactedContent", bytes.toByteArray());
        } else if (signature != null) {
            ObjectNode text = back.putObject("reasoningText");
            text.put("text", content.toString());
            text.put("signature", signature);
        }
        if (!back.isEmpty()) {
            ObjectNode whole = JsonNodeFactory.instance.objectNode();
            whole.set("reasoningContent", back);
            whole.put("family", family);
            state = new VendorState(Origin.CONVERSE, whole.toString());
        }
        if (state != null || content.length() > 0) {
            parts.add(new ReasoningPart(content.toString(), state));
        }
    }

    ToolCall call(ToolNames names) {
        String id = start.path("toolUseId").asText("");
        boolean synthetic = id.isEmpty();
        return new ToolCall(
                synthetic ? madeUpId() : id,
                names.original(start.path("name").asText("")),
                content.toString(),
                synthetic,
                executed(),
                executed() ? Origin.state("type", start.path("type")) : null);
    }

    private String madeUpId() {
        String id = madeUp != null ? madeUp : CallIds.madeUp();
        madeUp = id;
        return id;
    }

    private OtherPart result() {
        ObjectNode whole = start.deepCopy();
        if (!results.isEmpty()) {
            whole.set("content", results);
        }
        return new OtherPart("toolResult", Origin.state("toolResult", whole));
    }

    private void addImage(List<Part> parts) {
        String format = start.path("format").asText("png");
        if (bytes != null && bytes.size() > 0) {
            parts.add(new ImagePart(Media.of(bytes.toByteArray(), "image/" + format)));
        }
    }
}
