package dev.portolan.spi.support;

import java.io.IOException;

/**
 * The body of an answer as it comes from the wire, in slices. Used by one thread at a time; the {@link CallGuard} of the
 * attempt breaks it off from any other.
 */
public interface ByteSource extends AutoCloseable {

    /** Takes slices. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes the next slice.
         *
         * @param bytes holds it; not to be kept or written to
         * @param offset where it starts
         * @param length how many bytes it has, at least 1
         */
        void take(byte[] bytes, int offset, int length);
    }

    /**
     * Waits for bytes and hands on what has come, in one slice or several.
     *
     * @param sink takes the slices, on this thread
     * @return false at the end of the body, when nothing was handed on
     * @throws IOException when the connection broke or was aborted
     * @throws dev.portolan.error.LlmException when a limit of the transport was passed, or the sink threw it
     */
    boolean read(Sink sink) throws IOException;

    /** Gives the connection back, for further use when the body was read to its end. */
    @Override
    void close();
}
