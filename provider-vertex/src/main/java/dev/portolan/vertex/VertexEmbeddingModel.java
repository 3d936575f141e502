package dev.portolan.vertex;

import com.google.cloud.aiplatform.v1.Content;
import com.google.cloud.aiplatform.v1.EmbedContentRequest;
import com.google.cloud.aiplatform.v1.EmbedContentResponse;
import com.google.cloud.aiplatform.v1.Part;
import com.google.cloud.aiplatform.v1.PredictRequest;
import com.google.cloud.aiplatform.v1.PredictResponse;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.ModelInfo;
import dev.portolan.chat.Usage;
import dev.portolan.embedding.EmbeddingInput;
import dev.portolan.embedding.EmbeddingModel;
import dev.portolan.embedding.EmbeddingRequest;
import dev.portolan.embedding.EmbeddingResponse;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.ModelSettings;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.CallLimits;
import dev.portolan.spi.support.CapabilityProfiles;
import dev.portolan.spi.support.Decoding;
import dev.portolan.spi.support.ErrorOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings by {@code Predict}, many texts a call, or by {@code EmbedContent}, one a call, as the model has it; the calls are made
 * one after the other on the caller's thread. Texts that are too long are an error and not cut, unless the vendor options say so.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api">Google: text
 *     embeddings</a>
 */
final class VertexEmbeddingModel implements EmbeddingModel {

    /** The model setting that replaces the number of texts in a request. */
    static final String BATCH_SIZE = "embedding-batch-size";

    /** The model setting that says what the texts are for where the request does not. */
    static final String TASK = "embedding-task";

    private final VertexClient client;
    private final ModelInfo info;
    private final ModelSettings settings;
    private final String model;
    private final boolean predicts;
    private final int batch;
    private final @Nullable String task;

