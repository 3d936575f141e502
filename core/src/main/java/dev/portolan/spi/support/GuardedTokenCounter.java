package dev.portolan.spi.support;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.TokenCounter;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ModelSettings;

/**
 * A counter that asks the vendor: within the limits of time that the model's calls have, cancellable, and with errors that name
 * the model. Thread-safe if its {@link #count(ChatRequest, CallContext, CallGuard)} is.
 */
public abstract class GuardedTokenCounter implements TokenCounter {

    private final ModelInfo info;
    private final ModelSettings settings;

    /**
     * A counter of a model's tokens.
     *
     * @param info the model
     * @param settings the named model's settings
     */
    protected GuardedTokenCounter(ModelInfo info, ModelSettings settings) {
        this.info = info;
        this.settings = settings;
    }

    @Override
    public final long count(ChatRequest request, CallContext context) {
        CallContext limited = CallLimits.apply(context, settings, info);
        try (CallGuard guard = CallGuard.start(limited)) {
            return count(request, limited, guard);
        } catch (LlmException e) {
            throw ErrorOrigin.of(e, info, null);
        }
    }

    /**
     * Asks the vendor.
     *
     * @param request what to count
     * @param context the call's context, with its limits
     * @param guard breaks the call off
     * @return how many tokens the vendor says the request has
     * @throws LlmException when the vendor fails
     */
    protected abstract long count(ChatRequest request, CallContext context, CallGuard guard);
}
