package dev.portolan.vertex;

import dev.portolan.chat.CallContext;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.Decoding;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.spi.support.WireEndpoint;
import dev.portolan.transport.Endpoint;
import dev.portolan.transport.HttpAnswer;
import dev.portolan.wire.openai.ErrorMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Calls a partner's model at the OpenAI-compatible endpoint, which is served over HTTP only, with the connection's token.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/maas/call-open-model-apis">Google: open models as a
 *     service</a>
 */
final class OpenAiEndpoint implements WireEndpoint {

    private static final ErrorMapper ERRORS = new ErrorMapper(VertexProvider.ID);

    private final Endpoint endpoint;
    private final VertexAuth auth;
    private final String model;

    OpenAiEndpoint(Endpoint endpoint, VertexAuth auth, String model) {
        this.endpoint = endpoint;
        this.auth = auth;
        this.model = model;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public WireAnswer post(byte[] body, boolean stream, CallContext context, CallGuard guard) {
        Map<String, String> headers = new LinkedHashMap<>(context.traceHeaders());
        headers.putAll(auth.headers(context.credentials(), guard));
        HttpAnswer answer = endpoint.post(body, headers, stream, guard);
        if (answer.isSuccess()) {
            return answer;
        }
        try (answer) {
            throw error(answer);
        }
    }

    private LlmException error(HttpAnswer answer) {
        byte[] body = answer.errorBytes();
        return Decoding.of(() -> {
            LlmException told = RefusedOverHttp.of(body);
            return told != null ? told : ERRORS.map(model, answer.status(), answer::header, body);
        });
    }
}
