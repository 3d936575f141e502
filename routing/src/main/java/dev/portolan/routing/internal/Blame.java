package dev.portolan.routing.internal;

import dev.portolan.chat.CallContext;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import dev.portolan.error.TimeoutPhase;
import java.util.Set;

/** Whose fault a failure is. */
public final class Blame {

    /** Worth another model, but the request's doing. */
    private static final Set<ErrorKind> OF_THE_REQUEST = Set.of(
            ErrorKind.UNSUPPORTED_FEATURE,
            ErrorKind.CONTEXT_LENGTH,
            ErrorKind.STRUCTURED_OUTPUT,
            ErrorKind.CIRCUIT_OPEN);

    private Blame() {}

    /**
     * Whether a failure says something against the model: not what the request is to blame for, and not what the caller brought about, such
     * as a deadline that was too short for any model or a refused key of the call's own.
     */
    public static boolean ofTheModel(LlmException error, CallContext context) {
        boolean ownKey = context.credentials() != null
                && (error.kind().equals(ErrorKind.AUTHENTICATION)
                        || error.kind().equals(ErrorKind.PERMISSION));
        return error.failoverWorthy()
                && !OF_THE_REQUEST.contains(error.kind())
                && error.details().timeoutPhase() != TimeoutPhase.TOTAL
                && !ownKey;
    }
}
