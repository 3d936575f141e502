package dev.portolan.simulator.azure;

import dev.portolan.simulator.internal.HttpWire;
import dev.portolan.simulator.internal.RateMeter;
import dev.portolan.simulator.internal.http.HttpRequest;
import dev.portolan.simulator.internal.openai.Additions;
import dev.portolan.simulator.internal.openai.Api;
import dev.portolan.simulator.internal.openai.Dialect;
import dev.portolan.simulator.internal.openai.Ids;
import dev.portolan.simulator.internal.openai.ModelName;
import dev.portolan.simulator.internal.openai.OpenAiError;
import dev.portolan.simulator.internal.openai.Target;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The API at a resource of Azure's. See
 * https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle for addresses and versions.
 */
final class AzureDialect implements Dialect {

    private static final Pattern ADDRESS =
            Pattern.compile("/+openai(?<v1>/v1)?(?:/deployments/(?<name>[^/]+))?/(?<rest>[^?]+)");
    private static final Pattern VERSION = Pattern.compile("202\\d-[01]\\d-[0-3]\\d(-preview)?");
    private static final String FIRST_WITH_RESPONSES = "2025-03-01-preview";
    private static final String BEARER = "bearer ";

    private final Set<String> keys;
    private final Deployments deployments;
    private final ContentFilter filter;

    AzureDialect(Set<String> keys, Deployments deployments, ContentFilter filter) {
        this.keys = Set.copyOf(keys);
        this.deployments = deployments;
        this.filter = filter;
    }

    @Override
    public @Nullable Target target(HttpRequest request) {
        Matcher address = ADDRESS.matcher(request.path());
        if (!address.matches()) {
            return null;
        }
        String rest = address.group("rest");
        String coded = address.group("name");
        String deployment = coded == null ? null : URLDecoder.decode(coded, StandardCharsets.UTF_8);
        boolean anywhere = deployment != null || address.group("v1") != null;
        return switch (rest) {
            case "chat/completions" -> anywhere ? new Target(Api.CHAT, deployment) : null;
            case "embeddings" -> anywhere ? new Target(Api.EMBEDDINGS, deployment) : null;
            case "responses" -> deployment == null ? new Target(Api.RESPONSES, null) : null;
            case "models" -> deployment == null ? new Target(Api.MODELS, null) : null;
            default ->
                rest.startsWith("models/") && deployment == null
                        ? new Target(Api.MODELS, rest.substring("models/".length()))
                        : null;
        };
    }

    @Override
    public Map<String, String> headers(Ids ids, @Nullable Target target) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("apim-request-id", ids.uuid());
        headers.put("x-request-id", ids.uuid());
        headers.put("x-ms-region", AzureErrors.REGION);
        headers.put("strict-transport-security", "max-age=31536000; includeSubDomains; preload");
        if (target != null && target.api() != Api.MODELS && target.name() != null) {
            headers.put("x-ms-deployment-name", target.name());
        }
        return headers;
    }

    @Override
    public Target admit(HttpRequest request, @Nullable Target target) {
        if (!hasKey(request)) {
            throw AzureErrors.wrongKey();
        }
        String version = version(request.query());
        boolean v1 = request.path().contains("/openai/v1/");
        if (target == null
                || (!v1 && (version == null || !VERSION.matcher(version).matches()))) {
            throw AzureErrors.notFound();
        }
        if (v1 && version != null && !Set.of("preview", "latest", "v1").contains(version)) {
            throw AzureErrors.badRequest("API version not supported");
        }
        if (!v1 && target.api() == Api.RESPONSES && version != null && version.compareTo(FIRST_WITH_RESPONSES) < 0) {
            throw AzureErrors.badRequest(
                    "Azure OpenAI Responses API is enabled only for api-version 2025-03-01-preview and later");
        }
        return target;
    }

    private boolean hasKey(HttpRequest request) {
        return admits(request.header("api-key"), request.header("authorization"));
    }

    /** Whether a key or a token lets a request in. */
    boolean admits(@Nullable String given, @Nullable String token) {
        String key = given;
        if (key == null && token != null && token.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            key = token.substring(BEARER.length()).trim();
        }
        return key != null && !key.isBlank() && (keys.isEmpty() || keys.contains(key));
    }

    private static @Nullable String version(String query) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith("api-version=")) {
                return URLDecoder.decode(pair.substring("api-version=".length()), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /** The address goes before the body. */
    @Override
    public ModelName name(Target target, @Nullable String named) {
        String deployment = target.name() == null ? named : target.name();
        if (deployment == null || deployment.isBlank()) {
            throw OpenAiError.missing("model");
        }
        return deployments.name(target.api(), deployment);
    }

    @Override
    public void require(Api api, ModelName name) {
        deployments.require(api, name);
    }

    @Override
    public byte[] models(@Nullable String name) {
        return deployments.print(name);
    }

    @Override
    public Map<String, String> limits(String model, RateMeter.Reading reading) {
        if (reading.refusal() != null) {
            throw AzureErrors.rateLimited(model, reading.refusal());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        tell(headers, reading.requests());
        tell(headers, reading.tokens());
        return headers;
    }

    /** The time is in seconds and has no unit. */
    private static void tell(Map<String, String> headers, RateMeter.Level level) {
        headers.put("x-ratelimit-limit-" + level.name(), String.valueOf(level.limit()));
        headers.put("x-ratelimit-remaining-" + level.name(), String.valueOf(level.left()));
        headers.put("x-ratelimit-reset-" + level.name(), String.valueOf(level.millisUntilFull() / 1000));
    }

    @Override
    public HttpWire errors(Api api, String model, Map<String, String> headers) {
        return new AzureErrors(api, model, headers);
    }

    @Override
    public Additions additions() {
        return filter;
    }
}
