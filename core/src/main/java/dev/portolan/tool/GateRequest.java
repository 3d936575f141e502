package dev.portolan.tool;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ToolCall;
import dev.portolan.schema.JsonBinding;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call that a {@link ToolGate} decides about. Its arguments are valid.
 *
 * @param definition the tool
 * @param call what the model wrote
 * @param arguments the arguments as the tool would get them, as JSON text
 * @param context what belongs to the loop's call: tenant, tags and so on
 * @param conversation which conversation it belongs to, or {@code null}
 * @param turn which answer of the conversation the call stands in, counted from 1 over its assistant messages
 */
public record GateRequest(
        ToolDefinition definition,
        ToolCall call,
        String arguments,
        CallContext context,
        @Nullable String conversation,
        int turn) {

    /**
     * Checks the components.
     *
     * @param definition as above
     * @param call as above
     * @param arguments as above
     * @param context as above
     * @param conversation as above
     * @param turn as above
     */
    public GateRequest {
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(arguments, "arguments");
        Objects.requireNonNull(context, "context");
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
        return "GateRequest[" + definition.name() + ", call=" + call.id() + ", turn=" + turn + "]";
    }
}
