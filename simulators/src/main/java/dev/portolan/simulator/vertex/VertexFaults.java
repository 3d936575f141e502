package dev.portolan.simulator.vertex;

import dev.portolan.error.ErrorKind;
import dev.portolan.simulator.Fault;
import java.util.Set;

/** Which faults the wire can have. */
final class VertexFaults {

    private static final Set<ErrorKind> IN_STREAM =
            Set.of(ErrorKind.RATE_LIMITED, ErrorKind.QUOTA_EXHAUSTED, ErrorKind.UNAVAILABLE, ErrorKind.TIMEOUT);
    private static final Set<ErrorKind> BEFORE_STREAM = Set.of(
            ErrorKind.AUTHENTICATION,
            ErrorKind.PERMISSION,
            ErrorKind.MODEL_NOT_FOUND,
            ErrorKind.INVALID_REQUEST,
            ErrorKind.UNSUPPORTED_FEATURE,
            ErrorKind.CONTEXT_LENGTH,
            ErrorKind.CONTENT_FILTERED);

    private VertexFaults() {}

    /** Whether gRPC can have a fault. It has no pages, no content types, and frames that the library below keeps right. */
    static boolean has(Fault fault) {
        if (fault instanceof Fault.VendorError error) {
            return IN_STREAM.contains(error.kind()) || BEFORE_STREAM.contains(error.kind());
        }
        if (fault instanceof Fault.ErrorInStream error) {
            return IN_STREAM.contains(error.kind());
        }
        return !(fault instanceof Fault.HtmlErrorPage
                || fault instanceof Fault.WrongContentType
                || fault instanceof Fault.SpoilFrame);
    }
}
