package dev.portolan.simulator.vertex;

import com.google.cloud.aiplatform.v1.Blob;
import com.google.cloud.aiplatform.v1.Content;
import com.google.cloud.aiplatform.v1.FunctionResponse;
import com.google.cloud.aiplatform.v1.Part;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.VideoPart;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Reads the contents of a request into messages. The rules of turns are {@link TurnRules}. */
final class ContentReader {

    static final String ORIGIN = "vertex";

    private final ChatRequest.Builder request;
    private List<ToolCall> openCalls = List.of();
    private int callsSeen;

    ContentReader(ChatRequest.Builder request) {
        this.request = request;
    }

    void system(Content system) {
        request.add(new SystemMessage(parts(system, "system_instruction")));
    }

    void read(List<Content> contents) {
        for (int i = 0; i < contents.size(); i++) {
            Content content = contents.get(i);
            String field = "contents[" + i + "]";
            if (content.getRole().equals("model")) {
                AssistantMessage message = new AssistantMessage(parts(content, field));
                openCalls = message.toolCalls();
                request.add(message);
            } else {
                user(content, field);
            }
        }
    }

    /** Results are a message of their own; what stands beside them follows. */
    private void user(Content content, String field) {
        List<ToolResult> results = new ArrayList<>();
        for (Part part : content.getPartsList()) {
            if (part.hasFunctionResponse()) {
                results.add(result(part.getFunctionResponse(), results.size()));
            }
        }
        if (!results.isEmpty()) {
            request.add(new ToolMessage(results));
        }
        List<dev.portolan.chat.Part> others = parts(content, field);
        if (!others.isEmpty()) {
            request.add(new UserMessage(others));
        }
    }

    /** Results have no ids: the order of the calls tells which is which. */
    private ToolResult result(FunctionResponse response, int place) {
        String id = place < openCalls.size() ? openCalls.get(place).id() : "";
        boolean error = response.getResponse().containsFields("error");
        return new ToolResult(id, response.getName(), List.of(new TextPart(told(response.getResponse()))), error, null);
    }

    /** What stands alone under {@code output} is the result itself; anything else is told whole. */
    private static String told(Struct response) {
        Value output = response.getFieldsOrDefault("output", Value.getDefaultInstance());
        return response.getFieldsCount() == 1 && output.hasStringValue()
                ? output.getStringValue()
                : ProtoJson.print(response);
    }

    private List<dev.portolan.chat.Part> parts(Content content, String field) {
        List<dev.portolan.chat.Part> parts = new ArrayList<>();
        for (int i = 0; i < content.getPartsCount(); i++) {
            Part part = content.getParts(i);
            if (!part.hasFunctionResponse()) {
                parts.add(part(part, field + ".parts[" + i + "]"));
            }
        }
        return parts;
    }

    private dev.portolan.chat.Part part(Part part, String field) {
        return switch (part.getDataCase()) {
            case TEXT -> part.getThought() ? new ReasoningPart(part.getText()) : new TextPart(part.getText());
            case INLINE_DATA ->
                media(inline(part.getInlineData(), field), part.getInlineData().getMimeType());
            case FILE_DATA -> media(file(part, field), part.getFileData().getMimeType());
            case FUNCTION_CALL ->
                new ToolCall(
                        "call_" + callsSeen++,
                        part.getFunctionCall().getName(),
                        ProtoJson.print(part.getFunctionCall().getArgs()));
            case EXECUTABLE_CODE, CODE_EXECUTION_RESULT ->
                new OtherPart(part.getDataCase().name(), new VendorState(ORIGIN, ProtoJson.print(part)));
            case FUNCTION_RESPONSE, DATA_NOT_SET ->
                throw VertexError.invalidField(
                        field,
                        "Unable to submit request because " + field
                                + ".data: required oneof field 'data' must have one initialized field.");
        };
    }

    private static Media inline(Blob blob, String field) {
        if (blob.getMimeType().indexOf('/') < 1) {
            throw VertexError.invalidField(
                    field + ".inline_data.mime_type",
                    "Unable to submit request because it has a mimeType parameter with value " + blob.getMimeType()
                            + ", which is not supported. Update the mimeType and try again.");
        }
        return Media.of(blob.getData().toByteArray(), blob.getMimeType());
    }

    private static Media file(Part part, String field) {
        try {
            return new Media.Url(
                    URI.create(part.getFileData().getFileUri()),
                    part.getFileData().getMimeType());
        } catch (IllegalArgumentException e) {
            throw VertexError.invalidField(field + ".file_data.file_uri", "Invalid file URI.");
        }
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
}
