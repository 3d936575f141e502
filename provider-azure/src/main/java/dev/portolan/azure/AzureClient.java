package dev.portolan.azure;

import dev.portolan.chat.CallContext;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.Decoding;
import dev.portolan.spi.support.HttpOptions;
import dev.portolan.spi.support.WireAnswer;
import dev.portolan.spi.support.WireEndpoint;
import dev.portolan.wire.anthropic.WireProfile;
import dev.portolan.wire.openai.ErrorMapper;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends requests of any API with the credentials of the connection or the call. Thread-safe. */
final class AzureClient implements AutoCloseable {

    private static final String USER_AGENT = "portolan/"
            + Objects.requireNonNullElse(AzureClient.class.getPackage().getImplementationVersion(), "dev");

    private final SdkClient sdk;
    private final Addresses addresses;
    private final Authentication authentication;
    private final Map<String, String> fixedHeaders;
    private final ErrorMapper errors = new ErrorMapper(AzureProvider.ID);
    private final dev.portolan.wire.anthropic.ErrorMapper claudeErrors =
            new dev.portolan.wire.anthropic.ErrorMapper(AzureProvider.ID);
    private final ErrorAdvice advice;

    AzureClient(
            String connection, URI endpoint, Addresses addresses, Authentication authentication, HttpOptions options) {
        this.addresses = addresses;
        this.authentication = authentication;
        this.fixedHeaders = options.headers();
        String host = endpoint.getPort() < 0 ? endpoint.getHost() : endpoint.getHost() + ":" + endpoint.getPort();
        this.sdk = new SdkClient(addresses.base(), host, options);
        this.advice = new ErrorAdvice(connection, authentication.byToken(), addresses.toString());
    }

    /** Where requests to a deployment go; errors name the model. */
    WireEndpoint endpoint(String path, String deployment, String model) {
        return endpoint(addresses.of(path, deployment), deployment, model, Map.of(), errors::map);
    }

    /** Where requests to a deployment of Claude go. */
    WireEndpoint claude(String deployment, String model) {
        return endpoint(
                addresses.ofClaude(),
                deployment,
                model,
                Map.of(WireProfile.VERSION_HEADER, WireProfile.VERSION),
                claudeErrors::map);
    }

    /** Reads what is no success, in the words of the wire that was spoken. */
    private interface Errors {
        LlmException map(String model, int status, Function<String, @Nullable String> header, byte[] body);
    }

    private WireEndpoint endpoint(String url, String deployment, String model, Map<String, String> own, Errors reader) {
        return new WireEndpoint() {
            @Override
            public String model() {
                return deployment;
            }

            @Override
            public WireAnswer post(byte[] body, boolean stream, CallContext context, CallGuard guard) {
                Map<String, String> headers = headers(stream, context, guard);
                headers.putAll(own);
                AzureAnswer answer = sdk.post(url, deployment, body, headers, guard);
                if (answer.status() >= 200 && answer.status() < 300) {
                    return answer;
                }
                try (answer) {
                    byte[] said = answer.errorBytes();
                    LlmException error = Decoding.of(() -> reader.map(model, answer.status(), answer::header, said));
                    throw advice.addTo(error, deployment, answer::header);
                }
            }
        };
    }

    private Map<String, String> headers(boolean stream, CallContext context, CallGuard guard) {
        Map<String, String> headers = new HashMap<>();
        headers.put("User-Agent", USER_AGENT);
        headers.putAll(fixedHeaders);
        headers.putAll(context.traceHeaders());
        authentication.addTo(headers, context, guard);
        String key = context.idempotencyKey();
        if (key != null) {
            headers.put("Idempotency-Key", key);
        }
        headers.forEach(HttpOptions::requireValidHeader);
        headers.put("Accept", stream ? "text/event-stream" : "application/json");
        headers.put("Content-Type", "application/json");
        return headers;
    }

    @Override
    public void close() {
        sdk.close();
    }
}
