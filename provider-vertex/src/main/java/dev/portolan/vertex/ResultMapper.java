package dev.portolan.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.aiplatform.v1.Content;
import com.google.cloud.aiplatform.v1.FunctionResponse;
import com.google.cloud.aiplatform.v1.FunctionResponseBlob;
import com.google.cloud.aiplatform.v1.FunctionResponsePart;
import com.google.cloud.aiplatform.v1.Part;
import dev.portolan.chat.Media;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.Warning;
import dev.portolan.spi.support.WireJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Writes results of tools. They must be objects, and without ids the service takes them in the order of the calls. Media stand in
 * the result where the family takes them, else in a content behind it.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/Content#FunctionResponse">Google:
 *     FunctionResponse</a>
 */
final class ResultMapper {

    private final Family family;
    private final ToolNames names;
    private final List<Warning> warnings;

    ResultMapper(Family family, ToolNames names, List<Warning> warnings) {
        this.family = family;
        this.names = names;
        this.warnings = warnings;
    }

    /**
     * The results as a turn, and a second one when media have to follow.
     *
     * @param calls the calls before them, in their order
     * @param executed ids of calls that a provider ran itself
     */
    List<Content> write(ToolMessage message, List<ToolCall> calls, Set<String> executed, String field) {
        List<ToolResult> ordered = new ArrayList<>();
        for (ToolResult result : message.results()) {
            if (executed.contains(result.callId())) {
                warnings.add(
                        new Warning("left-out", field, "The result of a call that a provider ran itself is not sent"));
            } else {
                ordered.add(result);
            }
        }
        List<String> order = calls.stream().map(ToolCall::id).toList();
        ordered.sort(Comparator.comparingInt(result -> place(order.indexOf(result.callId()))));
        Content.Builder results = Content.newBuilder().setRole(MessageMapper.USER);
        Content.Builder media = Content.newBuilder().setRole(MessageMapper.USER);
        for (ToolResult result : ordered) {
            results.addParts(Part.newBuilder().setFunctionResponse(result(result, media, field)));
        }
        if (media.getPartsCount() == 0) {
            return List.of(results.build());
        }
        warnings.add(new Warning("rewritten", field, "Media of the tool's result follow it in a turn of their own"));
        return List.of(results.build(), media.build());
    }

    private static int place(int found) {
        return found < 0 ? Integer.MAX_VALUE : found;
    }

    private FunctionResponse result(ToolResult result, Content.Builder media, String field) {
        FunctionResponse.Builder response = FunctionResponse.newBuilder().setName(names.wire(result.toolName()));
        StringBuilder text = new StringBuilder();
        for (dev.portolan.chat.Part part : result.content()) {
            if (part instanceof TextPart said) {
                text.append(said.text());
            } else if (part instanceof OtherPart) {
                warnings.add(new Warning("left-out", field, "A part without a name is not sent in a tool's result"));
            } else if (family.is(Family.RESULT_MEDIA, "yes") && MediaParts.media(part) instanceof Media.Inline inline) {
                response.addParts(FunctionResponsePart.newBuilder()
                        .setInlineData(FunctionResponseBlob.newBuilder()
                                .setMimeType(inline.mediaType())
                                .setData(MediaParts.bytes(inline))));
            } else {
                media.addParts(MediaParts.write(part, field));
            }
        }
        boolean follows = text.length() == 0 && media.getPartsCount() > 0;
        return response.setResponse(
                        ProtoJson.struct(object(follows ? "The output follows." : text.toString(), result.error())))
                .build();
    }

    /** Under {@code output} or {@code error}, as the API's reference has it, unless it is such an object already. */
    private static ObjectNode object(String text, boolean error) {
        JsonNode tree = WireJson.isObject(text) ? WireJson.tree(text) : null;
        if (tree instanceof ObjectNode object && object.has("error") == error) {
            return object;
        }
        ObjectNode wrapped = JsonNodeFactory.instance.objectNode();
        if (tree != null) {
            wrapped.set(error ? "error" : "output", tree);
        } else {
            wrapped.put(error ? "error" : "output", text);
        }
        return wrapped;
    }
}
