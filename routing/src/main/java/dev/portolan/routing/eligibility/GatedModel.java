package dev.portolan.routing.eligibility;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ForwardingChatModel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A model before which a gate stands: calls that it refuses fail with {@code no-eligible-route}, and nothing is sent. */
abstract class GatedModel extends ForwardingChatModel {

    private final String name;

    GatedModel(ChatModel delegate, String name) {
        super(delegate);
        this.name = Objects.requireNonNull(name, "name");
    }

    /** The name it stands behind. */
    final String name() {
        return name;
    }

    /** Why a call is not made, or {@code null} when it is. */
    abstract @Nullable LlmException refusal(CallContext context);

    /** What the call is made with. */
    CallContext passed(CallContext context) {
        return context;
    }

    /** A refusal with a reason and a way out. */
    final LlmException refused(String reason, String remedy) {
        return ErrorDetails.builder(reason)
                .provider(info().provider())
                .model(info().model())
                .remedy(remedy)
                .toException(ErrorKind.NO_ELIGIBLE_ROUTE);
    }

    @Override
    public final ChatResponse chat(ChatRequest request, CallContext context) {
        LlmException refusal = refusal(context);
        if (refusal != null) {
            throw refusal;
        }
        return delegate().chat(request, passed(context));
    }

    @Override
    public final ChatStream stream(ChatRequest request, CallContext context) {
        LlmException refusal = refusal(context);
        return refusal != null ? new RefusedStream(refusal) : delegate().stream(request, passed(context));
    }
}
