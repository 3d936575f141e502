package dev.portolan.simulator.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An event of an event stream: https://html.spec.whatwg.org/multipage/server-sent-events.html. */
public final class SseFraming implements Framing {

    /** Events without a name. */
    public static final SseFraming DATA = new SseFraming(null);

    private final byte[] before;
    private final byte[] spoiled;

    private SseFraming(@Nullable String name) {
        String event = name == null ? "" : "event: " + name + "\n";
        this.before = (event + "data: ").getBytes(StandardCharsets.UTF_8);
        this.spoiled = (event + "dat: ").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Events with a name.
     *
     * @param name the name
     * @return the framing
     */
    public static SseFraming event(String name) {
        return new SseFraming(name);
    }

    @Override
    public byte[] frame(byte[] payload) {
        return joined(before, payload);
    }

    /** A field that no reader knows: it skips the line, and the event has no data. */
    @Override
    public byte[] spoiled(byte[] payload) {
        return joined(spoiled, payload);
    }

    /** A line that does not end. */
    @Override
    public byte[] opening(long bytes) {
        return DATA.before.clone();
    }

    private static byte[] joined(byte[] before, byte[] payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(before.length + payload.length + 2);
        bytes.writeBytes(before);
        bytes.writeBytes(payload);
        bytes.write('\n');
        bytes.write('\n');
        return bytes.toByteArray();
    }
}
