package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VideoPart;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.CallIds;
import dev.portolan.spi.support.WireJson;
import java.util.List;

/**
 * Writes results of tools: text, or JSON where the family wants it, and what media the family takes within a result; other
 * media follow it.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolResultBlock.html">AWS:
 *     ToolResultBlock</a>
 */
final class ResultMapper {

    private final Family family;
    private final CallIds ids;
    private final MediaBlocks media;
    private final List<Warning> warnings;

    ResultMapper(Family family, CallIds ids, MediaBlocks media, List<Warning> warnings) {
        this.family = family;
        this.ids = ids;
        this.media = media;
        this.warnings = warnings;
    }

    void write(ToolResult result, String field, ArrayNode content) {
        ObjectNode written = content.addObject().putObject("toolResult");
        written.put("toolUseId", ids.result(result.callId()));
        ArrayNode inner = written.putArray("content");
        boolean status = !family.is(Family.RESULT_STATUS, "no");
        if (status) {
            written.put("status", result.error() ? "error" : "success");
        } else if (result.error()) {
            inner.addObject().put("text", "The tool failed:");
        }
        boolean moved = false;
        for (int i = 0; i < result.content().size(); i++) {
            Part part = result.content().get(i);
            String at = field + ".parts[" + i + "]";
            if (part instanceof TextPart text) {
                text(text.text(), inner);
            } else if (part instanceof OtherPart other) {
                JsonNode own = Origin.own(other.vendorState());
                if (own != null) {
                    own.properties().forEach(member -> inner.addObject().set(member.getKey(), member.getValue()));
                }
            } else if (family.takesInResults(kind(part))) {
                inner.add(media.write(part, at));
            } else {
                content.add(media.write(part, at));
                moved = true;
            }
        }
        if (moved) {
            warnings.add(new Warning("rewritten", field, "Media of the tool's result follow it in the same turn"));
        }
        if (inner.isEmpty()) {
            text(moved ? "The output follows." : "(no output)", inner);
        }
    }

    private void text(String text, ArrayNode content) {
        if (family.is(Family.RESULT_SHAPE, "json")) {
            ObjectNode json = content.addObject();
            if (WireJson.isObject(text)) {
                json.set("json", WireJson.tree(text));
            } else {
                json.putObject("json").put("result", text);
            }
        } else if (!text.isBlank()) {
            content.addObject().put("text", text);
        }
    }

    private static String kind(Part part) {
        return part instanceof ImagePart
                ? "image"
                : part instanceof DocumentPart ? "document" : part instanceof VideoPart ? "video" : "none";
    }
}
