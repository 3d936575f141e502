package dev.portolan.spi.support;

import dev.portolan.error.ErrorDetails;
import dev.portolan.error.ErrorKind;
import dev.portolan.error.LlmException;
import java.util.function.Supplier;

/**
 * Guards the decoding of what came from outside. A wire checks what it reads, and yet a value that a noun refuses may come
 * through; to the caller that is an answer like any other that cannot be read, to be retried or sent elsewhere.
 */
public final class Decoding {

    private Decoding() {}

    /**
     * Decodes.
     *
     * @param <T> what comes out
     * @param decoder makes it of bytes that are there already
     * @return what the decoder gave
     * @throws LlmException what the decoder threw, of kind invalid-response when it was anything else
     */
    public static <T> T of(Supplier<T> decoder) {
        try {
            return decoder.get();
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    /** What a decoder threw, as the failure it is to the caller. */
    static LlmException failure(RuntimeException e) {
        return e instanceof LlmException known
                ? known
                : LlmException.of(
                        ErrorKind.INVALID_RESPONSE,
                        ErrorDetails.builder("the answer holds what cannot be read")
                                .remedy(
                                        "Report it to Portolan, with the stack trace, if the vendor's answer is in order")
                                .build(),
                        withoutMessage(e));
    }

    /** The message may quote the answer; where it happened is what finds the mistake. */
    private static RuntimeException withoutMessage(RuntimeException e) {
        RuntimeException silent = new IllegalStateException(e.getClass().getName());
        silent.setStackTrace(e.getStackTrace());
        return silent;
    }
}
