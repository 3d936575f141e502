package dev.portolan.simulator;

import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.FinishReason;
import dev.portolan.chat.Part;
import dev.portolan.chat.ReasoningPart;
import dev.portolan.chat.RefusalPart;
import dev.portolan.chat.ToolCall;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what a model of this library says. */
final class ModelResponder implements Responder {

    private final ChatModel model;

    ModelResponder(ChatModel model) {
        this.model = Objects.requireNonNull(model, "model");
    }

    @Override
    public Reply reply(Prompt prompt) {
        ChatResponse response = model.chat(prompt.request());
        List<Part> parts = response.message().parts();
        List<ToolCall> calls = response.toolCalls();
        FinishReason.Kind kind = response.finishReason().kind();
        return new Reply(
                orNull(response.text()),
                calls,
                orNull(joined(parts, RefusalPart.class)),
                orNull(joined(parts, ReasoningPart.class)),
                kind == FinishReason.Kind.OTHER ? null : kind,
                response.usage());
    }

    private static String joined(List<Part> parts, Class<? extends Part> type) {
        return parts.stream()
                .filter(type::isInstance)
                .map(part -> part instanceof RefusalPart refusal ? refusal.text() : ((ReasoningPart) part).text())
                .collect(Collectors.joining());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
