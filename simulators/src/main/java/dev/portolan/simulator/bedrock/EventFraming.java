package dev.portolan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.simulator.internal.Framing;
import dev.portolan.simulator.internal.Piece;
import dev.portolan.simulator.internal.Role;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A message of the event stream around a payload that is JSON. */
final class EventFraming implements Framing {

    /** What the service pads with, from the beginning. */
    private static final String PADDING = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private final Map<String, String> headers;

    private EventFraming(String typeHeader, String type, String messageType) {
        headers = new LinkedHashMap<>();
        headers.put(typeHeader, type);
        headers.put(":content-type", "application/json");
        headers.put(":message-type", messageType);
    }

    /** An event. */
    static EventFraming event(String type) {
        return new EventFraming(":event-type", type, "event");
    }

    /** An error after the head of the answer has gone out; the service ends the stream after it. */
    static EventFraming exception(String type) {
        return new EventFraming(":exception-type", type, "exception");
    }

    /**
     * An event of a stream.
     *
     * @param role what it is for
     * @param type its name
     * @param payload makes its content, to be padded
     * @param text a string value in it, empty for none
     */
    static Piece piece(Role role, String type, Supplier<ObjectNode> payload, String text) {
        return new Piece(role, () -> padded(payload.get()), event(type), text);
    }

    /** With the member {@code p}, which hides how long the text is, and all members in the order of their names. */
    private static byte[] padded(ObjectNode payload) {
        Map<String, JsonNode> members = new TreeMap<>();
        payload.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        int length = Math.floorMod(payload.toString().hashCode(), PADDING.length() - 2) + 2;
        members.put("p", JsonNodeFactory.instance.textNode(PADDING.substring(0, length)));
        ObjectNode padded = JsonNodeFactory.instance.objectNode();
        padded.setAll(members);
        return padded.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] frame(byte[] payload) {
        return EventStream.message(headers, payload);
    }

    /** The checksum of the message is wrong. */
    @Override
    public byte[] spoiled(byte[] payload) {
        byte[] frame = frame(payload);
        frame[frame.length - 1] ^= 0x55;
        return frame;
    }

    /** A message as long as the filler. */
    @Override
    public byte[] opening(long bytes) {
        return EventStream.opening(headers, (int) Math.min(bytes, Integer.MAX_VALUE / 2));
    }
}
