package dev.portolan.simulator.openai;

import dev.portolan.simulator.internal.HttpWire;
import dev.portolan.simulator.internal.RateMeter;
import dev.portolan.simulator.internal.SimulatorOptions;
import dev.portolan.simulator.internal.http.HttpRequest;
import dev.portolan.simulator.internal.openai.Additions;
import dev.portolan.simulator.internal.openai.Api;
import dev.portolan.simulator.internal.openai.Dialect;
import dev.portolan.simulator.internal.openai.Ids;
import dev.portolan.simulator.internal.openai.ModelName;
import dev.portolan.simulator.internal.openai.ModelTraits;
import dev.portolan.simulator.internal.openai.OpenAiError;
import dev.portolan.simulator.internal.openai.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The API at home: {@code api.openai.com/v1}. */
final class OpenAiDialect implements Dialect {

    private static final String MODELS = "/v1/models";

    private final KeyCheck keys;
    private final Models models;
    private final String processingMillis;

    OpenAiDialect(SimulatorOptions options) {
        this.keys = new KeyCheck(options.apiKeys());
        this.models = new Models(options.models());
        this.processingMillis = String.valueOf(options.pace().first().toMillis());
    }

    @Override
    public @Nullable Target target(HttpRequest request) {
        String path = request.path();
        return switch (path) {
            case "/v1/chat/completions" -> new Target(Api.CHAT, null);
            case "/v1/responses" -> new Target(Api.RESPONSES, null);
            case "/v1/embeddings" -> new Target(Api.EMBEDDINGS, null);
            case MODELS -> new Target(Api.MODELS, null);
            default ->
                path.startsWith(MODELS + "/") ? new Target(Api.MODELS, path.substring(MODELS.length() + 1)) : null;
        };
    }

    @Override
    public Map<String, String> headers(Ids ids, @Nullable Target target) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-request-id", ids.request());
        headers.put("openai-version", "2020-10-01");
        headers.put("openai-processing-ms", processingMillis);
        return headers;
    }

    @Override
    public Target admit(HttpRequest request, @Nullable Target target) {
        keys.require(request.header("authorization"));
        if (target == null) {
            throw new OpenAiError(
                    404,
                    "invalid_request_error",
                    null,
                    null,
                    "Invalid URL (" + request.method() + " " + request.path() + ")");
        }
        return target;
    }

    @Override
    public ModelName name(Target target, @Nullable String named) {
        if (named == null || (named.isBlank() && target.api() != Api.RESPONSES)) {
            throw target.api() == Api.RESPONSES
                    ? OpenAiError.missing("model")
                    : OpenAiError.invalid(null, null, "you must provide a model parameter");
        }
        return new ModelName(named, named, target.api() == Api.EMBEDDINGS ? named : ModelTraits.dated(named));
    }

    @Override
    public void require(Api api, ModelName name) {
        models.require(api, name.model());
    }

    @Override
    public byte[] models(@Nullable String name) {
        return models.print(name);
    }

    @Override
    public Map<String, String> limits(String model, RateMeter.Reading reading) {
        return RateLimits.tell(model, reading);
    }

    @Override
    public HttpWire errors(Api api, String model, Map<String, String> headers) {
        return new OpenAiErrors(api, model, headers);
    }

    @Override
    public Additions additions() {
        return Additions.NONE;
    }
}
