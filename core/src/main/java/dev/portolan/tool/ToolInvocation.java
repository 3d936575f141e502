package dev.portolan.tool;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ToolCall;
import dev.portolan.schema.JsonBinding;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one call, as the tool sees it.
 *
 * @param definition the tool
 * @param call what the model wrote
 * @param arguments the arguments as the tool gets them, as JSON text: coerced and valid
 * @param context what belongs to the call: the loop's context with a cancellation of its own, which is cancelled with the attempt, and a
 *     deadline no later than the tool's timeout. To be handed on by tools that call models or services
 * @param conversation which conversation it belongs to, or {@code null}; see {@link ToolLoop#CONVERSATION_TAG}
 * @param attempt which attempt; the first one is 1
 * @param idempotencyKey the same for every attempt at the same call, also in another process after a resume, and no other call's; for
 *     services that recognise a repeated request. Unique within a conversation, or across all when the conversation is named
 */
public record ToolInvocation(
        ToolDefinition definition,
        ToolCall call,
        String arguments,
        CallContext context,
        @Nullable String conversation,
        int attempt,
        String idempotencyKey) {

    /**
     * Checks the components.
     *
     * @param definition as above
     * @param call as above
     * @param arguments as above
     * @param context as above
     * @param conversation as above
     * @param attempt as above
     * @param idempotencyKey as above
     */
    public ToolInvocation {
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(arguments, "arguments");
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(idempotencyKey, "idempotencyKey");
    }

    /**
     * The arguments bound to a type.
     *
     * @param type a record, class or {@code Map}
     * @param <T> that type
     * @return the arguments
     * @throws dev.portolan.schema.JsonBindingException when they do not fit; names the place, never the value
     */
    public <T> T arguments(Class<T> type) {
        return JsonBinding.read(arguments, type);
    }

    @Override
    public String toString() {
        return "ToolInvocation[" + definition.name() + ", call=" + call.id() + ", attempt=" + attempt + "]";
    }
}
