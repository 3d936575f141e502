package dev.portolan.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.CallLimits;
import dev.portolan.spi.support.Decoding;
import dev.portolan.spi.support.ErrorOrigin;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.spi.support.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings. More texts than fit one request are sent in batches, one after the other on the caller's thread. A text that is
 * longer than the model's context is refused, unless the settings let the server cut it. Thread-safe.
 *
 * @see <a href="https://docs.ollama.com/api/embed">Ollama: generate embeddings</a>
 */
final class OllamaEmbeddingModel implements EmbeddingModel {

    /** The model setting that replaces the number of texts in a request. */
    static final String BATCH_SIZE = "embedding-batch-size";

    /** The server has no limit of its own, but answers a request only when all its texts are done. */
    private static final int MAX_TEXTS = 512;

    private final OllamaClient client;
    private final ModelInfo info;
    private final ModelSettings settings;
    private final CallOptions options;
    private final int maxTexts;

    OllamaEmbeddingModel(OllamaClient client, ModelInfo info, ModelSettings settings, CallOptions options) {
        this.client = client;
        this.info = info;
        this.settings = settings;
        this.options = options;
        Long batch = settings.own().integer(BATCH_SIZE);
        if (batch != null && (batch < 1 || batch > Integer.MAX_VALUE)) {
            throw new IllegalArgumentException(BATCH_SIZE + " must be at least 1");
        }
        this.maxTexts = batch == null ? MAX_TEXTS : batch.intValue();
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public EmbeddingResponse embed(EmbeddingRequest request, CallContext context) {
        CallContext limited = CallLimits.apply(context, settings, info);
        List<float[]> vectors = new ArrayList<>(request.texts().size());
        Usage usage = null;
        EmbeddingResponse last = null;
        for (int from = 0; from < request.texts().size(); from += maxTexts) {
            int to = Math.min(request.texts().size(), from + maxTexts);
            last = send(request, request.texts().subList(from, to), limited);
            vectors.addAll(last.vectors());
            usage = usage == null ? last.usage() : usage.plus(last.usage());
        }
        return new EmbeddingResponse(
                vectors,
                usage == null ? Usage.UNKNOWN : usage,
                info.provider(),
                last == null || last.model().isEmpty() ? info.model() : last.model(),
                last == null ? null : last.requestId(),
                List.of());
    }

    private EmbeddingResponse send(EmbeddingRequest request, List<String> texts, CallContext context) {
        @Nullable String requestId = null;
        try (CallGuard guard = CallGuard.start(context);
                WireAnswer answer = client.embed(encode(request, texts), info.model(), context, guard)) {
            requestId = ErrorMapper.requestId(answer::header);
            byte[] body = answer.bytes();
            String id = requestId;
            return Decoding.of(() -> decode(body, texts.size(), id));
        } catch (LlmException e) {
            throw ErrorOrigin.of(e, info, requestId);
        }
    }

    private byte[] encode(EmbeddingRequest request, List<String> texts) {
        byte[] body = WireJson.object(json -> {
            json.writeStringField("model", info.model());
            json.writeArrayFieldStart("input");
            for (String text : texts) {
                json.writeString(text);
            }
            json.writeEndArray();
            // Left to itself the server cuts in silence, and the vector is that of another text.
            json.writeBooleanField("truncate", Boolean.TRUE.equals(options.truncate()));
            if (request.dimensions() != null) {
                json.writeNumberField("dimensions", request.dimensions());
            }
            options.writeKeepAlive(json);
            if (options.numCtx() != null || !options.options().isEmpty()) {
                json.writeObjectFieldStart("options");
                if (options.numCtx() != null) {
                    json.writeNumberField("num_ctx", options.numCtx());
                }
                for (Map.Entry<String, JsonNode> option : options.options().entrySet()) {
                    json.writeFieldName(option.getKey());
                    WireJson.mapper().writeTree(json, option.getValue());
                }
                json.writeEndObject();
            }
        });
        return WireJson.merged(body, request.vendorOptions().get(OllamaProvider.ID));
    }

    private EmbeddingResponse decode(byte[] body, int texts, @Nullable String requestId) {
        JsonNode root = ModelCard.tree(body);
        if (root.has("error")) {
            throw new ErrorMapper(info.model()).inAnswer(root.path("error").asText());
        }
        List<float[]> vectors = new ArrayList<>(texts);
        for (JsonNode embedding : root.path("embeddings")) {
            vectors.add(vector(embedding));
        }
        if (vectors.size() != texts) {
            throw ErrorDetails.builder(texts + " texts were sent and " + vectors.size() + " vectors came back")
                    .remedy("Check that what answers is Ollama, and that the model embeds")
                    .toException(ErrorKind.INVALID_RESPONSE);
        }
        JsonNode count = root.path("prompt_eval_count");
        return new EmbeddingResponse(
                vectors,
                count.canConvertToLong() && count.asLong() >= 0 && count.isIntegralNumber()
                        ? Usage.builder().inputTokens(count.asLong()).build()
                        : Usage.UNKNOWN,
                info.provider(),
                root.path("model").asText(""),
                requestId,
                List.of());
    }

    private static float[] vector(JsonNode embedding) {
        float[] vector = new float[embedding.size()];
        for (int i = 0; i < vector.length; i++) {
            if (!embedding.get(i).isNumber()) {
                throw ResponseMapper.unreadable();
            }
            vector[i] = Float.parseFloat(embedding.get(i).asText());
        }
        return vector;
    }
}
