package dev.portolan.simulator.vertex;

import dev.portolan.simulator.internal.HttpWire;
import dev.portolan.simulator.internal.RateMeter;
import dev.portolan.simulator.internal.SimulatorOptions;
import dev.portolan.simulator.internal.http.HttpRequest;
import dev.portolan.simulator.internal.openai.Additions;
import dev.portolan.simulator.internal.openai.Api;
import dev.portolan.simulator.internal.openai.Dialect;
import dev.portolan.simulator.internal.openai.Ids;
import dev.portolan.simulator.internal.openai.ModelName;
import dev.portolan.simulator.internal.openai.OpenAiError;
import dev.portolan.simulator.internal.openai.Target;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chat Completions on Vertex AI. See https://cloud.google.com/vertex-ai/generative-ai/docs/maas/call-open-model-apis.
 */
final class VertexOpenAiDialect implements Dialect {

    private static final Pattern CHAT =
            Pattern.compile("/v1(beta1)?/projects/[^/]+/locations/[^/]+/endpoints/openapi/chat/completions");
    private static final String SCHEME = "Bearer ";

    private final Set<String> tokens;
    private final Set<String> models;

    VertexOpenAiDialect(SimulatorOptions options) {
        this.tokens = Set.copyOf(options.apiKeys());
        this.models = Set.copyOf(options.models());
    }

    @Override
    public @Nullable Target target(HttpRequest request) {
        return CHAT.matcher(request.path()).matches() ? new Target(Api.CHAT, null) : null;
    }

    /** Nothing that a client could use. */
    @Override
    public Map<String, String> headers(Ids ids, @Nullable Target target) {
        return Map.of();
    }

    @Override
    public Target admit(HttpRequest request, @Nullable Target target) {
        String authorization = request.header("authorization");
        boolean known = authorization != null
                && authorization.startsWith(SCHEME)
                && (tokens.isEmpty()
                        || tokens.contains(
                                authorization.substring(SCHEME.length()).strip()));
        if (!known) {
            throw new OpenAiError(
                    401,
                    null,
                    "401",
                    null,
                    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other"
                            + " valid authentication credential.");
        }
        if (target == null) {
            throw new OpenAiError(404, null, "404", null, "Method not found.");
        }
        return target;
    }

    /** The publisher stands before the name. */
    @Override
    public ModelName name(Target target, @Nullable String named) {
        if (named == null || named.indexOf('/') < 1) {
            throw new OpenAiError(400, null, "400", null, "Invalid Endpoint name: " + named + ".");
        }
        return new ModelName(named, named, named);
    }

    @Override
    public void require(Api api, ModelName name) {
        if (!models.isEmpty() && !models.contains(name.model())) {
            throw new OpenAiError(404, null, "404", null, "Publisher Model `" + name.model() + "` not found.");
        }
    }

    @Override
    public byte[] models(@Nullable String name) {
        throw new OpenAiError(404, null, "404", null, "Method not found.");
    }

    @Override
    public Map<String, String> limits(String model, RateMeter.Reading reading) {
        if (reading.refusal() != null) {
            throw new OpenAiError(429, null, "429", null, "Resource exhausted. Please try again later.");
        }
        return Map.of();
    }

    @Override
    public HttpWire errors(Api api, String model, Map<String, String> headers) {
        return new VertexOpenAiErrors(model);
    }

    @Override
    public Additions additions() {
        return Additions.NONE;
    }
}
