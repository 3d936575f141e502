package dev.portolan.transport;

import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Turns what OkHttp throws into the failure of its kind, with what to do about it. */
final class ConnectionFailures {

    private ConnectionFailures() {}

    /** No answer began. */
    static LlmException beforeAnswer(HttpUrl url, IOException e) {
        String where = url.host() + ":" + url.port();
        if (interrupted(e)) {
            return interruption(e);
        }
        if (e instanceof UnknownHostException) {
            return network("unknown host " + url.host(), "Check the host in base-url, DNS and proxy", null, e);
        }
        if (e instanceof SocketTimeoutException) {
            return LlmException.of(
                    ErrorKind.TIMEOUT,
                    ErrorDetails.builder("no connection to " + where + " in time")
                            .timeoutPhase(TimeoutPhase.CONNECT)
                            .remedy("Check address, proxy and firewall, or allow more time to connect")
                            .build(),
                    e);
        }
        if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
            return network(
                    "no connection to " + where + reason(e),
                    "Check that the server runs and that base-url, proxy and firewall are right",
                    null,
                    e);
        }
        if (e instanceof SSLException) {
            return network(
                    "no trusted TLS connection to " + where,
                    "Check the server's certificate; an authority of your own belongs into the JVM's trust store or into a"
                            + " client given in code. Verification cannot be turned off",
                    false,
                    e);
        }
        if (e instanceof ProtocolException) {
            // The message of the cause would hold what the server said.
            return LlmException.of(
                    ErrorKind.INVALID_RESPONSE,
                    ErrorDetails.builder("what answers at " + where + " does not speak HTTP as expected")
                            .remedy("Check base-url and proxy")
                            .build(),
                    null);
        }
        return network(
                "the connection to " + where + " broke before an answer",
                "It is unknown whether the vendor did the work. Check network and proxy when it happens often",
                null,
                e);
    }

    /** The answer began but did not end. */
    static LlmException inAnswer(HttpUrl url, IOException e) {
        if (interrupted(e)) {
            return interruption(e);
        }
        return network(
                "the connection to " + url.host() + ":" + url.port() + " broke in the middle of the answer",
                "The vendor did the work. Check network and proxy when it happens often",
                null,
                e);
    }

    private static boolean interrupted(IOException e) {
        return Thread.currentThread().isInterrupted()
                && !(e instanceof SocketTimeoutException)
                && (e instanceof InterruptedIOException
                        || String.valueOf(e.getMessage()).contains("interrupt"));
    }

    private static LlmException interruption(IOException e) {
        return LlmException.of(
                ErrorKind.CANCELLED,
                ErrorDetails.builder("the calling thread was interrupted").build(),
                e);
    }

    private static String reason(IOException e) {
        return String.valueOf(e.getMessage()).contains("refused") || refused(e.getCause()) ? ": refused" : "";
    }

    private static boolean refused(@Nullable Throwable cause) {
        return cause != null && String.valueOf(cause.getMessage()).contains("refused");
    }

    private static LlmException network(String summary, String remedy, @Nullable Boolean retryable, IOException cause) {
        return LlmException.of(
                ErrorKind.NETWORK,
                ErrorDetails.builder(summary)
                        .remedy(remedy)
                        .retryable(retryable)
                        .build(),
                cause);
    }
}
