package dev.portolan.transport;

import dev.portolan.chat.WireListener.End;
import dev.portolan.chat.WireListener.Header;
import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.CallGuard;
import dev.portolan.spi.support.HttpOptions;
import dev.portolan.spi.support.WireExchange;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One address of a vendor's API. Thread-safe. */
public final class Endpoint {

    private static final MediaType JSON = MediaType.get("application/json");

    /** A dead connection shows within a round trip; what breaks later broke while the vendor worked. */
    private static final long STALE_WITHIN_NANOS = 2_000_000_000L;

    private final HttpTransport transport;
    private final HttpUrl url;

    Endpoint(HttpTransport transport, HttpUrl url) {
        this.transport = transport;
        this.url = url;
    }

    /**
     * The host, for messages.
     *
     * @return its name
     */
    public String host() {
        return url.host();
    }

    /**
     * Sends JSON and waits until the answer begins, with whatever status.
     *
     * @param json the request's body, UTF-8; not changed
     * @param headers the call's own headers: credentials, trace context
     * @param stream whether the answer shall come piece by piece; asks the server not to compress it, since compressors hold
     *     pieces back
     * @param guard stops the call; limits connecting and waiting for the answer
     * @return the answer, to be closed
     * @throws LlmException when no answer came: network, timeout, cancelled, or invalid-response when it was no HTTP or a
     *     redirect
     * @throws IllegalArgumentException when a header cannot be sent; the message names it, but not its value
     */
    public HttpAnswer post(byte[] json, Map<String, String> headers, boolean stream, CallGuard guard) {
        return send("POST", json, headers(headers, stream), guard);
    }

    /**
     * Asks for what is there, and waits until the answer begins, with whatever status.
     *
     * @param headers the call's own headers: credentials, trace context
     * @param guard stops the call; limits connecting and waiting for the answer
     * @return the answer, to be closed
     * @throws LlmException as {@link #post} does
     * @throws IllegalArgumentException when a header cannot be sent; the message names it, but not its value
     */
    public HttpAnswer get(Map<String, String> headers, CallGuard guard) {
        return send("GET", null, headers(headers, false), guard);
    }

    private HttpAnswer send(String method, byte @Nullable [] json, Headers all, CallGuard guard) {
        RequestBody body = json == null ? null : RequestBody.create(json, JSON);
        byte[] shown = json == null ? new byte[0] : json;
        boolean secondTry = false;
        while (true) {
            guard.requireRunning();
            guard.connecting();
            PhaseListener.Call phases = new PhaseListener.Call(guard);
            Call call = transport
                    .client()
                    .newCall(new Request.Builder()
                            .url(url)
                            .headers(all)
                            .tag(PhaseListener.Call.class, phases)
                            .method(method, body)
                            .build());
            guard.onAbort(call::cancel);
            WireExchange exchange =
                    guard.isObserved() ? guard.exchange(method, url.toString(), shown(all), shown) : WireExchange.NONE;
            try {
                return answer(call.execute(), guard, exchange);
            } catch (IOException e) {
                exchange.ended(End.BROKEN, e);
                LlmException stopped = guard.failure(e);
                if (stopped != null) {
                    throw stopped;
                }
                if (secondTry || !isStale(phases, e)) {
                    throw ConnectionFailures.beforeAnswer(url, e);
                }
                // Whatever killed this one, such as a restart of the server, has killed its neighbours.
                transport.client().connectionPool().evictAll();
                secondTry = true;
            }
        }
    }

    private Headers headers(Map<String, String> own, boolean stream) {
        Headers.Builder all = transport.headers().newBuilder();
        own.forEach((name, value) -> {
            HttpOptions.requireValidHeader(name, value);
            all.set(name, value);
        });
        all.set("Accept", stream ? "text/event-stream" : "application/json");
        if (stream) {
            all.set("Accept-Encoding", "identity");
        }
        return all.build();
    }

    private static List<Header> shown(Headers headers) {
        return StreamSupport.stream(headers.spliterator(), false)
                .map(header -> new Header(header.getFirst(), header.getSecond()))
                .toList();
    }

    private HttpAnswer answer(Response response, CallGuard guard, WireExchange exchange) {
        int status = response.code();
        if (exchange.isObserved()) {
            exchange.answered(status, shown(response.headers()));
        }
        if (status >= 300 && status < 400) {
            String location = response.header("Location");
            response.close();
            exchange.ended(End.LEFT, null);
            throw redirect(status, location);
        }
        return new HttpAnswer(response, guard, transport.maxResponseBytes(), url, exchange);
    }

    private LlmException redirect(int status, @Nullable String location) {
        HttpUrl target = location == null ? null : url.resolve(location);
        // The rest of the address is the server's word, and may repeat what was sent.
        String where = target == null ? "elsewhere" : "to " + target.scheme() + "://" + target.host();
        return LlmException.of(
                ErrorKind.INVALID_RESPONSE,
                ErrorDetails.builder("the server redirects " + where)
                        .status(status)
                        .vendorMessage(location)
                        .retryable(false)
                        .remedy("Redirects are not followed, so that keys do not travel; correct base-url")
                        .build(),
                null);
    }

    /**
     * Whether a kept connection had died before the request arrived, so that nothing can have been done. Servers close
     * connections that idle, and a request may be on its way then.
     */
    private static boolean isStale(PhaseListener.Call phases, IOException e) {
        if (!phases.reusedConnection() || phases.nanosSinceSent() > STALE_WITHIN_NANOS) {
            return false;
        }
        return e instanceof SocketException || http2Unprocessed(e) || endedBeforeFirstByte(e);
    }

    /** OkHttp keeps these types to itself; a stream that was reset after the server took it is not among them. */
    private static boolean http2Unprocessed(IOException e) {
        return "stream was reset: REFUSED_STREAM".equals(e.getMessage())
                || e.getClass().getSimpleName().equals("ConnectionShutdownException");
    }

    /** Okio tells in the message how much it had when it looked for the end of the status line. */
    private static boolean endedBeforeFirstByte(IOException e) {
        Throwable cause = e.getCause();
        String message = cause instanceof EOFException ? cause.getMessage() : null;
        return message != null && message.contains("limit=0");
    }

    @Override
    public String toString() {
        return "Endpoint[" + url.scheme() + "://" + url.host() + ":" + url.port() + url.encodedPath() + "]";
    }
}
