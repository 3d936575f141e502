package dev.portolan.simulator.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Part;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the messages of Chat Completions, and checks that every tool call has its result. */
final class ChatMessages {

    private final ChatRequest.Builder request;
    private final Map<String, String> openCalls = new LinkedHashMap<>();
    private final List<ToolResult> results = new ArrayList<>();

    private ChatMessages(ChatRequest.Builder request) {
        this.request = request;
    }

    static void read(Fields body, ChatRequest.Builder request) {
        if (!body.has("messages")) {
            throw OpenAiError.missing("messages");
        }
        List<Fields> messages = body.objects("messages");
        if (messages.isEmpty()) {
            throw OpenAiError.emptyArray("messages");
        }
        ChatMessages reader = new ChatMessages(request);
        for (Fields message : messages) {
            reader.read(message);
        }
        reader.closeResults(messages.get(messages.size() - 1).path("role"));
    }

    private void read(Fields message) {
        String role = message.requiredString("role");
        if (!role.equals("tool") && !role.equals("function")) {
            closeResults(message.path("role"));
        }
        switch (role) {
            case "system", "developer" -> request.add(new SystemMessage(content(message, true)));
            case "user" -> request.add(new UserMessage(content(message, true)));
            case "assistant" -> readAssistant(message);
            case "tool" -> readResult(message);
            case "function" ->
                results.add(new ToolResult(
                        message.requiredString("name"),
                        message.requiredString("name"),
                        content(message, true),
                        false,
                        null));
            default ->
                throw OpenAiError.invalidValue(
                        message.path("role"),
                        role,
                        "'system', 'assistant', 'user', 'function', 'tool', and 'developer'");
        }
    }

    private void readAssistant(Fields message) {
        List<Part> parts = new ArrayList<>(content(
                message, !message.has("tool_calls") && !message.has("function_call") && !message.has("refusal")));
        String refusal = message.string("refusal");
        if (refusal != null) {
            parts.add(new RefusalPart(refusal));
        }
        for (Fields call : message.objects("tool_calls")) {
            String id = call.requiredString("id");
            boolean custom = call.requiredString("type").equals("custom");
            Fields called = call.requiredObject(custom ? "custom" : "function");
            String name = called.requiredString("name");
            String arguments = called.string(custom ? "input" : "arguments");
            if (arguments == null) {
                throw OpenAiError.missing(called.path(custom ? "input" : "arguments"));
            }
            parts.add(new ToolCall(id, name, arguments));
            openCalls.put(id, name);
        }
        request.add(new AssistantMessage(parts));
    }

    private void readResult(Fields message) {
        String id = message.requiredString("tool_call_id");
        String name = openCalls.remove(id);
        if (name == null) {
            throw OpenAiError.invalid(
                    null,
                    message.path("role"),
                    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with"
                            + " 'tool_calls'.");
        }
        results.add(new ToolResult(id, name, content(message, true), false, null));
    }

    /** Results in a row are one message of ours; then no call may be open. */
    private void closeResults(String param) {
        if (!openCalls.isEmpty()) {
            throw OpenAiError.invalid(
                    null,
                    param,
                    "An assistant message with 'tool_calls' must be followed by tool messages responding to each"
                            + " 'tool_call_id'. The following tool_call_ids did not have response messages: "
                            + String.join(", ", openCalls.keySet()));
        }
        if (!results.isEmpty()) {
            request.add(new ToolMessage(results));
            results.clear();
        }
    }

    private List<Part> content(Fields message, boolean required) {
        JsonNode content = message.get("content");
        if (content.isMissingNode() || content.isNull()) {
            if (required) {
                throw OpenAiError.invalid(
                        "invalid_type",
                        message.path("content"),
                        "Invalid value for 'content': expected a string, got null.");
            }
            return List.of();
        }
        if (content.isTextual()) {
            return List.of(new TextPart(content.textValue()));
        }
        List<Part> parts = new ArrayList<>();
        for (Fields part : message.objects("content")) {
            parts.add(part(part));
        }
        return parts;
    }

    private Part part(Fields part) {
        String type = part.requiredString("type");
        return switch (type) {
            case "text" -> new TextPart(part.requiredString("text"));
            case "refusal" -> new RefusalPart(part.requiredString("refusal"));
            case "image_url" -> {
                Fields image = part.requiredObject("image_url");
                yield new ImagePart(InputMedia.image(image.requiredString("url"), image.path("url")));
            }
            case "input_audio" -> {
                Fields audio = part.requiredObject("input_audio");
                String format = audio.choice("format", "wav", List.of("wav", "mp3"));
                yield new AudioPart(InputMedia.base64(
                        audio.requiredString("data"),
                        format.equals("mp3") ? "audio/mpeg" : "audio/wav",
                        audio.path("data")));
            }
            case "file" -> {
                Fields file = part.requiredObject("file");
                yield new DocumentPart(InputMedia.file(file, "file_data"), file.string("filename"));
            }
            default ->
                throw OpenAiError.invalidValue(
                        part.path("type"), type, "'text', 'image_url', 'input_audio', 'refusal', 'audio', and 'file'");
        };
    }
}
