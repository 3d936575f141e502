package dev.portolan.simulator.ollama;

import dev.portolan.simulator.internal.Framing;
import java.util.Arrays;

/** A line of JSON: the line end is the frame. */
final class NdjsonFraming implements Framing {

    static final NdjsonFraming LINE = new NdjsonFraming();

    private static final byte[] OPENING = {'{', '"'};

    private NdjsonFraming() {}

    @Override
    public byte[] frame(byte[] payload) {
        byte[] line = Arrays.copyOf(payload, payload.length + 1);
        line[payload.length] = '\n';
        return line;
    }

    /** A line end where none may be: the line falls in two, neither of them JSON. */
    @Override
    public byte[] spoiled(byte[] payload) {
        byte[] broken = new byte[payload.length + 1];
        broken[0] = payload[0];
        broken[1] = '\n';
        System.arraycopy(payload, 1, broken, 2, payload.length - 1);
        return frame(broken);
    }

    /** A line that does not end. */
    @Override
    public byte[] opening(long bytes) {
        return OPENING.clone();
    }
}
