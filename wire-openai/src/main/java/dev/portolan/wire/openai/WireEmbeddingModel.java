package dev.portolan.wire.openai;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import dev.portolan.chat.Warning;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.CallLimits;
import dev.portolan.spi.support.Decoding;
import dev.portolan.spi.support.EncodedRequest;
import dev.portolan.spi.support.ErrorOrigin;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.spi.support.WireEndpoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings. More texts than fit one request are sent in batches, one after the other on the caller's thread.
 * Thread-safe.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/embeddings/create">OpenAI: at most 2,048 inputs and 300,000
 *     tokens in a request</a>
 */
public class WireEmbeddingModel implements EmbeddingModel {

    /** The model setting that replaces the number of texts in a request: {@code embedding-batch-size}. */
    public static final String BATCH_SIZE = "embedding-batch-size";

    private static final int MAX_TEXTS = 2_048;

    /** 300,000 tokens, reckoned as three bytes each: a character of Chinese, or three of English, where four are usual. */
    private static final long MAX_BYTES = 900_000;

    private final EmbeddingsWire wire;
    private final WireEndpoint endpoint;
    private final ModelInfo info;
    private final ModelSettings settings;
    private final int maxTexts;

    /**
     * A model.
     *
     * @param endpoint where requests of {@link EmbeddingsWire#path()} go
     * @param wire the mapping
     * @param info what is known of the model
     * @param settings the named model's settings
     * @throws IllegalArgumentException when {@link #BATCH_SIZE} makes no sense
     */
    public WireEmbeddingModel(WireEndpoint endpoint, EmbeddingsWire wire, ModelInfo info, ModelSettings settings) {
        this.wire = wire;
        this.endpoint = endpoint;
        this.info = info;
        this.settings = settings;
        Long batch = settings.own().integer(BATCH_SIZE);
        if (batch != null && (batch < 1 || batch > Integer.MAX_VALUE)) {
            throw new IllegalArgumentException(BATCH_SIZE + " must be at least 1");
        }
        this.maxTexts = batch == null ? MAX_TEXTS : batch.intValue();
    }

    @Override
    public final ModelInfo info() {
        return info;
    }

    @Override
    public final EmbeddingResponse embed(EmbeddingRequest request, CallContext context) {
        CallContext limited = CallLimits.apply(context, settings, info);
        List<float[]> vectors = new ArrayList<>(request.texts().size());
        List<Warning> warnings = new ArrayList<>();
        Usage usage = null;
        EmbeddingResponse last = null;
        int from = 0;
        while (from < request.texts().size()) {
            int to = endOfBatch(request.texts(), from);
            last = send(batch(request, from, to), limited);
            vectors.addAll(last.vectors());
            warnings.addAll(last.warnings());
            usage = usage == null ? last.usage() : usage.plus(last.usage());
            from = to;
        }
        return new EmbeddingResponse(
                vectors,
                usage == null ? Usage.UNKNOWN : usage,
                info.provider(),
                last == null || last.model().isEmpty() ? info.model() : last.model(),
                last == null ? null : last.requestId(),
                warnings.stream().distinct().toList());
    }

    private static EmbeddingRequest batch(EmbeddingRequest request, int from, int to) {
        return from == 0 && to == request.texts().size()
                ? request
                : new EmbeddingRequest(
                        request.texts().subList(from, to),
                        request.dimensions(),
                        request.input(),
                        request.vendorOptions());
    }

    private int endOfBatch(List<String> texts, int from) {
        long bytes = 0;
        int to = from;
        while (to < texts.size() && to - from < maxTexts) {
            bytes += utf8Length(texts.get(to));
            if (bytes > MAX_BYTES && to > from) {
                break;
            }
            to++;
        }
        return to;
    }

    private static long utf8Length(String text) {
        return text.chars()
                .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate((char) c) ? 2 : 3)
                .sum();
    }

    private EmbeddingResponse send(EmbeddingRequest batch, CallContext context) {
        EncodedRequest encoded = wire.encode(batch, endpoint.model());
        @Nullable String requestId = null;
        try (CallGuard guard = CallGuard.start(context);
                WireAnswer answer = endpoint.post(encoded.body(), false, context, guard)) {
            requestId = ErrorMapper.requestId(answer::header);
            byte[] body = answer.bytes();
            EmbeddingResponse decoded =
                    Decoding.of(() -> wire.decode(body, batch.texts().size()));
            return new EmbeddingResponse(
                    decoded.vectors(),
                    decoded.usage(),
                    info.provider(),
                    decoded.model(),
                    requestId,
                    encoded.warnings());
        } catch (LlmException e) {
            throw ErrorOrigin.of(e, info, requestId);
        }
    }
}
