package dev.portolan.testkit.model;

import dev.portolan.chat.AssistantMessage;
import dev.portolan.chat.ChatRequest;
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
import dev.portolan.chat.UserMessage;
import dev.portolan.chat.VendorState;
import dev.portolan.chat.Warning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a request what belongs to other vendors, as every provider must: their state from what can be said without it, and
 * with a warning what only they understand. Not thread-safe.
 */
final class OwnState {

    private final String provider;
    private final List<Warning> warnings = new ArrayList<>();

    OwnState(String provider) {
        this.provider = provider;
    }

    List<Warning> warnings() {
        return List.copyOf(warnings);
    }

    ChatRequest of(ChatRequest request) {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < request.messages().size(); i++) {
            Message message = request.messages().get(i);
            List<Part> parts = new ArrayList<>();
            for (int k = 0; k < message.parts().size(); k++) {
                Part own = own(message.parts().get(k), "messages[" + i + "].parts[" + k + "]");
                if (own != null) {
                    parts.add(own);
                }
            }
            messages.add(with(message, parts));
        }
        ChatRequest.Builder builder = request.toBuilder().messages(messages);
        if (request.vendorOptions().keySet().stream().allMatch(provider::equals)) {
            return builder.build();
        }
        return withoutOptions(builder.build());
    }

    /** A builder can add vendor options and not take them away. */
    private ChatRequest withoutOptions(ChatRequest request) {
        ChatRequest.Builder builder = ChatRequest.builder()
                .messages(request.messages())
                .temperature(request.temperature())
                .topP(request.topP())
                .topK(request.topK())
                .maxOutputTokens(request.maxOutputTokens())
                .seed(request.seed())
                .frequencyPenalty(request.frequencyPenalty())
                .presencePenalty(request.presencePenalty())
                .logprobs(request.logprobs())
                .reasoningEffort(request.reasoningEffort())
                .stop(request.stop())
                .tools(request.tools())
                .toolChoice(request.toolChoice())
                .parallelToolCalls(request.parallelToolCalls())
                .outputFormat(request.outputFormat());
        String own = request.vendorOptions().get(provider);
        return (own == null ? builder : builder.vendorOptions(provider, own)).build();
    }

    private @Nullable Part own(Part part, String field) {
        VendorState state = part.vendorState();
        if (state == null || state.origin().equals(provider)) {
            return part;
        }
        if (part instanceof TextPart text) {
            return new TextPart(text.text());
        }
        if (part instanceof RefusalPart refusal) {
            return new RefusalPart(refusal.text());
        }
        if (part instanceof ToolCall call) {
            return new ToolCall(
                    call.id(), call.name(), call.arguments(), call.syntheticId(), call.providerExecuted(), null);
        }
        if (part instanceof ToolResult result) {
            return new ToolResult(result.callId(), result.toolName(), result.content(), result.error(), null);
        }
        if (part instanceof ReasoningPart || part instanceof OtherPart) {
            warnings.add(new Warning(
                    "left-out", field, "is state of " + state.origin() + ", which " + provider + " cannot read"));
            return null;
        }
        return part;
    }

    private Message with(Message message, List<Part> parts) {
        VendorState state = message.vendorState();
        VendorState kept = state != null && state.origin().equals(provider) ? state : null;
        if (message instanceof SystemMessage) {
            return new SystemMessage(parts, kept);
        }
        if (message instanceof UserMessage) {
            return new UserMessage(parts, kept);
        }
        return message instanceof AssistantMessage ? new AssistantMessage(parts, kept) : new ToolMessage(parts, kept);
    }
}
