package dev.portolan.ollama;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Media;
import dev.portolan.chat.Message;
import dev.portolan.chat.OtherPart;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.Warning;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.FailedResult;
import dev.portolan.spi.support.WireJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages. A message has one text and a list of images beside it; every tool result is a message of its own that names its
 * tool.
 *
 * @see <a href="https://docs.ollama.com/api/chat">Ollama: chat, messages</a>
 */
final class MessageMapper {

    private final JsonGenerator json;
    private final List<Warning> warnings;
    private final Set<String> executed = new HashSet<>(0);

    MessageMapper(JsonGenerator json, List<Warning> warnings) {
        this.json = json;
        this.warnings = warnings;
    }

    void write(ChatRequest request) throws IOException {
        json.writeArrayFieldStart("messages");
        List<Message> messages = OllamaHistory.showingSchema(request);
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            String field = "messages[" + i + "]";
            if (message instanceof AssistantMessage assistant) {
                assistant(assistant, field);
            } else if (message instanceof ToolMessage results) {
                results(results, field);
            } else {
                plain(message instanceof SystemMessage ? "system" : "user", message.parts(), field);
            }
        }
        json.writeEndArray();
    }

    private void plain(String role, List<? extends Part> parts, String field) throws IOException {
        StringBuilder text = new StringBuilder();
        List<String> images = new ArrayList<>(0);
        boolean textBehind = false;
        boolean moved = false;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            String at = field + ".parts[" + i + "]";
            if (part instanceof TextPart said) {
                state(said.vendorState(), at);
                OllamaHistory.append(text, said.text());
                textBehind = !images.isEmpty();
            } else if (part instanceof ImagePart image && role.equals("user")) {
                moved |= textBehind;
                images.add(base64(image, at));
            } else if (part instanceof OtherPart other) {
                foreign(other.vendorState(), at);
            } else {
                throw unsupported(part, at);
            }
        }
        if (moved) {
            warnings.add(new Warning(
                    "rewritten", field, "Ollama takes images beside a message's text: those between texts come first"));
        }
        json.writeStartObject();
        json.writeStringField("role", role);
        json.writeStringField("content", text.toString());
        images(images);
        json.writeEndObject();
    }

    private void images(List<String> images) throws IOException {
        if (!images.isEmpty()) {
            json.writeArrayFieldStart("images");
            for (String image : images) {
                json.writeString(image);
            }
            json.writeEndArray();
        }
    }

    private static String base64(ImagePart image, String field) {
        if (image.media() instanceof Media.Inline inline) {
            return inline.base64();
        }
        throw unsupported(image, field);
    }

    private void assistant(AssistantMessage message, String field) throws IOException {
        StringBuilder text = new StringBuilder();
        StringBuilder thinking = new StringBuilder();
        List<ToolCall> calls = new ArrayList<>(2);
        List<String> images = new ArrayList<>(0);
        for (int i = 0; i < message.parts().size(); i++) {
            Part part = message.parts().get(i);
            String at = field + ".parts[" + i + "]";
            if (part instanceof TextPart said) {
                state(said.vendorState(), at);
                text.append(said.text());
            } else if (part instanceof RefusalPart said) {
                text.append(said.text());
            } else if (part instanceof ReasoningPart thought) {
                if (Origin.owns(thought.vendorState())) {
                    thinking.append(thought.text());
                } else {
                    leftOut(at, "Thoughts that no model of Ollama had are not sent");
                }
            } else if (part instanceof ToolCall call) {
                call(call, at, calls);
            } else if (part instanceof ImagePart image) {
                images.add(base64(image, at));
            } else if (part instanceof CitationPart) {
                leftOut(at, "Citations are not sent: a message has no place for them");
            } else if (part instanceof OtherPart other) {
                foreign(other.vendorState(), at);
            } else {
                throw unsupported(part, at);
            }
        }
        state(message.vendorState(), field);
        if (text.isEmpty() && thinking.isEmpty() && calls.isEmpty() && images.isEmpty()) {
            // A turn in which nothing was said; templates make of it the end of the conversation.
            return;
        }
        json.writeStartObject();
        json.writeStringField("role", "assistant");
        json.writeStringField("content", text.toString());
        if (!thinking.isEmpty()) {
            json.writeStringField("thinking", thinking.toString());
        }
        images(images);
        calls(calls, field);
        json.writeEndObject();
    }

    private void call(ToolCall call, String field, List<ToolCall> calls) {
        if (call.providerExecuted()) {
            executed.add(call.id());
            leftOut(field, "A call that a provider ran itself is not sent");
        } else {
            state(call.vendorState(), field);
            calls.add(call);
        }
    }

    private void calls(List<ToolCall> calls, String field) throws IOException {
        if (calls.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tool_calls");
        for (ToolCall call : calls) {
            json.writeStartObject();
            json.writeStringField("id", call.id());
            json.writeObjectFieldStart("function");
            json.writeStringField("name", call.name());
            json.writeFieldName("arguments");
            arguments(call, field);
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The wire has only objects; what a model wrote that is none is kept within one. */
    private void arguments(ToolCall call, String field) throws IOException {
        if (WireJson.isObject(call.arguments())) {
            json.writeRawValue(call.arguments());
            return;
        }
        warnings.add(new Warning("rewritten", field, "Arguments that are no JSON object were wrapped in one"));
        json.writeStartObject();
        json.writeStringField("invalid_arguments", call.arguments());
        json.writeEndObject();
    }

    private void results(ToolMessage message, String field) throws IOException {
        List<Part> moved = new ArrayList<>(0);
        for (int i = 0; i < message.parts().size(); i++) {
            Part part = message.parts().get(i);
            String at = field + ".parts[" + i + "]";
            if (part instanceof ToolResult result && executed.contains(result.callId())) {
                leftOut(at, "The result of a call that a provider ran itself is not sent");
            } else if (part instanceof ToolResult result) {
                result(result, at, moved);
            } else if (part instanceof OtherPart other) {
                foreign(other.vendorState(), at);
            }
        }
        if (!moved.isEmpty()) {
            warnings.add(new Warning("rewritten", field, "Media of tool results follow in a user message"));
            plain("user", moved, field);
        }
    }

    private void result(ToolResult result, String field, List<Part> moved) throws IOException {
        state(result.vendorState(), field);
        StringBuilder text = new StringBuilder();
        OllamaHistory.splitResult(FailedResult.content(result), result.toolName(), text, moved);
        json.writeStartObject();
        json.writeStringField("role", "tool");
        json.writeStringField("content", text.toString());
        json.writeStringField("tool_name", result.toolName());
        json.writeStringField("tool_call_id", result.callId());
        json.writeEndObject();
    }

    private void foreign(@Nullable VendorState state, String field) {
        leftOut(field, "What only " + (state == null ? "its vendor" : state.origin()) + " knows is not sent");
    }

    private void state(@Nullable VendorState state, String field) {
        if (state != null && !Origin.owns(state)) {
            leftOut(field, "State that " + state.origin() + " gave is not sent to " + Origin.CHAT);
        }
    }

    private void leftOut(String field, String what) {
        warnings.add(new Warning("left-out", field, what));
    }

    private static LlmException unsupported(Part part, String field) {
        return ErrorDetails.builder(
                        field + ": Ollama takes no " + part.getClass().getSimpleName() + " there")
                .provider(OllamaProvider.ID)
                .remedy("Send text, and images as bytes in user messages")
                .toException(ErrorKind.UNSUPPORTED_FEATURE);
    }
}
