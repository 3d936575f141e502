package dev.portolan.spi.support;

import org.jspecify.annotations.Nullable;

/**
 * A vendor's successful answer that has begun, whatever transport brings it: its headers are there, its body is read on the
 * caller's thread. Used by one thread at a time; the {@link CallGuard} of the attempt breaks it off from any other.
 */
public interface WireAnswer extends ByteSource {

    /**
     * A header of the answer.
     *
     * @param name its name, in any case
     * @return its value, or {@code null} when it is absent
     */
    @Nullable
    String header(String name);

    /**
     * Waits for the whole body.
     *
     * @return the bytes
     * @throws dev.portolan.error.LlmException when the connection broke, the call was stopped, or the body is larger than the
     *     transport allows
     */
    byte[] bytes();
}
