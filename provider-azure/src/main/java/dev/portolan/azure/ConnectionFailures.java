package dev.portolan.azure;

import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.spi.support.CallGuard;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns what the SDK and the JDK's client fail with into the failure of its kind, with what to do about it. */
final class ConnectionFailures {

    private ConnectionFailures() {}

    /** No answer began. */
    static LlmException beforeAnswer(CallGuard guard, String host, Throwable failure) {
        LlmException stopped = guard.failure(failure);
        if (stopped != null) {
            return stopped;
        }
        LlmException known = find(failure, LlmException.class);
        if (known != null) {
            return known;
        }
        if (find(failure, UnknownHostException.class) != null
                || find(failure, UnresolvedAddressException.class) != null) {
            return network("unknown host " + host, "Check the host in endpoint, DNS and proxy", null, failure);
        }
        if (find(failure, SSLException.class) != null) {
            return network(
                    "no trusted TLS connection to " + host,
                    "Check the server's certificate; an authority of your own belongs into the JVM's trust store."
                            + " Verification cannot be turned off",
                    false,
                    failure);
        }
        if (find(failure, ConnectException.class) != null) {
            return network(
                    "no connection to " + host,
                    "Check that endpoint, proxy and firewall are right, and the private endpoint if there is one",
                    null,
                    failure);
        }
        if (find(failure, ProtocolException.class) != null || saysNoHttp(failure)) {
            // The message of the cause would hold what the server said.
            return LlmException.of(
                    ErrorKind.INVALID_RESPONSE,
                    ErrorDetails.builder("what answers at " + host + " does not speak HTTP as expected")
                            .remedy("Check endpoint and proxy")
                            .build(),
                    null);
        }
        return network(
                "the connection to " + host + " broke before an answer",
                "It is unknown whether the vendor did the work. Check network and proxy when it happens often",
                null,
                failure);
    }

    /** The answer began but did not end. */
    static LlmException inAnswer(CallGuard guard, String host, IOException failure) {
        LlmException stopped = guard.failure(failure);
        if (stopped != null) {
            return stopped;
        }
        if (failure instanceof InterruptedIOException) {
            return interrupted(failure);
        }
        return network(
                "the connection to " + host + " broke in the middle of the answer",
                "The vendor did the work. Check network and proxy when it happens often",
                null,
                failure);
    }

    static LlmException interrupted(Exception cause) {
        return LlmException.of(
                ErrorKind.CANCELLED,
                ErrorDetails.builder("the calling thread was interrupted").build(),
                cause);
    }

    /** The JDK tells in the message only, and quotes what came. */
    private static boolean saysNoHttp(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("status line")
                || message.contains("invalid header")
                || message.contains("bad response");
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        int depth = 0;
        for (Throwable at = failure; at != null && depth < 20; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            depth++;
        }
        return null;
    }

    private static LlmException network(String summary, String remedy, @Nullable Boolean retryable, Throwable cause) {
        return LlmException.of(
                ErrorKind.NETWORK,
                ErrorDetails.builder(summary)
                        .remedy(remedy)
                        .retryable(retryable)
                        .build(),
                cause);
    }
}
