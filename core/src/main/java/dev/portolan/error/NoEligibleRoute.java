package dev.portolan.error;

import org.jspecify.annotations.Nullable;

/** No target of a router can take the request; the attempt trail tells why each was passed over. Add a target, or relax the requirement. */
public final class NoEligibleRoute extends LlmException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of kind {@link ErrorKind#NO_ELIGIBLE_ROUTE}.
     *
     * @param details what is known of it
     * @param cause what led to it, or {@code null}
     */
    public NoEligibleRoute(ErrorDetails details, @Nullable Throwable cause) {
        super(ErrorKind.NO_ELIGIBLE_ROUTE, details, cause);
    }
}