    /**
     * @param model the model's resource
     */
    VertexEmbeddingModel(
            VertexClient client, CapabilityProfiles.Profile profile, ModelSettings settings, String model) {
        this.client = client;
        this.info = profile.info();
        this.settings = settings;
        this.model = model;
        Family family = new Family(profile);
        this.predicts = !family.is(Family.EMBEDDINGS, "embed-content");
        int most = predicts ? family.number(Family.BATCH, 250) : 1;
        Long given = settings.own().integer(BATCH_SIZE);
        if (given != null && given < 1) {
            throw new IllegalArgumentException(BATCH_SIZE + " must be at least 1");
        }
        this.batch = given == null ? most : (int) Math.min(given, most);
        this.task = settings.own().string(TASK);
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public EmbeddingResponse embed(EmbeddingRequest request, CallContext context) {
        try {
            return embedded(request, CallLimits.apply(context, settings, info));
        } catch (LlmException e) {
            throw ErrorOrigin.of(e, info, null);
        }
    }

    private EmbeddingResponse embedded(EmbeddingRequest request, CallContext context) {
        List<float[]> vectors = new ArrayList<>(request.texts().size());
        Usage usage = null;
        for (int from = 0; from < request.texts().size(); from += batch) {
            List<String> texts = request.texts()
                    .subList(from, Math.min(from + batch, request.texts().size()));
            Usage used = predicts
                    ? predict(texts, request, context, vectors)
                    : embed(texts.get(0), request, context, vectors);
            usage = usage == null ? used : usage.plus(used);
        }
        return new EmbeddingResponse(
                vectors, usage == null ? Usage.UNKNOWN : usage, info.provider(), info.model(), null, List.of());
    }

    /** The member of the API's enum, or {@code null} to leave it to the service. */
    private @Nullable String task(EmbeddingRequest request) {
        EmbeddingInput input = request.input();
        if (input == null) {
            return task == null ? null : task.toUpperCase(Locale.ROOT).replace('-', '_');
        }
        return input == EmbeddingInput.QUERY ? "RETRIEVAL_QUERY" : "RETRIEVAL_DOCUMENT";
    }

    private Usage predict(List<String> texts, EmbeddingRequest request, CallContext context, List<float[]> vectors) {
        PredictRequest.Builder body = PredictRequest.newBuilder().setEndpoint(model);
        String purpose = task(request);
        for (String text : texts) {
            Struct.Builder instance = Struct.newBuilder().putFields("content", text(text));
            if (purpose != null) {
                instance.putFields("task_type", text(purpose));
            }
            body.addInstances(Value.newBuilder().setStructValue(instance));
        }
        Struct.Builder parameters = Struct.newBuilder()
                .putFields(
                        "autoTruncate", Value.newBuilder().setBoolValue(false).build());
        if (request.dimensions() != null) {
            parameters.putFields(
                    "outputDimensionality",
                    Value.newBuilder().setNumberValue(request.dimensions()).build());
        }
        body.setParameters(Value.newBuilder().setStructValue(parameters));
        ProtoJson.merge(body, request.vendorOptions().get(VertexProvider.ID));
        try (CallGuard guard = CallGuard.start(context)) {
            PredictResponse answer = client.predict(body.build(), context, guard);
            return Decoding.of(() -> read(answer, texts.size(), vectors));
        }
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Usage read(PredictResponse answer, int expected, List<float[]> vectors) {
        if (answer.getPredictionsCount() != expected) {
            throw notAsMany(answer.getPredictionsCount(), expected);
        }
        double tokens = 0;
        boolean told = true;
        for (Value prediction : answer.getPredictionsList()) {
            Struct embeddings = prediction
                    .getStructValue()
                    .getFieldsOrDefault("embeddings", Value.getDefaultInstance())
                    .getStructValue();
            ListValue values = embeddings
                    .getFieldsOrDefault("values", Value.getDefaultInstance())
                    .getListValue();
            if (values.getValuesCount() == 0) {
                throw notAsMany(0, expected);
            }
            float[] vector = new float[values.getValuesCount()];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) values.getValues(i).getNumberValue();
            }
            vectors.add(vector);
            Value count = embeddings
                    .getFieldsOrDefault("statistics", Value.getDefaultInstance())
                    .getStructValue()
                    .getFieldsOrDefault("token_count", Value.getDefaultInstance());
            told &= count.hasNumberValue();
            tokens += count.getNumberValue();
        }
        return Usage.builder()
                .inputTokens(told ? Long.valueOf((long) tokens) : null)
                .build();
    }

    private Usage embed(String text, EmbeddingRequest request, CallContext context, List<float[]> vectors) {
        EmbedContentRequest.Builder body = EmbedContentRequest.newBuilder()
                .setModel(model)
                .setContent(Content.newBuilder().addParts(Part.newBuilder().setText(text)));
        String purpose = task(request);
        var config = body.getEmbedContentConfigBuilder().setAutoTruncate(false);
        if (purpose != null) {
            config.setTaskType(EmbedContentRequest.EmbeddingTaskType.valueOf(purpose));
        }
        if (request.dimensions() != null) {
            config.setOutputDimensionality(request.dimensions());
        }
        ProtoJson.merge(body, request.vendorOptions().get(VertexProvider.ID));
        try (CallGuard guard = CallGuard.start(context)) {
            EmbedContentResponse answer = client.embed(body.build(), context, guard);
            int size = answer.getEmbedding().getValuesCount();
            if (size == 0) {
                throw notAsMany(0, 1);
            }
            float[] vector = new float[size];
            for (int i = 0; i < size; i++) {
                vector[i] = answer.getEmbedding().getValues(i);
            }
            vectors.add(vector);
            int tokens = answer.getUsageMetadata().getPromptTokenCount();
            return Usage.builder()
                    .inputTokens(tokens > 0 ? Long.valueOf(tokens) : null)
                    .build();
        }
    }

    private static LlmException notAsMany(int found, int expected) {
        return ErrorDetails.builder("the answer holds " + found + " vectors for " + expected + " texts")
                .toException(ErrorKind.INVALID_RESPONSE);
    }
}
