package dev.portolan.transport;

import dev.portolan.spi.ProviderChatModel;
import dev.portolan.spi.Secret;
import dev.portolan.spi.support.HttpOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of one connection. Calls run on the caller's thread, from sending the request to the last byte of the answer;
 * any number may run at once. Thread-safe.
 *
 * <ul>
 *   <li>Nothing is retried, but for one case: a kept connection that turns out to be dead before a byte of the answer came is
 *       replaced once.
 *   <li>Redirects are not followed, so that credentials do not travel.
 *   <li>Time limits are those of the call's {@link dev.portolan.spi.support.CallGuard}; OkHttp's own, which wake a thread for
 *       every read, are off.
 *   <li>Interrupting a thread does not stop a read in progress; cancelling the call does.
 *   <li>TLS certificates are always verified. Plain {@code http} goes to loopback only, unless it is allowed.
 * </ul>
 */
public final class HttpTransport implements AutoCloseable {

    private static final String USER_AGENT = "portolan/" + version();

    private final OkHttpClient client;
    private final boolean owned;
    private final HttpOptions options;
    private final Headers headers;

    /**
     * A client that has not connected to anything yet.
     *
     * @param options how it moves bytes
     */
    public HttpTransport(TransportOptions options) {
        OkHttpClient given = options.client();
        this.owned = given == null;
        this.client = given == null
                ? ruled(own(options)).eventListener(PhaseListener.INSTANCE).build()
                : ruled(given.newBuilder())
                        .eventListenerFactory(call ->
                                given.eventListenerFactory().create(call).plus(PhaseListener.INSTANCE))
                        .build();
        this.options = options.http();
        Headers.Builder fixed = new Headers.Builder().set("User-Agent", USER_AGENT);
        this.options.headers().forEach(fixed::set);
        this.headers = fixed.build();
    }

    /**
     * A place to send requests to.
     *
     * @param base an absolute {@code http} or {@code https} address; a query stays behind the path
     * @param path what follows the base's path, such as {@code chat/completions}
     * @return the place
     * @throws IllegalArgumentException when the address is none, or plain {@code http} to another machine that is not allowed;
     *     the message names the setting
     */
    public Endpoint endpoint(URI base, String path) {
        HttpUrl url = HttpUrl.get(options.requireSafe("base-url", base));
        if (url == null) {
            throw new IllegalArgumentException("base-url must be an http or https address: " + base.getHost());
        }
        return new Endpoint(this, url.newBuilder().addPathSegments(path).build());
    }

    /** Closes unused connections. Calls in flight go on. Does nothing to a client that the application gave. */
    @Override
    public void close() {
        if (owned) {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }

    OkHttpClient client() {
        return client;
    }

    Headers headers() {
        return headers;
    }

    long maxResponseBytes() {
        return options.maxResponseBytes();
    }

    private static OkHttpClient.Builder own(TransportOptions options) {
        // Only asynchronous calls of OkHttp's are queued by these numbers, and there are none here; a number that is
        // never
        // reached says so whatever a later version of OkHttp counts.
        Dispatcher unlimited = new Dispatcher();
        unlimited.setMaxRequests(Integer.MAX_VALUE);
        unlimited.setMaxRequestsPerHost(Integer.MAX_VALUE);
        Duration keepAlive = options.keepAlive();
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .dispatcher(unlimited)
                .connectionPool(new ConnectionPool(
                        options.maxIdleConnections(), Math.max(1, keepAlive.toMillis()), TimeUnit.MILLISECONDS))
                .pingInterval(options.pingInterval());
        if (!options.http2()) {
            builder.protocols(List.of(Protocol.HTTP_1_1));
        }
        HttpOptions.Proxy proxy = options.http().proxy();
        if (proxy != null) {
            builder.proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
            if (proxy.username() != null && proxy.password() != null) {
                builder.proxyAuthenticator(proxyLogin(proxy.username(), proxy.password()));
            }
        }
        return builder;
    }

    private static Authenticator proxyLogin(String username, Secret password) {
        return (route, response) -> response.request().header("Proxy-Authorization") != null
                ? null
                : response.request()
                        .newBuilder()
                        .header("Proxy-Authorization", Credentials.basic(username, password.reveal()))
                        .build();
    }

    private static OkHttpClient.Builder ruled(OkHttpClient.Builder builder) {
        return builder.retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                // Racing addresses takes a thread for each connection that is opened.
                .fastFallback(false)
                .callTimeout(Duration.ZERO)
                // What most calls ask for; the others change it for themselves.
                .connectTimeout(Objects.requireNonNull(ProviderChatModel.CHAT_TIMEOUTS.connect()))
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .addInterceptor(SingleSending::show)
                .addNetworkInterceptor(SingleSending::hide)
                .addInterceptor(HttpTransport::limitConnecting);
    }

    private static Response limitConnecting(Interceptor.Chain chain) throws IOException {
        PhaseListener.Call current = chain.request().tag(PhaseListener.Call.class);
        Duration limit = current == null ? null : current.guard().connectLimit();
        int millis = 0;
        if (limit != null && limit.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) <= 0) {
            millis = (int) Math.max(1, limit.toMillis());
        }
        if (millis == chain.connectTimeoutMillis()) {
            return chain.proceed(chain.request());
        }
        return chain.withConnectTimeout(millis, TimeUnit.MILLISECONDS).proceed(chain.request());
    }

    private static String version() {
        @Nullable String version = HttpTransport.class.getPackage().getImplementationVersion();
        return Objects.requireNonNullElse(version, "dev");
    }
}
