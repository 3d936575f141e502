package dev.portolan.routing.breaker;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.chat.ChatStream;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.routing.internal.Blame;
import dev.portolan.spi.ForwardingChatModel;
import java.time.Duration;
import java.util.Objects;

/**
 * A model that is not called while its circuit breaker is open: the call fails at once with {@code circuit-open} and the time after which
 * it is worth trying. Thread-safe.
 *
 * <p>Only what another model could do better counts as failure, and nothing that the request is to blame for: a bad prompt never opens the
 * breaker. What the caller brought about counts neither way: cancelling, a deadline that was too short for any model, a refused key of the
 * call's own. A stream counts when it ends; one that its reader leaves counts neither way.
 */
public final class BreakingChatModel extends ForwardingChatModel {

    private final CircuitBreaker breaker;

    /**
     * A breaker around a model.
     *
     * @param delegate the model that is called
     * @param breaker counts its calls; several models behind one endpoint may share it
     */
    public BreakingChatModel(ChatModel delegate, CircuitBreaker breaker) {
        super(delegate);
        this.breaker = Objects.requireNonNull(breaker, "breaker");
    }

    @Override
    public ChatResponse chat(ChatRequest request, CallContext context) {
        CircuitBreaker.Permit permit = acquire();
        try {
            ChatResponse response = delegate().chat(request, context);
            permit.succeeded();
            return response;
        } catch (LlmException e) {
            judge(permit, e, context);
            throw e;
        } finally {
            permit.ignored();
        }
    }

    /** The breaker is asked on the first pull, when the request is sent. */
    @Override
    public ChatStream stream(ChatRequest request, CallContext context) {
        return new BreakingChatStream(this, () -> delegate().stream(request, context), context);
    }

    CircuitBreaker.Permit acquire() {
        CircuitBreaker.Permit permit = breaker.tryAcquire();
        if (permit != null) {
            return permit;
        }
        Duration wait = breaker.closedFor();
        throw ErrorDetails.builder("the model failed too often lately and is not called for now")
                .provider(info().provider())
                .model(info().model())
                .retryAfter(wait)
                .remedy("Try again in " + Math.max(1, wait.toSeconds()) + " s, or put a fallback behind the name")
                .toException(ErrorKind.CIRCUIT_OPEN);
    }

    static void judge(CircuitBreaker.Permit permit, LlmException error, CallContext context) {
        if (Blame.ofTheModel(error, context)) {
            permit.failed();
        } else {
            permit.ignored();
        }
    }
}
