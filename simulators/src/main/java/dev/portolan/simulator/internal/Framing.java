package dev.portolan.simulator.internal;

/** How a payload stands on a wire: an SSE event, a line, a binary message. */
public interface Framing {

    /** No frame: the payload is the body. */
    Framing NONE = payload -> payload;

    /**
     * Puts a payload in its frame.
     *
     * @param payload the content
     * @return the bytes as they are sent
     */
    byte[] frame(byte[] payload);

    /**
     * Puts a payload in a frame that is wrong. Only for wires that support {@link dev.portolan.simulator.Fault.SpoilFrame}.
     *
     * @param payload the content
     * @return the bytes as they are sent
     */
    default byte[] spoiled(byte[] payload) {
        throw new UnsupportedOperationException("This wire has no frames to spoil");
    }

    /**
     * Begins a frame that does not end soon; blanks are sent after it.
     *
     * @param bytes how many bytes of filler follow
     * @return the bytes before the filler, possibly none
     */
    default byte[] opening(long bytes) {
        return new byte[0];
    }
}
