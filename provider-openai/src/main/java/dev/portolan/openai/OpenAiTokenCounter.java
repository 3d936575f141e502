package dev.portolan.openai;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.TokenCounter;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.Decoding;
import dev.portolan.spi.support.ErrorOrigin;
import dev.portolan.transport.Endpoint;
import dev.portolan.transport.HttpAnswer;
import dev.portolan.wire.openai.responses.TokenCounting;

/** Asks OpenAI how many tokens a request of the Responses API has. */
final class OpenAiTokenCounter implements TokenCounter {

    private final OpenAiClient client;
    private final TokenCounting wire;
    private final Endpoint endpoint;
    private final ModelInfo info;
    private final ModelSettings settings;

    OpenAiTokenCounter(OpenAiClient client, TokenCounting wire, ModelInfo info, ModelSettings settings) {
        this.client = client;
        this.wire = wire;
        this.endpoint = client.endpoint(wire.path());
        this.info = info;
        this.settings = settings;
    }

    @Override
    public long count(ChatRequest request, CallContext context) {
        CallContext limited = CallLimits.apply(context, settings);
        try (CallGuard guard = CallGuard.start(limited);
                HttpAnswer answer = client.post(
                        endpoint, wire.encode(request, info.model()), info.model(), false, limited, guard)) {
            byte[] body = answer.bytes();
            return Decoding.of(() -> wire.decode(body));
        } catch (LlmException e) {
            throw ErrorOrigin.of(e, info, null);
        }
    }
}
