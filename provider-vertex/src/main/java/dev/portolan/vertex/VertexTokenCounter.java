package dev.portolan.vertex;

import com.google.cloud.aiplatform.v1.CountTokensRequest;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ModelInfo;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.GuardedTokenCounter;

/**
 * Asks Vertex AI how many tokens a request has.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/count-tokens">Google: countTokens</a>
 */
final class VertexTokenCounter extends GuardedTokenCounter {

    private final VertexClient client;
    private final RequestMapper requests;

    VertexTokenCounter(VertexClient client, RequestMapper requests, ModelInfo info, ModelSettings settings) {
        super(info, settings);
        this.client = client;
        this.requests = requests;
    }

    @Override
    protected long count(ChatRequest request, CallContext context, CallGuard guard) {
        GenerateContentRequest body = requests.encode(request, context.tags()).body();
        CountTokensRequest.Builder counted = CountTokensRequest.newBuilder()
                .setEndpoint(body.getModel())
                .setModel(body.getModel())
                .addAllContents(body.getContentsList())
                .addAllTools(body.getToolsList());
        if (body.hasSystemInstruction()) {
            counted.setSystemInstruction(body.getSystemInstruction());
        }
        return client.count(counted.build(), context, guard).getTotalTokens();
    }
}
