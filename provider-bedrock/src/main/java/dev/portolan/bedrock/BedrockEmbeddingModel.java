package dev.portolan.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.CallLimits;
import dev.portolan.spi.support.Decoding;
import dev.portolan.spi.support.ErrorOrigin;
import dev.portolan.spi.support.WireJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

/**
 * Embeddings of Titan, Cohere and Nova by InvokeModel. Titan and Nova take one text a call, Cohere 96; the calls are made one
 * after the other on the caller's thread. Usage is what the service tells in a header, since the bodies of most do not.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html">AWS: Titan
 *     embeddings</a>
 */
final class BedrockEmbeddingModel implements EmbeddingModel {

    /** The model setting that replaces the number of texts in a request. */
    static final String BATCH_SIZE = "embedding-batch-size";

    private final BedrockClient client;
    private final ModelInfo info;
    private final ModelSettings settings;
    private final EmbeddingFormat format;
    private final int batch;

    BedrockEmbeddingModel(BedrockClient client, ModelInfo info, ModelSettings settings) {
        this.client = client;
        this.info = info;
        this.settings = settings;
        String base = settings.baseModel();
        this.format = EmbeddingFormat.of(base != null ? base : settings.model());
        Long given = settings.own().integer(BATCH_SIZE);
        if (given != null && given < 1) {
            throw new IllegalArgumentException(BATCH_SIZE + " must be at least 1");
        }
        this.batch = given == null ? format.maxTexts() : (int) Math.min(given, format.maxTexts());
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public EmbeddingResponse embed(EmbeddingRequest request, CallContext context) {
        try {
            return embedded(request, context);
        } catch (LlmException e) {
            throw ErrorOrigin.of(e, info, null);
        }
    }

    private EmbeddingResponse embedded(EmbeddingRequest request, CallContext context) {
        CallContext limited = CallLimits.apply(context, settings, info);
        List<float[]> vectors = new ArrayList<>(request.texts().size());
        Usage usage = null;
        String requestId = null;
        for (int from = 0; from < request.texts().size(); from += batch) {
            List<String> texts = request.texts()
                    .subList(from, Math.min(from + batch, request.texts().size()));
            InvokeModelResponse answer = send(texts, request, limited);
            requestId = BedrockClient.requestId(answer);
            JsonNode body = Decoding.of(() -> WireJson.tree(answer.body().asUtf8String()));
            vectors.addAll(Decoding.of(() -> format.vectors(body, texts.size())));
            Usage used = usage(answer, body);
            usage = usage == null ? used : usage.plus(used);
        }
        return new EmbeddingResponse(
                vectors,
                usage == null ? Usage.UNKNOWN : usage,
                info.provider(),
                info.model(),
                requestId,
                format.warnings(request));
    }

    private InvokeModelResponse send(List<String> texts, EmbeddingRequest request, CallContext context) {
        ObjectNode body = format.body(texts, request);
        String raw = request.vendorOptions().get(BedrockProvider.ID);
        if (raw != null) {
            WireJson.merge(body, WireJson.tree(raw));
        }
        try (CallGuard guard = CallGuard.start(context)) {
            return client.invoke(
                    InvokeModelRequest.builder()
                            .modelId(info.model())
                            .contentType("application/json")
                            .accept("application/json")
                            .body(SdkBytes.fromByteArrayUnsafe(WireJson.bytes(body))),
                    context,
                    guard);
        }
    }

    private static Usage usage(InvokeModelResponse answer, JsonNode body) {
        @Nullable
        String told = answer.sdkHttpResponse()
                .firstMatchingHeader("X-Amzn-Bedrock-Input-Token-Count")
                .orElse(null);
        JsonNode count = body.path("inputTextTokenCount");
        Long tokens = told != null && told.matches("\\d{1,12}")
                ? Long.valueOf(told)
                : count.isNumber() ? Long.valueOf(count.longValue()) : null;
        return Usage.builder().inputTokens(tokens).build();
    }
}
