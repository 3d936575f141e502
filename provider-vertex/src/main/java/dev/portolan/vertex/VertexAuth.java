package dev.portolan.vertex;

import com.google.auth.Credentials;
import com.google.auth.RequestMetadataCallback;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.Secret;
import dev.portolan.spi.support.CallGuard;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells who calls. Credentials are looked for at the first call, since looking may ask the machine's own services; a token is
 * fetched by a thread apart, so that a call that is cancelled need not wait for it. Thread-safe.
 */
final class VertexAuth implements AutoCloseable {

    private static final String AUTHORIZATION = "authorization";
    private static final String QUOTA_PROJECT = "x-goog-user-project";
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final int TOKEN_THREADS = 2;

    /** Where application default credentials come from. */
    @FunctionalInterface
    interface Defaults {
        GoogleCredentials find() throws IOException;
    }

    private final AuthMode mode;
    private final ConnectionOptions options;
    private final Defaults defaults;
    private final URI audience;
    private final ReentrantLock lock = new ReentrantLock();
    private final ThreadPoolExecutor fetching;
    private volatile @Nullable Credentials credentials;

    VertexAuth(ConnectionOptions options, String host) {
        this(options, host, GoogleCredentials::getApplicationDefault);
    }

    VertexAuth(ConnectionOptions options, String host, Defaults defaults) {
        this.options = options;
        this.mode = options.authMode();
        this.defaults = defaults;
        this.audience = URI.create("https://" + host + "/google.cloud.aiplatform.v1.PredictionService");
        this.credentials = options.impersonate == null ? options.credentials : null;
        this.fetching = new ThreadPoolExecutor(
                TOKEN_THREADS, TOKEN_THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), VertexAuth::daemon);
        fetching.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(null, task, "portolan-vertex-token", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(VertexAuth.class.getClassLoader());
        return thread;
    }

    /**
     * The headers that tell who calls. May wait for a token.
     *
     * @param own credentials of the call, in place of the connection's, or {@code null}
     * @throws LlmException of kind authentication when there are no credentials or no token is to be had for them
     */
    Map<String, String> headers(dev.portolan.chat.@Nullable Credentials own, CallGuard guard) {
        Map<String, String> headers = new LinkedHashMap<>();
        String token = own == null ? null : own.get("access-token");
        if (token == null && own != null) {
            token = own.get(dev.portolan.chat.Credentials.API_KEY);
        }
        Secret fixed = options.accessToken;
        if (token == null && mode == AuthMode.TOKEN && fixed != null && options.impersonate == null) {
            token = fixed.reveal();
        }
        if (token != null) {
            // A secret from a file often ends with a line break.
            headers.put(AUTHORIZATION, "Bearer " + token.strip());
        } else if (mode != AuthMode.NONE || options.credentials != null) {
            fetched(guard).forEach((name, values) -> values.forEach(value -> headers.put(lower(name), value)));
        }
        if (options.quotaProject != null) {
            headers.put(QUOTA_PROJECT, options.quotaProject);
        }
        return headers;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private Map<String, List<String>> fetched(CallGuard guard) {
        CompletableFuture<Map<String, List<String>>> headers = new CompletableFuture<>();
        guard.requireRunning();
        guard.sending();
        Credentials known = credentials;
        if (known != null) {
            known.getRequestMetadata(audience, fetching, new Callback(headers));
        } else {
            fetching.execute(() -> find(headers, fetching));
        }
        guard.onAbort(() -> headers.cancel(false));
        try {
            return headers.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LlmException.of(
                    ErrorKind.CANCELLED,
                    ErrorDetails.builder("the calling thread was interrupted").build(),
                    e);
        } catch (ExecutionException | CancellationException e) {
            LlmException stopped = guard.failure(null);
            throw stopped != null ? stopped : failure(e.getCause() == null ? e : e.getCause());
        }
    }

    private void find(CompletableFuture<Map<String, List<String>>> headers, ExecutorService executor) {
        try {
            credentials().getRequestMetadata(audience, executor, new Callback(headers));
        } catch (IOException | RuntimeException e) {
            headers.completeExceptionally(e);
        }
    }

    private Credentials credentials() throws IOException {
        lock.lock();
        try {
            Credentials known = credentials;
            if (known == null) {
                known = made();
                credentials = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private Credentials made() throws IOException {
        GoogleCredentials source = source();
        String target = options.impersonate;
        GoogleCredentials made = source.createScoped(SCOPE);
        if (target != null) {
            ImpersonatedCredentials.Builder impersonated = ImpersonatedCredentials.newBuilder()
                    .setSourceCredentials(made)
                    .setTargetPrincipal(target)
                    .setDelegates(options.delegates)
                    .setScopes(List.of(SCOPE))
                    .setLifetime(3600);
            if (options.iamEndpoint != null) {
                impersonated.setIamEndpointOverride(
                        options.iamEndpoint + "/v1/projects/-/serviceAccounts/" + target + ":generateAccessToken");
            }
            return impersonated.build();
        }
        return made;
    }

    private GoogleCredentials source() throws IOException {
        if (options.credentials instanceof GoogleCredentials given) {
            return given;
        }
        Secret json = options.credentialsJson;
        Secret token = options.accessToken;
        String file = options.credentialsFile;
        if (mode == AuthMode.JSON && json != null) {
            return read(new ByteArrayInputStream(json.reveal().getBytes(StandardCharsets.UTF_8)));
        }
        if (mode == AuthMode.FILE && file != null) {
            try (InputStream in = new FileInputStream(file)) {
                return read(in);
            }
        }
        if (mode == AuthMode.TOKEN && token != null) {
            return GoogleCredentials.create(
                    new com.google.auth.oauth2.AccessToken(token.reveal().strip(), null));
        }
        return defaults.find();
    }

    /** The SDK's message about a broken file may quote it. */
    private static GoogleCredentials read(InputStream in) throws IOException {
        try {
            return GoogleCredentials.fromStream(in);
        } catch (IOException | RuntimeException e) {
            throw new IOException("these are no credentials that the SDK knows: "
                    + e.getClass().getName());
        }
    }

    private static LlmException failure(Throwable e) {
        return ErrorDetails.builder(
                        "no token for the credentials: " + e.getClass().getName())
                .provider(VertexProvider.ID)
                .remedy(
                        "Check auth and its settings; without any, run gcloud auth application-default login, or give the"
                                + " machine a service account")
                .vendorMessage(e.getMessage())
                .toException(ErrorKind.AUTHENTICATION);
    }

    @Override
    public void close() {
        fetching.shutdown();
    }

    @Override
    public String toString() {
        return "VertexAuth[" + mode.word() + "]";
    }

    private record Callback(CompletableFuture<Map<String, List<String>>> headers) implements RequestMetadataCallback {
        @Override
        public void onSuccess(Map<String, List<String>> metadata) {
            headers.complete(metadata);
        }

        @Override
        public void onFailure(Throwable thrown) {
            headers.completeExceptionally(thrown);
        }
    }
}
