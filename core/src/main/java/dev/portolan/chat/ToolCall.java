package dev.portolan.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The model's wish to have a tool run.
 *
 * <p>The arguments are kept as the model wrote them. They may be no valid JSON object: look at {@link #argumentsValid()}
 * before running anything; such a call is answered with {@link ToolResult#error}, never executed.
 *
 * @param id pairs the call with its {@link ToolResult}; unique in the conversation
 * @param name the tool's name
 * @param arguments the arguments as JSON text, verbatim; what vendors send as nothing, {@code null} or {@code ""} is {@code
 *     {}}
 * @param syntheticId whether the id was made up here because the vendor sent none; such an id is never sent where ids are
 *     checked
 * @param providerExecuted whether the provider has run the call itself; it must not be run again
 * @param vendorState what the vendor wants back with it, or {@code null}
 */
public record ToolCall(
        String id,
        String name,
        String arguments,
        boolean syntheticId,
        boolean providerExecuted,
        @Nullable VendorState vendorState)
        implements Part {

    /**
     * Checks the components.
     *
     * @param id as above
     * @param name as above
     * @param arguments as above
     * @param syntheticId as above
     * @param providerExecuted as above
     * @param vendorState as above
     */
    public ToolCall {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        if (arguments == null || arguments.isBlank() || arguments.strip().equals("null")) {
            arguments = "{}";
        }
    }

    /**
     * A call as most vendors send it: with an id, to be run by the application.
     *
     * @param id pairs the call with its result
     * @param name the tool's name
     * @param arguments the arguments as JSON text; blank means none
     */
    public ToolCall(String id, String name, String arguments) {
        this(id, name, arguments, false, false, null);
    }

    /**
     * Whether the arguments are a JSON object. Parsed anew at each call.
     *
     * @return false when they do not parse, are cut off, or are an array or scalar
     */
    public boolean argumentsValid() {
        return ArgumentsJson.isObject(arguments);
    }

    /**
     * The arguments bound to a type, as {@link dev.portolan.schema.JsonBinding} does.
     *
     * @param type a record, class or {@code Map}
     * @param <T> that type
     * @return the arguments
     * @throws IllegalStateException when {@link #argumentsValid()} is false
     * @throws IllegalArgumentException when the object does not fit the type; the message names the property, not its
     *     value
     */
    public <T> T arguments(Class<T> type) {
        return ArgumentsJson.bind(this, type);
    }

    @Override
    public String toString() {
        return "ToolCall[id=" + id + ", name=" + name + ", arguments=" + arguments.length() + " chars"
                + (providerExecuted ? ", executed by provider" : "") + "]";
    }
}
