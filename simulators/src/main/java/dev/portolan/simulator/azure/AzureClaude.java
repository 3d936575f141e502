package dev.portolan.simulator.azure;

import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.internal.HttpAnswer;
import dev.portolan.simulator.internal.HttpWire;
import dev.portolan.simulator.internal.anthropic.MessagesError;
import dev.portolan.simulator.internal.anthropic.MessagesErrors;
import dev.portolan.simulator.internal.anthropic.MessagesHost;
import dev.portolan.simulator.internal.http.HttpRequest;
import dev.portolan.simulator.internal.openai.Api;
import dev.portolan.simulator.internal.openai.Ids;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Claude at a Foundry resource: {@code POST /anthropic/v1/messages}. The gateway's refusals are Azure's, all others Anthropic's. See
 * https://learn.microsoft.com/azure/foundry/foundry-models/how-to/use-foundry-models-claude.
 */
final class AzureClaude implements MessagesHost {

    /** Where it is. */
    static final String PATH = "/anthropic/v1/messages";

    private static final Set<ErrorKind> GATEWAY =
            Set.of(ErrorKind.AUTHENTICATION, ErrorKind.PERMISSION, ErrorKind.MODEL_NOT_FOUND);

    private final Ids ids = new Ids();
    private final BiPredicate<@Nullable String, @Nullable String> keys;
    private final Deployments deployments;

    /**
     * @param keys whether a key and an authorization header let a request in
     */
    AzureClaude(BiPredicate<@Nullable String, @Nullable String> keys, Deployments deployments) {
        this.keys = keys;
        this.deployments = deployments;
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("apim-request-id", ids.uuid());
        headers.put("request-id", "req_011" + ids.uuid().replace("-", ""));
        headers.put("x-ms-region", AzureErrors.REGION);
        return headers;
    }

    @Override
    public @Nullable HttpAnswer refusal(HttpRequest request) {
        String key = request.header("x-api-key");
        if (!keys.test(key != null ? key : request.header("api-key"), request.header("authorization"))) {
            return AzureErrors.wrongKey().answer();
        }
        if (!request.path().equals(PATH) || !request.method().equals("POST")) {
            return AzureErrors.notFound().answer();
        }
        if (request.header("anthropic-version") == null) {
            throw MessagesError.invalid("anthropic-version: header is required");
        }
        return null;
    }

    @Override
    public @Nullable String model(String named) {
        return deployments.claude(named);
    }

    @Override
    public HttpAnswer noModel() {
        return AzureErrors.noDeployment().answer();
    }

    @Override
    public HttpWire errors(Map<String, String> headers) {
        HttpWire gateway = new AzureErrors(Api.CHAT, "claude", headers);
        HttpWire model = new MessagesErrors(headers);
        return new HttpWire() {
            @Override
            public HttpAnswer error(ErrorKind kind, @Nullable Duration retryAfter) {
                return (GATEWAY.contains(kind) ? gateway : model).error(kind, retryAfter);
            }

            @Override
            public HttpAnswer status(int code, @Nullable Duration retryAfter) {
                return model.status(code, retryAfter);
            }

            @Override
            public byte[] errorInStream(ErrorKind kind, int sent) {
                return model.errorInStream(kind, sent);
            }
        };
    }
}
