package dev.portolan.ollama;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.Credentials;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.Secret;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.Decoding;
import dev.portolan.transport.Endpoint;
import dev.portolan.transport.HttpAnswer;
import dev.portolan.transport.HttpTransport;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests with the credentials of the connection or the call. Where that was asked for, a model that the server lacks is
 * fetched and the request sent again, once. Thread-safe.
 */
final class OllamaClient implements AutoCloseable {

    private final HttpTransport transport;
    private final @Nullable Secret apiKey;
    private final @Nullable ModelPull pull;
    private final Endpoint chat;
    private final Endpoint embed;
    private final Endpoint show;
    private final Endpoint running;
    private final Endpoint tags;
    private final Endpoint version;
    private final Endpoint fetch;

    /**
     * @param pull follows the fetching of a model that the server lacks; without it none is fetched
     */
    OllamaClient(HttpTransport transport, URI baseUrl, @Nullable Secret apiKey, @Nullable ModelPull pull) {
        this.transport = transport;
        this.apiKey = apiKey;
        this.pull = pull;
        this.chat = transport.endpoint(baseUrl, "api/chat");
        this.embed = transport.endpoint(baseUrl, "api/embed");
        this.show = transport.endpoint(baseUrl, "api/show");
        this.running = transport.endpoint(baseUrl, "api/ps");
        this.tags = transport.endpoint(baseUrl, "api/tags");
        this.version = transport.endpoint(baseUrl, "api/version");
        this.fetch = transport.endpoint(baseUrl, "api/pull");
    }

    HttpAnswer chat(byte[] body, String model, boolean stream, CallContext context, CallGuard guard) {
        return pulling(chat, body, model, stream, context, guard);
    }

    HttpAnswer embed(byte[] body, String model, CallContext context, CallGuard guard) {
        return pulling(embed, body, model, false, context, guard);
    }

    HttpAnswer show(byte[] body, String model, CallContext context, CallGuard guard) {
        return pulling(show, body, model, false, context, guard);
    }

    HttpAnswer running(String model, CallContext context, CallGuard guard) {
        return successful(running.get(headers(context), guard), model);
    }

    HttpAnswer tags(CallContext context, CallGuard guard) {
        return successful(tags.get(headers(context), guard), "");
    }

    HttpAnswer version(CallContext context, CallGuard guard) {
        return successful(version.get(headers(context), guard), "");
    }

    private HttpAnswer pulling(
            Endpoint to, byte[] body, String model, boolean stream, CallContext context, CallGuard guard) {
        try {
            return post(to, body, model, stream, context, guard);
        } catch (LlmException e) {
            if (pull == null || !e.kind().equals(ErrorKind.MODEL_NOT_FOUND)) {
                throw e;
            }
            try (HttpAnswer progress = post(fetch, ModelPull.request(model), model, true, context, guard)) {
                pull.follow(progress, model, guard);
            }
            return post(to, body, model, stream, context, guard);
        }
    }

    private HttpAnswer post(
            Endpoint to, byte[] body, String model, boolean stream, CallContext context, CallGuard guard) {
        return successful(to.post(body, headers(context), stream, guard), model);
    }

    private static HttpAnswer successful(HttpAnswer answer, String model) {
        if (answer.isSuccess()) {
            return answer;
        }
        try (answer) {
            byte[] body = answer.errorBytes();
            throw Decoding.of(() -> new ErrorMapper(model).map(answer.status(), answer::header, body));
        }
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
        return headers;
    }

    @Override
    public void close() {
        transport.close();
    }
}
