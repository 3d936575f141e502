package dev.portolan.vertex;

import com.google.cloud.aiplatform.v1.CountTokensRequest;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.TokenCounter;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.CallLimits;
import dev.portolan.spi.support.ErrorOrigin;

/**
 * Asks Vertex AI how many tokens a request has.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/count-tokens">Google: countTokens</a>
 */
final class VertexTokenCounter implements TokenCounter {

    private final VertexClient client;
    private final RequestMapper requests;
    private final ModelInfo info;
    private final ModelSettings settings;

    VertexTokenCounter(VertexClient client, RequestMapper requests, ModelInfo info, ModelSettings settings) {
        this.client = client;
        this.requests = requests;
        this.info = info;
        this.settings = settings;
    }

    @Override
    public long count(ChatRequest request, CallContext context) {
        CallContext limited = CallLimits.apply(context, settings, info);
        try (CallGuard guard = CallGuard.start(limited)) {
            GenerateContentRequest body =
                    requests.encode(request, context.tags()).body();
            CountTokensRequest.Builder counted = CountTokensRequest.newBuilder()
                    .setEndpoint(body.getModel())
                    .setModel(body.getModel())
                    .addAllContents(body.getContentsList())
                    .addAllTools(body.getToolsList());
            if (body.hasSystemInstruction()) {
                counted.setSystemInstruction(body.getSystemInstruction());
            }
            return client.count(counted.build(), limited, guard).getTotalTokens();
        } catch (LlmException e) {
            throw ErrorOrigin.of(e, info, null);
        }
    }
}
