package dev.portolan.routing.catalog.update;

import dev.portolan.routing.catalog.update.RefreshOutcome.Cause;
import dev.portolan.routing.catalog.update.RefreshOutcome.Failed;
import dev.portolan.spi.support.Loopback;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Gets a file by HTTP: conditionally, bounded in time and size, over https or from this machine only, redirects included. */
final class CatalogFetch {

    private static final int MOST_REDIRECTS = 5;

    private final HttpClient client;
    private final Duration timeout;
    private final long mostBytes;

    CatalogFetch(HttpClient client, Duration timeout, long mostBytes) {
        this.client = client;
        this.timeout = timeout;
        this.mostBytes = mostBytes;
    }

    /**
     * What tells the server which state is here.
     *
     * @param etag its {@code ETag}
     * @param lastModified its {@code Last-Modified}
     */
    record Validators(@Nullable String etag, @Nullable String lastModified) {
        static final Validators NONE = new Validators(null, null);
    }

    /** What came. */
    sealed interface Answer {}

    /** The same as before. */
    record Same() implements Answer {}

    /** A file. */
    static final class Body implements Answer {
        private final byte[] bytes;
        private final Validators validators;

        Body(byte[] bytes, Validators validators) {
            this.bytes = bytes;
            this.validators = validators;
        }

        byte[] bytes() {
            return bytes;
        }

        Validators validators() {
            return validators;
        }
    }

    /** Nothing. */
    record Nothing(Failed failure) implements Answer {}

    static boolean allowed(URI address) {
        String scheme = address.getScheme();
        String host = address.getHost();
        if (scheme == null || host == null || address.getRawUserInfo() != null) {
            return false;
        }
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "https" -> true;
            case "http" -> Loopback.is(host);
            default -> false;
        };
    }

    /** Without what may be secret. */
    static String shown(URI address) {
        return address.getScheme() + "://" + address.getHost()
                + (address.getPort() < 0 ? "" : ":" + address.getPort())
                + (address.getRawPath() == null ? "" : address.getRawPath());
    }

    Answer get(URI address, Validators validators) {
        long deadline = System.nanoTime() + timeout.toNanos();
        URI at = address;
        for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
            if (!allowed(at)) {
                return failed(
                        Cause.FORBIDDEN_ADDRESS,
                        shown(address) + " redirects to " + shown(at)
                                + ": only https is followed, plain http on this machine alone");
            }
            Object sent = send(request(at, validators), at, deadline);
            if (sent instanceof Nothing nothing) {
                return nothing;
            }
            HttpResponse<?> response = (HttpResponse<?>) sent;
            String location = response.headers().firstValue("Location").orElse(null);
            if (response.statusCode() / 100 == 3 && response.statusCode() != 304 && location != null) {
                try {
                    at = at.resolve(location);
                } catch (IllegalArgumentException e) {
                    return failed(Cause.STATUS, shown(at) + " redirects to what is no address");
                }
                continue;
            }
            return answer(at, response);
        }
        return failed(Cause.STATUS, shown(address) + " redirects more than " + MOST_REDIRECTS + " times");
    }

    private static Answer answer(URI at, HttpResponse<?> response) {
        return switch (response.statusCode()) {
            case 304 -> new Same();
            case 200 ->
                new Body(
                        (byte[]) response.body(),
                        new Validators(
                                response.headers().firstValue("ETag").orElse(null),
                                response.headers().firstValue("Last-Modified").orElse(null)));
            default -> failed(Cause.STATUS, shown(at) + " answered with status " + response.statusCode());
        };
    }

    private HttpRequest request(URI at, Validators validators) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at)
                .timeout(timeout)
                .header("Accept", "application/json, application/gzip;q=0.9, */*;q=0.5");
        if (validators.etag() != null) {
            request.header("If-None-Match", validators.etag());
        }
        if (validators.lastModified() != null) {
            request.header("If-Modified-Since", validators.lastModified());
        }
        return request.GET().build();
    }

    /** The response, or {@link Nothing}. */
    private Object send(HttpRequest request, URI at, long deadline) {
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request, response -> new BoundedBody(mostBytes));
        try {
            return sent.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return failed(Cause.TIMEOUT, shown(at) + " took longer than " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(Cause.INTERRUPTED, "interrupted while reading " + shown(at));
        } catch (ExecutionException e) {
            return failure(at, e.getCause() == null ? e : e.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private Nothing failure(URI at, Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof BoundedBody.TooLarge) {
                return failed(Cause.TOO_LARGE, shown(at) + ": " + cause.getMessage());
            }
            if (cause instanceof java.net.http.HttpTimeoutException) {
                return failed(Cause.TIMEOUT, shown(at) + " took longer than " + timeout.toMillis() + " ms");
            }
        }
        String detail = problem.getMessage();
        return failed(
                Cause.NETWORK,
                shown(at) + " cannot be read: " + problem.getClass().getSimpleName()
                        + (detail == null ? "" : ", " + detail));
    }

    private static Nothing failed(Cause cause, String message) {
        return new Nothing(new Failed(cause, message));
    }
}
