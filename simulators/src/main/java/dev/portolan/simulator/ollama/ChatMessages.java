package dev.portolan.simulator.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the messages of a chat. Ollama does not check that calls have results, nor that roles alternate. */
final class ChatMessages {

    private final ChatRequest.Builder request;
    private final Map<String, String> openCalls = new LinkedHashMap<>();
    private final List<ToolResult> results = new ArrayList<>();
    private boolean media;

    private ChatMessages(ChatRequest.Builder request) {
        this.request = request;
    }

    /** Tells whether there are images among them. */
    static boolean read(RequestFields body, ChatRequest.Builder request) {
        ChatMessages reader = new ChatMessages(request);
        for (RequestFields message : body.objects("messages", "api.Message")) {
            reader.read(message);
        }
        reader.closeResults();
        return reader.media;
    }

    private void read(RequestFields message) {
        String role = message.string("role").toLowerCase(Locale.ROOT);
        if (!role.equals("tool")) {
            closeResults();
        }
        switch (role) {
            case "system" -> request.add(new SystemMessage(content(message)));
            case "user" -> request.add(new UserMessage(content(message)));
            case "assistant" -> request.add(new AssistantMessage(assistant(message)));
            case "tool" -> readResult(message);
            default ->
                throw OllamaError.invalid(
                        "invalid role: " + role + ", role must be one of [system, user, assistant, tool]");
        }
    }

    private List<Part> assistant(RequestFields message) {
        List<Part> parts = new ArrayList<>();
        String thinking = message.string("thinking");
        if (!thinking.isEmpty()) {
            parts.add(new ReasoningPart(thinking));
        }
        parts.addAll(content(message));
        for (RequestFields call : message.objects("tool_calls", "api.ToolCall")) {
            RequestFields function = call.object("function", "api.ToolCallFunction");
            JsonNode arguments = function.get("arguments");
            if (!arguments.isMissingNode() && !arguments.isNull() && !arguments.isObject()) {
                throw function.wrongType("arguments", arguments, "api.ToolCallFunctionArguments");
            }
            String id = call.string("id").isEmpty() ? "call_" + openCalls.size() : call.string("id");
            openCalls.put(id, function.string("name"));
            parts.add(new ToolCall(id, function.string("name"), arguments.isObject() ? arguments.toString() : "{}"));
        }
        return parts;
    }

    /** A result names its tool, or its call, or nothing at all; it then belongs to the oldest call that is open. */
    private void readResult(RequestFields message) {
        String name = message.string("tool_name");
        String id = message.string("tool_call_id");
        if (id.isEmpty()) {
            id = openCalls.entrySet().stream()
                    .filter(call -> name.isEmpty() || call.getValue().equals(name))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("");
        }
        String called = openCalls.remove(id);
        results.add(new ToolResult(
                id, name.isEmpty() ? called == null ? "" : called : name, content(message), false, null));
    }

    private void closeResults() {
        if (!results.isEmpty()) {
            request.add(new ToolMessage(results));
            results.clear();
        }
    }

    private List<Part> content(RequestFields message) {
        List<Part> parts = new ArrayList<>();
        String text = message.string("content");
        if (!text.isEmpty()) {
            parts.add(new TextPart(text));
        }
        for (JsonNode image : message.get("images")) {
            media = true;
            parts.add(new ImagePart(image(message, image)));
        }
        return parts;
    }

    private static Media image(RequestFields message, JsonNode image) {
        if (!image.isTextual()) {
            throw message.wrongType("images", image, "api.ImageData");
        }
        try {
            return Media.ofBase64(image.textValue(), type(image.textValue()));
        } catch (IllegalArgumentException e) {
            throw OllamaError.invalid("illegal base64 data at input byte " + firstForeign(image.textValue()));
        }
    }

    /** The first bytes of a file tell what it is, also in base64. */
    private static String type(String base64) {
        return base64.startsWith("/9j/")
                ? "image/jpeg"
                : base64.startsWith("UklGR") ? "image/webp" : base64.startsWith("R0lGOD") ? "image/gif" : "image/png";
    }

    private static int firstForeign(String base64) {
        for (int i = 0; i < base64.length(); i++) {
            char letter = base64.charAt(i);
            if (!(letter < 128 && Character.isLetterOrDigit(letter)) && "+/=".indexOf(letter) < 0) {
                return i;
            }
        }
        return base64.length();
    }
}
