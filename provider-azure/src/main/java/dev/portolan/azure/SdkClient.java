package dev.portolan.azure;

import com.azure.ai.openai.OpenAIAsyncClient;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.ProxyOptions;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.rest.RequestOptions;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Configuration;
import com.azure.core.util.Context;
import dev.portolan.chat.WireListener.Header;
import dev.portolan.spi.Secret;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.HttpOptions;
import dev.portolan.spi.support.WireExchange;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The SDK's asynchronous client, with all that it would do by itself taken off: no retries, no redirects, no cookies, no time
 * limits, no logging of requests, no settings from the environment. Time limits are those of the call's {@link CallGuard}.
 *
 * <p>Its callbacks run on a few threads that all connections share; the JDK's client adds one that waits for sockets for each
 * connection, and lets go of it some time after the connection was dropped. Thread-safe.
 */
final class SdkClient implements AutoCloseable {

    private static final String ANSWER = "dev.portolan.azure.answer";

    /** Longer than any limit of a guard, which the SDK does not know; zero would mean none, but the JDK refuses it. */
    private static final Duration NEVER = Duration.ofDays(1);

    private volatile @Nullable OpenAIAsyncClient client;
    private final String host;
    private final long maxResponseBytes;

    SdkClient(String endpoint, String host, HttpOptions options) {
        this.host = host;
        this.maxResponseBytes = options.maxResponseBytes();
        this.client = new OpenAIClientBuilder()
                .endpoint(endpoint)
                .configuration(Configuration.NONE)
                .pipeline(new HttpPipelineBuilder()
                        .httpClient(http(options))
                        .policies(new HandOver())
                        .build())
                .buildAsyncClient();
    }

    private static HttpClient http(HttpOptions options) {
        // HTTP/1.1: over HTTP/2 the JDK keeps a single connection to a host and fails what exceeds its streams.
        JdkHttpClientBuilder builder = new JdkHttpClientBuilder()
                .configuration(Configuration.NONE)
                .executor(Threads.SHARED)
                .connectionTimeout(NEVER)
                .writeTimeout(Duration.ZERO)
                .responseTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO);
        HttpOptions.Proxy proxy = options.proxy();
        if (proxy != null) {
            ProxyOptions through = new ProxyOptions(
                    ProxyOptions.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port()));
            Secret password = proxy.password();
            if (proxy.username() != null && password != null) {
                through.setCredentials(proxy.username(), password.reveal());
            }
            builder.proxy(through);
        }
        return builder.build();
    }

    /** Sends and waits until an answer begins, with whatever status. The caller closes it. */
    AzureAnswer post(String url, String deployment, byte[] body, Map<String, String> headers, CallGuard guard) {
        OpenAIAsyncClient open = client;
        if (open == null) {
            throw new IllegalStateException("The connection to " + host + " is closed");
        }
        guard.requireRunning();
        guard.connecting();
        AzureAnswer answer = new AzureAnswer(guard, exchange(url, headers, body, guard), host, maxResponseBytes);
        RequestOptions request = new RequestOptions()
                .setContext(new Context(ANSWER, answer))
                .addRequestCallback(sent -> {
                    // The SDK's own address has a version from its list behind it.
                    sent.setUrl(url);
                    HttpHeaders all = sent.getHeaders();
                    headers.forEach((name, value) -> all.set(HttpHeaderName.fromString(name), value));
                });
        // The body is asked for once the connection stands, which is the only sign of it that the SDK gives.
        Flux<ByteBuffer> bytes = Flux.defer(() -> {
            guard.sending();
            return Flux.just(ByteBuffer.wrap(body).asReadOnlyBuffer());
        });
        answer.send(BinaryData.fromFlux(bytes, (long) body.length, false)
                .flatMap(data -> open.getChatCompletionsWithResponse(deployment, data, request)));
        return answer;
    }

    private static WireExchange exchange(String url, Map<String, String> headers, byte[] body, CallGuard guard) {
        if (!guard.isObserved()) {
            return WireExchange.NONE;
        }
        List<Header> shown = headers.entrySet().stream()
                .map(header -> new Header(header.getKey(), header.getValue()))
                .toList();
        return guard.exchange("POST", url, shown, body);
    }

    /**
     * Lets go of the SDK's client. Calls in flight go on. The JDK's client, to which the SDK gives no access, closes its idle
     * connections when it is collected.
     */
    @Override
    public void close() {
        client = null;
    }

    /** The last in the pipeline: gives the answer to the call before the SDK looks at it. */
    private static final class HandOver implements HttpPipelinePolicy {
        @Override
        public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
            HttpRequest request = context.getHttpRequest();
            request.setHeaders(new UnlistedLength(request.getHeaders()));
            AzureAnswer answer = (AzureAnswer)
                    context.getData(ANSWER).orElseThrow(() -> new IllegalStateException("A call without its answer"));
            return next.process().doOnNext(answer::answered).flatMap(response -> Mono.empty());
        }
    }

    /**
     * Headers that know the length of the body but do not list it: the SDK asks for it, and writes a warning for each call that
     * does list it, since the JDK sets this header by itself.
     */
    private static final class UnlistedLength extends HttpHeaders {
        private final @Nullable String length;

        UnlistedLength(HttpHeaders all) {
            super(all);
            this.length = all.getValue(HttpHeaderName.CONTENT_LENGTH);
            remove(HttpHeaderName.CONTENT_LENGTH);
        }

        @Override
        public @Nullable String getValue(HttpHeaderName name) {
            return name.equals(HttpHeaderName.CONTENT_LENGTH) ? length : super.getValue(name);
        }
    }

    private static final class Threads {

        /** What runs here is short: it parses heads and hands buffers over. */
        static final ThreadPoolExecutor SHARED = create();

        private static ThreadPoolExecutor create() {
            int size = Math.max(4, Math.min(16, 2 * Runtime.getRuntime().availableProcessors()));
            AtomicInteger number = new AtomicInteger();
            ThreadPoolExecutor threads =
                    new ThreadPoolExecutor(size, size, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                        Thread thread = new Thread(work, "portolan-azure-" + number.incrementAndGet());
                        thread.setDaemon(true);
                        return thread;
                    });
            threads.allowCoreThreadTimeOut(true);
            return threads;
        }
    }
}
