package dev.portolan.routing.shadow;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.UserMessage;
import dev.portolan.spi.support.Redactor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was asked and answered in words, redacted. What is no text is named by its kind. */
final class RedactedContent {

    private final Redactor redactor;

    RedactedContent(Redactor redactor) {
        this.redactor = redactor;
    }

    ShadowContent of(ShadowCall call, CallEnd target) {
        return new ShadowContent(
                call.request().messages().stream()
                        .map(message -> redactor.redact(role(message) + ": " + words(message.parts())))
                        .toList(),
                answer(call.source()),
                answer(target));
    }

    private @Nullable String answer(CallEnd end) {
        ChatResponse response = end.response();
        return response == null
                ? null
                : redactor.redact(words(response.message().parts()));
    }

    private static String role(Message message) {
        if (message instanceof SystemMessage) {
            return "system";
        }
        if (message instanceof UserMessage) {
            return "user";
        }
        return message instanceof AssistantMessage ? "assistant" : "tool";
    }

    private static String words(List<Part> parts) {
        StringBuilder words = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof TextPart said) {
                words.append(said.text());
            } else if (part instanceof RefusalPart refusal) {
                words.append(refusal.text());
            } else if (part instanceof ToolCall call) {
                words.append("[call ")
                        .append(call.name())
                        .append(' ')
                        .append(call.arguments())
                        .append(']');
            } else if (part instanceof ToolResult result) {
                words.append("[result of ")
                        .append(result.toolName())
                        .append(": ")
                        .append(words(result.content()))
                        .append(']');
            } else {
                words.append('[').append(part.getClass().getSimpleName()).append(']');
            }
        }
        return words.toString();
    }
}
