package dev.portolan.simulator.vertex;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Messages as bytes, so that a message can also be sent that is none. */
final class RawMarshaller implements MethodDescriptor.Marshaller<byte[]> {

    static final RawMarshaller BYTES = new RawMarshaller();

    /** In place of a message: the stream is reset. */
    static final byte[] RESET = new byte[0];

    private RawMarshaller() {}

    @Override
    public InputStream stream(byte[] message) {
        if (message == RESET) {
            // What cannot be written makes the library reset the stream; there is no call for it.
            throw Status.CANCELLED.withDescription("A simulated reset").asRuntimeException();
        }
        return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream stream) {
        try {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("A message could not be read", e);
        }
    }
}
