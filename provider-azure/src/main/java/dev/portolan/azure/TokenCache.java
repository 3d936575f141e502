package dev.portolan.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a token while it is good. One that expires soon is still handed out while the next is fetched; calls that need one at
 * the same time wait for the same. The SDK's own cache makes calls wait half a minute after a failure. Thread-safe.
 */
final class TokenCache {

    private static final Logger LOG = LoggerFactory.getLogger(TokenCache.class);

    /** Before that a token is used without a thought. */
    private static final Duration EARLY = Duration.ofMinutes(5);

    /** Behind that it might expire on its way. */
    private static final Duration LATE = Duration.ofSeconds(30);

    private final TokenCredential credential;
    private final String scope;
    private final Clock clock;
    private final AtomicReference<@Nullable CompletableFuture<AccessToken>> fetching = new AtomicReference<>();
    private volatile @Nullable AccessToken kept;

    TokenCache(TokenCredential credential, String scope, Clock clock) {
        this.credential = credential;
        this.scope = scope;
        this.clock = clock;
    }

    /** A token, at once or when it has come. Cancelling the result stops nobody else's waiting. */
    CompletableFuture<AccessToken> get() {
        AccessToken token = kept;
        if (token == null || expiresWithin(token, LATE)) {
            return fetch().copy();
        }
        if (shouldRefresh(token)) {
            CompletableFuture<AccessToken> next = fetch();
            if (next.isDone() && !next.isCompletedExceptionally()) {
                return next.copy();
            }
        }
        return CompletableFuture.completedFuture(token);
    }

    private boolean shouldRefresh(AccessToken token) {
        OffsetDateTime refreshAt = token.getRefreshAt();
        return refreshAt != null ? !OffsetDateTime.now(clock).isBefore(refreshAt) : expiresWithin(token, EARLY);
    }

    private boolean expiresWithin(AccessToken token, Duration span) {
        return !OffsetDateTime.now(clock).plus(span).isBefore(token.getExpiresAt());
    }

    private CompletableFuture<AccessToken> fetch() {
        CompletableFuture<AccessToken> mine = new CompletableFuture<>();
        CompletableFuture<AccessToken> others = fetching.compareAndExchange(null, mine);
        if (others != null) {
            return others;
        }
        credential
                .getToken(new TokenRequestContext().addScopes(scope))
                .subscribe(
                        token -> {
                            kept = token;
                            fetching.set(null);
                            mine.complete(token);
                        },
                        failure -> fail(mine, failure),
                        () -> fail(mine, new IllegalStateException("The credential gave no token")));
        return mine;
    }

    /** Does nothing when a token has come before. */
    private void fail(CompletableFuture<AccessToken> mine, Throwable failure) {
        if (!mine.isDone()) {
            LOG.debug("No token of Entra ID: {}", failure.getClass().getName());
            fetching.set(null);
            mine.completeExceptionally(failure);
        }
    }
}
