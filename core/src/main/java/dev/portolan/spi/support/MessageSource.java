package dev.portolan.spi.support;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The messages of an answer as a transport hands them over that frames them itself, such as AWS event streams or gRPC. Used by
 * one thread at a time; the {@link CallGuard} of the attempt breaks it off from any other.
 *
 * @param <M> the transport's type of message
 */
public interface MessageSource<M> extends AutoCloseable {

    /**
     * Waits for the next message.
     *
     * @return the message, or {@code null} at the end
     * @throws IOException when the connection broke or was aborted
     * @throws dev.portolan.error.LlmException when the vendor reports an error
     */
    @Nullable
    M next() throws IOException;

    /** Gives the connection back, for further use when the answer was read to its end. */
    @Override
    void close();
}
