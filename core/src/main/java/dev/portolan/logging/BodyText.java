package dev.portolan.logging;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.AudioPart;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.CitationPart;
import dev.portolan.chat.DocumentPart;
import dev.portolan.chat.ImagePart;
import dev.portolan.chat.Message;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.SystemMessage;
import dev.portolan.chat.TextPart;
import dev.portolan.chat.ToolCall;
import dev.portolan.chat.ToolMessage;
import dev.portolan.chat.ToolResult;
import dev.portolan.chat.VideoPart;
import dev.portolan.spi.support.Redactor;
import java.util.List;

/** What was asked and answered as one quoted line: redacted, then cut. Media and vendor state are named, never shown. */
final class BodyText {

    /** So that what the cut would halve is whole when the redactor looks for it. */
    private static final int MARGIN = 512;

    private final Redactor redactor;
    private final int maxLength;

    BodyText(Redactor redactor, int maxLength) {
        this.redactor = redactor;
        this.maxLength = maxLength;
    }

    String of(ChatRequest request) {
        StringBuilder text = new StringBuilder();
        for (Message message : request.messages()) {
            if (text.length() > maxLength + MARGIN) {
                break;
            }
            text.append(text.isEmpty() ? "" : " ").append(role(message)).append(": ");
            parts(message.parts(), text);
        }
        return quoted(text);
    }

    String of(ChatResponse response) {
        StringBuilder text = new StringBuilder();
        parts(response.message().parts(), text);
        return quoted(text);
    }

    private static String role(Message message) {
        return message instanceof SystemMessage
                ? "system"
                : message instanceof AssistantMessage ? "assistant" : message instanceof ToolMessage ? "tool" : "user";
    }

    private void parts(List<Part> parts, StringBuilder text) {
        for (Part part : parts) {
            if (text.length() > maxLength + MARGIN) {
                return;
            }
            part(part, text);
        }
    }

    private void part(Part part, StringBuilder text) {
        if (part instanceof TextPart said) {
            append(said.text(), text);
        } else if (part instanceof RefusalPart refusal) {
            append(refusal.text(), text.append("[refusal] "));
        } else if (part instanceof ReasoningPart reasoning) {
            append(reasoning.text(), text.append("[reasoning] "));
            text.append(" [/reasoning] ");
        } else if (part instanceof ToolCall call) {
            append(call.arguments(), text.append("[call ").append(call.name()).append("] "));
        } else if (part instanceof ToolResult result) {
            text.append("[result ").append(result.toolName()).append("] ");
            parts(result.content(), text);
        } else if (part instanceof ImagePart
                || part instanceof DocumentPart
                || part instanceof AudioPart
                || part instanceof VideoPart) {
            text.append('[').append(part).append(']');
        } else if (part instanceof CitationPart) {
            text.append("[citation]");
        } else {
            text.append("[other]");
        }
    }

    private void append(String piece, StringBuilder text) {
        text.append(piece, 0, Math.min(piece.length(), maxLength + MARGIN));
    }

    private String quoted(StringBuilder text) {
        String clean = redactor.redact(text.substring(0, Math.min(text.length(), maxLength + MARGIN)));
        String cut = clean.length() > maxLength ? clean.substring(0, maxLength) : clean;
        StringBuilder line = new StringBuilder(cut.length() + 16).append('"');
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                default -> line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
            }
        }
        return line.append(cut.length() < clean.length() ? "\"..." : "\"").toString();
    }
}
