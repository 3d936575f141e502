package dev.portolan.bedrock;

import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** Tells what went wrong when the service gave no answer. */
final class ConnectionFailures {

    private ConnectionFailures() {}

    static LlmException of(Throwable e, String endpoint) {
        String words = messages(e).toLowerCase(Locale.ROOT);
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (ErrorMapper.unreadable(at)) {
                return ErrorDetails.builder("the answer is none of Bedrock's")
                        .provider(BedrockProvider.ID)
                        .remedy("Check the endpoint setting and proxies")
                        .toException(ErrorKind.INVALID_RESPONSE, silent(e));
            }
        }
        IOException io = ErrorMapper.broken(e);
        if (ErrorKinds.says(
                words, "unable to load credentials", "unable to load an identity", "failed to load credentials")) {
            return ErrorDetails.builder("no AWS credentials were found")
                    .provider(BedrockProvider.ID)
                    .remedy("Set auth and its settings, or give the process credentials where the default chain looks")
                    .toException(ErrorKind.AUTHENTICATION, silent(e));
        }
        if (words.contains("connection timed out") || words.contains("connect timed out")) {
            return ErrorDetails.builder("no connection to " + endpoint + " in time")
                    .provider(BedrockProvider.ID)
                    .timeoutPhase(TimeoutPhase.CONNECT)
                    .remedy("Check address, proxy and firewall, or set a longer connect-timeout")
                    .toException(ErrorKind.TIMEOUT, silent(e));
        }
        if (hasCause(e, UnknownHostException.class)) {
            return network("unknown host " + endpoint, "Check region, endpoint, DNS and proxy", null, e);
        }
        if (hasCause(e, SSLException.class)) {
            return network(
                    "no trusted TLS connection to " + endpoint,
                    "Check the server's certificate; an authority of your own belongs into the JVM's trust store",
                    false,
                    e);
        }
        if (hasCause(e, ConnectException.class)) {
            return network(
                    "no connection to " + endpoint + (words.contains("refused") ? ": refused" : ""),
                    "Check that region and endpoint are right, and that proxy and firewall let it through",
                    null,
                    e);
        }
        if (io != null) {
            return network(
                    "the connection to " + endpoint + " broke before the answer was complete",
                    "It is unknown whether the vendor did the work. Check network and proxy when it happens often",
                    null,
                    e);
        }
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        if (!(root instanceof SdkException)) {
            // What the SDK's decoder of frames throws when it is given none.
            return ErrorDetails.builder("the answer is none of Bedrock's")
                    .provider(BedrockProvider.ID)
                    .remedy("Check the endpoint setting and proxies")
                    .toException(ErrorKind.INVALID_RESPONSE, silent(e));
        }
        return network("the call to " + endpoint + " failed", "See the cause", null, e);
    }

    private static LlmException network(String summary, String remedy, @Nullable Boolean retryable, Throwable cause) {
        return ErrorDetails.builder(summary)
                .provider(BedrockProvider.ID)
                .remedy(remedy)
                .retryable(retryable)
                .toException(ErrorKind.NETWORK, silent(cause));
    }

    private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    private static String messages(Throwable e) {
        StringBuilder all = new StringBuilder();
        for (Throwable at = e; at != null; at = at.getCause()) {
            all.append(at.getMessage()).append('\n');
        }
        return all.toString();
    }

    /** The SDK's messages can quote what was sent; classes and places are enough to find a mistake. */
    private static Throwable silent(Throwable e) {
        RuntimeException cause = new IllegalStateException(e.getClass().getName());
        cause.setStackTrace(e.getStackTrace());
        if (e.getCause() != null && e.getCause() != e) {
            cause.initCause(silent(e.getCause()));
        }
        return cause;
    }
}
