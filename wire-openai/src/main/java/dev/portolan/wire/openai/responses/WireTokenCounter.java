package dev.portolan.wire.openai.responses;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.TokenCounter;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.CallLimits;
import dev.portolan.spi.support.Decoding;
import dev.portolan.spi.support.ErrorOrigin;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.spi.support.WireEndpoint;

/** Asks the service how many tokens a request of the Responses API has. Thread-safe. */
public final class WireTokenCounter implements TokenCounter {

    private final TokenCounting wire;
    private final WireEndpoint endpoint;
    private final ModelInfo info;
    private final ModelSettings settings;

    /**
     * A counter.
     *
     * @param endpoint where requests of {@link TokenCounting#path()} go
     * @param wire the mapping
     * @param info the model
     * @param settings the named model's settings
     */
    public WireTokenCounter(WireEndpoint endpoint, TokenCounting wire, ModelInfo info, ModelSettings settings) {
        this.wire = wire;
        this.endpoint = endpoint;
        this.info = info;
        this.settings = settings;
    }

    @Override
    public long count(ChatRequest request, CallContext context) {
        CallContext limited = CallLimits.apply(context, settings, info);
        try (CallGuard guard = CallGuard.start(limited);
                WireAnswer answer = endpoint.post(wire.encode(request, endpoint.model()), false, limited, guard)) {
            byte[] body = answer.bytes();
            return Decoding.of(() -> wire.decode(body));
        } catch (LlmException e) {
            throw ErrorOrigin.of(e, info, null);
        }
    }
}
