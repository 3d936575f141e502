package dev.portolan.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import dev.portolan.chat.CallContext;
import dev.portolan.chat.Credentials;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.Secret;
import dev.portolan.spi.support.CallGuard;
import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking: a key, or a token of Entra ID that is fetched when it is needed and kept until shortly before it expires. The
 * headers are ours to set, since the SDK refuses to send either over plain http, loopback included. Thread-safe.
 */
final class Authentication {

    /** A token for one call, in place of the connection's own credentials. */
    static final String TOKEN = "token";

    private final @Nullable Secret apiKey;
    private final @Nullable TokenCache tokens;

    private Authentication(@Nullable Secret apiKey, @Nullable TokenCache tokens) {
        this.apiKey = apiKey;
        this.tokens = tokens;
    }

    static Authentication apiKey(Secret key) {
        return new Authentication(key, null);
    }

    static Authentication entra(TokenCredential credential, String scope) {
        return new Authentication(null, new TokenCache(credential, scope, Clock.systemUTC()));
    }

    /** Whether calls carry a token. */
    boolean byToken() {
        return tokens != null;
    }

    /**
     * The scope of tokens for a resource, by the cloud that its address is in.
     *
     * @see <a href="https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure">Azure:
     *     endpoints of sovereign clouds</a>
     */
    static String scope(URI endpoint) {
        return "https://cognitiveservices.azure." + topLevel(endpoint) + "/.default";
    }

    /** Where identities of the resource's cloud sign in. */
    static String authorityHost(URI endpoint) {
        return switch (topLevel(endpoint)) {
            case "us" -> "https://login.microsoftonline.us";
            case "cn" -> "https://login.chinacloudapi.cn";
            default -> "https://login.microsoftonline.com";
        };
    }

    private static String topLevel(URI endpoint) {
        String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
        return host.endsWith(".azure.us") ? "us" : host.endsWith(".azure.cn") ? "cn" : "com";
    }

    /** Adds the header of the call's own credentials or of the connection's. */
    void addTo(Map<String, String> headers, CallContext context, CallGuard guard) {
        Credentials own = context.credentials();
        String token = own == null ? null : own.get(TOKEN);
        String key = own == null ? null : own.get(Credentials.API_KEY);
        if (token != null) {
            headers.put("Authorization", "Bearer " + token.strip());
        } else if (key != null) {
            headers.put("api-key", key.strip());
        } else if (apiKey != null) {
            // A secret from a file often ends with a line break.
            headers.put("api-key", apiKey.reveal().strip());
        } else if (tokens != null) {
            headers.put("Authorization", "Bearer " + fetch(tokens, guard));
        }
    }

    private static String fetch(TokenCache tokens, CallGuard guard) {
        guard.sending();
        CompletableFuture<AccessToken> fetching = tokens.get();
        guard.onAbort(() -> fetching.cancel(true));
        try {
            return fetching.get().getToken();
        } catch (ExecutionException | CancellationException e) {
            LlmException stopped = guard.failure(e);
            if (stopped != null) {
                throw stopped;
            }
            throw refused(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ConnectionFailures.interrupted(e);
        }
    }

    private static LlmException refused(Throwable cause) {
        return LlmException.of(
                ErrorKind.AUTHENTICATION,
                ErrorDetails.builder("Entra ID gave no token")
                        .vendorMessage(cause.getMessage())
                        .remedy(
                                "See vendorMessage(), and check which identity the process runs as: a managed identity, a"
                                        + " service principal in the environment, or a developer's login")
                        .build(),
                null);
    }
}
