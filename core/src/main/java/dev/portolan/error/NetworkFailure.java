package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** The vendor could not be reached, or the connection broke before any output. Check address, DNS, proxy, TLS and firewall. */
public final class NetworkFailure extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#NETWORK}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public NetworkFailure(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.NETWORK, details, cause);
    }
}
