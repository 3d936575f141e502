package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import dev.portolan.chat.VendorState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the items of the Responses API. What the model said in a row is one message; so are results in a row. */
final class InputItems {

    private static final String OUTPUT_TYPES = "'output_text' and 'refusal'";
    private static final String INPUT_TYPES =
            "'input_text', 'input_image', 'output_text', 'refusal', 'input_file', 'computer_screenshot', and 'summary_text'";

    private final ChatRequest.Builder request;
    private final List<Part> said = new ArrayList<>();
    private final List<ToolResult> results = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> openCalls = new LinkedHashMap<>();
    private @Nullable String danglingThought;

    private InputItems(ChatRequest.Builder request) {
        this.request = request;
    }

    static void read(ArrayNode items, ChatRequest.Builder request) {
        InputItems reader = new InputItems(request);
        int index = 0;
        for (JsonNode item : items) {
            reader.read(new Fields(item, "input[" + index++ + "]"));
        }
        reader.close();
        if (!reader.openCalls.isEmpty()) {
            throw OpenAiError.invalid(
                    null,
                    "input",
                    "No tool output found for function call "
                            + reader.openCalls.keySet().iterator().next() + ".");
        }
    }

    private void read(Fields item) {
        String type = item.has("role") && !item.has("type") ? "message" : item.requiredString("type");
        switch (type) {
            case "message" -> readMessage(item);
            case "reasoning" -> readThought(item);
            case "function_call" -> readCall(item);
            case "function_call_output" -> readResult(item);
            default -> readOther(item, type);
        }
    }

    private void readMessage(Fields item) {
        String role = item.requiredString("role");
        if (role.equals("assistant")) {
            closeResults();
            said.addAll(content(item, true));
            danglingThought = null;
            return;
        }
        close();
        switch (role) {
            case "user" -> request.add(new UserMessage(content(item, false)));
            case "system", "developer" -> request.add(new SystemMessage(content(item, false)));
            default ->
                throw OpenAiError.invalidValue(
                        item.path("role"), role, "'assistant', 'system', 'developer', and 'user'");
        }
    }

    private void readThought(Fields item) {
        closeResults();
        StringBuilder text = new StringBuilder();
        item.objects("summary").forEach(part -> text.append(part.requiredString("text")));
        said.add(new ReasoningPart(text.toString(), state(item)));
        danglingThought = item.string("id");
    }

    private void readCall(Fields item) {
        closeResults();
        String id = item.requiredString("call_id");
        String name = item.requiredString("name");
        String arguments = item.string("arguments");
        if (arguments == null) {
            throw OpenAiError.missing(item.path("arguments"));
        }
        said.add(new ToolCall(id, name, arguments));
        names.put(id, name);
        openCalls.put(id, name);
        danglingThought = null;
    }

    private void readResult(Fields item) {
        closeSaid();
        String id = item.requiredString("call_id");
        String name = names.get(id);
        if (name == null) {
            throw OpenAiError.invalid(
                    null, "input", "No tool call found for function call output with call_id " + id + ".");
        }
        openCalls.remove(id);
        JsonNode output = item.get("output");
        if (output.isMissingNode()) {
            throw OpenAiError.missing(item.path("output"));
        }
        List<Part> content = output.isTextual()
                ? List.of(new TextPart(output.textValue()))
                : item.objects("output").stream().map(part -> part(part, false)).toList();
        results.add(new ToolResult(id, name, content, false, null));
    }

    /** Items of tools that ran at the vendor, references, and what else the service gave out before. */
    private void readOther(Fields item, String type) {
        if (!type.endsWith("_call")
                && !type.endsWith("_output")
                && !type.startsWith("mcp_")
                && !List.of("item_reference", "compaction").contains(type)) {
            throw OpenAiError.invalidValue(
                    item.path("type"), type, "'message', 'function_call', 'function_call_output', and 'reasoning'");
        }
        closeResults();
        said.add(new OtherPart(type, state(item)));
        danglingThought = null;
    }

    private static VendorState state(Fields item) {
        return new VendorState("openai", item.node().toString());
    }

    private void close() {
        closeSaid();
        closeResults();
    }

    private void closeSaid() {
        if (danglingThought != null) {
            throw OpenAiError.invalid(
                    null,
                    "input",
                    "Item '" + danglingThought
                            + "' of type 'reasoning' was provided without its required following item.");
        }
        if (!said.isEmpty()) {
            request.add(new AssistantMessage(said));
            said.clear();
        }
    }

    private void closeResults() {
        if (!results.isEmpty()) {
            request.add(new ToolMessage(results));
            results.clear();
        }
    }

    private static List<Part> content(Fields item, boolean assistant) {
        JsonNode content = item.get("content");
        if (content.isTextual()) {
            return List.of(new TextPart(content.textValue()));
        }
        if (content.isMissingNode() || content.isNull()) {
            throw OpenAiError.missing(item.path("content"));
        }
        return item.objects("content").stream()
                .map(part -> part(part, assistant))
                .toList();
    }

    private static Part part(Fields part, boolean assistant) {
        String type = part.requiredString("type");
        boolean output = type.equals("output_text") || type.equals("refusal");
        if (assistant && !output) {
            throw OpenAiError.invalidValue(part.path(), type, OUTPUT_TYPES);
        }
        return switch (type) {
            case "input_text", "output_text" -> new TextPart(part.requiredString("text"));
            case "refusal" -> new RefusalPart(part.requiredString("refusal"));
            case "input_image" -> new ImagePart(image(part));
            case "input_file" -> new DocumentPart(file(part), part.string("filename"));
            default -> throw OpenAiError.invalidValue(part.path(), type, INPUT_TYPES);
        };
    }

    private static Media image(Fields part) {
        String id = part.string("file_id");
        return id == null
                ? InputMedia.image(part.requiredString("image_url"), part.path("image_url"))
                : new Media.FileReference(id, null);
    }

    private static Media file(Fields part) {
        String url = part.string("file_url");
        return url == null ? InputMedia.file(part, "file_data") : InputMedia.image(url, part.path("file_url"));
    }
}
