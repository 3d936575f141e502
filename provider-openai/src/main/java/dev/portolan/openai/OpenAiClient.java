package dev.portolan.openai;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Credentials;
import dev.portolan.error.LlmException;
import dev.portolan.spi.Secret;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.Decoding;
import dev.portolan.spi.support.WireEndpoint;
import dev.portolan.transport.Endpoint;
import dev.portolan.transport.HttpAnswer;
import dev.portolan.transport.HttpTransport;
import dev.portolan.wire.openai.ErrorMapper;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends requests of any API with the credentials of the connection or the call. Thread-safe. */
final class OpenAiClient implements AutoCloseable {

    private static final String ORGANIZATION = "organization";
    private static final String PROJECT = "project";

    private final HttpTransport transport;
    private final URI baseUrl;
    private final @Nullable Secret apiKey;
    private final @Nullable String organization;
    private final @Nullable String project;
    private final ErrorMapper errors;

    OpenAiClient(OpenAiConnection.Builder builder, HttpTransport transport, String provider) {
        this.transport = transport;
        this.baseUrl = builder.baseUrl();
        this.apiKey = builder.apiKey();
        this.organization = builder.organization();
        this.project = builder.project();
        this.errors = new ErrorMapper(provider);
        // Says now, and not at the first call, that the address will not do.
        transport.endpoint(baseUrl, "models");
    }

    /** Where requests to a model go; errors name the model. */
    WireEndpoint endpoint(String path, String model) {
        Endpoint endpoint = transport.endpoint(baseUrl, path);
        return new WireEndpoint() {
            @Override
            public String model() {
                return model;
            }

            @Override
            public HttpAnswer post(byte[] body, boolean stream, CallContext context, CallGuard guard) {
                return OpenAiClient.this.post(endpoint, body, model, stream, context, guard);
            }
        };
    }

    private HttpAnswer post(
            Endpoint endpoint, byte[] body, String model, boolean stream, CallContext context, CallGuard guard) {
        HttpAnswer answer = endpoint.post(body, headers(context), stream, guard);
        if (answer.isSuccess()) {
            return answer;
        }
        try (answer) {
            throw error(answer, model);
        }
    }

    private LlmException error(HttpAnswer answer, String model) {
        byte[] body = answer.errorBytes();
        return Decoding.of(() -> errors.map(model, answer.status(), answer::header, body));
    }

    private Map<String, String> headers(CallContext context) {
        Map<String, String> headers = new HashMap<>(context.traceHeaders());
        Credentials own = context.credentials();
        String key = own == null ? null : own.get(Credentials.API_KEY);
        if (key == null && apiKey != null) {
            key = apiKey.reveal();
        }
        if (key != null) {
            // A secret from a file often ends with a line break.
            headers.put("Authorization", "Bearer " + key.strip());
        }
        put(headers, "OpenAI-Organization", own == null ? null : own.get(ORGANIZATION), organization);
        put(headers, "OpenAI-Project", own == null ? null : own.get(PROJECT), project);
        put(headers, "Idempotency-Key", context.idempotencyKey(), null);
        return headers;
    }

    private static void put(Map<String, String> headers, String name, @Nullable String first, @Nullable String second) {
        String value = first != null ? first : second;
        if (value != null) {
            headers.put(name, value);
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
