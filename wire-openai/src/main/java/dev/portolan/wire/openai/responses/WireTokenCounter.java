package dev.portolan.wire.openai.responses;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ModelInfo;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.Decoding;
import dev.portolan.spi.support.GuardedTokenCounter;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.spi.support.WireEndpoint;

/** Asks the service how many tokens a request of the Responses API has. Thread-safe. */
public final class WireTokenCounter extends GuardedTokenCounter {

    private final TokenCounting wire;
    private final WireEndpoint endpoint;

    /**
     * A counter.
     *
     * @param endpoint where requests of {@link TokenCounting#path()} go
     * @param wire the mapping
     * @param info the model
     * @param settings the named model's settings
     */
    public WireTokenCounter(WireEndpoint endpoint, TokenCounting wire, ModelInfo info, ModelSettings settings) {
        super(info, settings);
        this.wire = wire;
        this.endpoint = endpoint;
    }

    @Override
    protected long count(ChatRequest request, CallContext context, CallGuard guard) {
        try (WireAnswer answer = endpoint.post(wire.encode(request, endpoint.model()), false, context, guard)) {
            byte[] body = answer.bytes();
            return Decoding.of(() -> wire.decode(body));
        }
    }
}
