package dev.portolan.simulator.bedrock;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Writes messages of {@code application/vnd.amazon.eventstream}: twelve bytes of prelude (total length, length of the headers, a
 * CRC32 of these two), headers, payload, a CRC32 of all before it; numbers are big-endian. See
 * https://smithy.io/2.0/aws/amazon-eventstream.html.
 */
final class EventStream {

    static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;
    private static final byte STRING = 7;

    private EventStream() {}

    /**
     * A message with headers that are strings, in their order.
     *
     * @param headers names and values, none longer than their length fields allow (255 and 65,535 bytes)
     * @param payload the content
     * @return the whole frame
     */
    static byte[] message(Map<String, String> headers, byte[] payload) {
        byte[] head = headers(headers);
        ByteBuffer frame = ByteBuffer.allocate(PRELUDE + head.length + payload.length + CHECKSUM);
        frame.putInt(frame.capacity()).putInt(head.length);
        frame.putInt(crc(frame));
        frame.put(head).put(payload);
        frame.putInt(crc(frame));
        return frame.array();
    }

    /**
     * A message that says how long it will be and does not come to its payload: prelude, right in itself, and headers.
     *
     * @param headers as above
     * @param payload how many bytes are promised
     * @return the beginning of a frame
     */
    static byte[] opening(Map<String, String> headers, int payload) {
        byte[] head = headers(headers);
        ByteBuffer frame = ByteBuffer.allocate(PRELUDE + head.length);
        frame.putInt(frame.capacity() + payload + CHECKSUM).putInt(head.length);
        frame.putInt(crc(frame));
        return frame.put(head).array();
    }

    private static byte[] headers(Map<String, String> headers) {
        int length = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            length += 1 + utf8(header.getKey()).length + 1 + 2 + utf8(header.getValue()).length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        headers.forEach((name, value) -> {
            byte[] text = utf8(value);
            bytes.put((byte) utf8(name).length).put(utf8(name)).put(STRING);
            bytes.putShort((short) text.length).put(text);
        });
        return bytes.array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The checksum of what was written so far. */
    private static int crc(ByteBuffer written) {
        CRC32 crc = new CRC32();
        crc.update(written.duplicate().flip());
        return (int) crc.getValue();
    }
}
