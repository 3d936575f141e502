package dev.portolan.testkit.model;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import java.util.Objects;

/**
 * A call that reached a double.
 *
 * @param request what was asked, as a provider would have sent it: defaults filled in, what the model does not take left out
 * @param context what belonged to the call, its limits filled in
 * @param streaming whether the answer was to come piece by piece
 */
public record TestCall(ChatRequest request, CallContext context, boolean streaming) {

    /**
     * Checks the components.
     *
     * @param request as above
     * @param context as above
     * @param streaming as above
     */
    public TestCall {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(context, "context");
    }
}
