package dev.portolan.routing.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a folder keeps of a key, as bytes that tell whether they are whole: mark, length, checksum, then version, end, the length and number
 * of the events that count, key and value. Numbers are big-endian, texts are UTF-8 after their length.
 */
record StateRecord(String key, StoredState state, @Nullable Instant forgetAfter, long eventBytes, long eventCount) {

    /** "PTS" and the version of the format. */
    private static final int MARK = 0x50545301;

    private static final int HEAD = 3 * Integer.BYTES;
    private static final int FIXED = 4 * Long.BYTES + 3 * Integer.BYTES;

    boolean over(Instant now) {
        return forgetAfter != null && now.isAfter(forgetAfter);
    }

    byte[] encode() {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        byte[] value = state.value().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + FIXED + name.length + value.length);
        bytes.position(HEAD);
        bytes.putLong(state.version());
        Instant end = forgetAfter == null ? Instant.MAX : forgetAfter;
        bytes.putLong(end.getEpochSecond()).putInt(end.getNano());
        bytes.putLong(eventBytes).putLong(eventCount);
        bytes.putInt(name.length).put(name);
        bytes.putInt(value.length).put(value);
        bytes.putInt(0, MARK).putInt(Integer.BYTES, bytes.capacity() - HEAD);
        bytes.putInt(2 * Integer.BYTES, checksum(bytes.array(), HEAD, bytes.capacity() - HEAD));
        return bytes.array();
    }

    /**
     * Reads a record.
     *
     * @return {@code null} when the bytes are none, or not whole
     */
    static @Nullable StateRecord decode(byte[] all, int from, int room) {
        ByteBuffer bytes = ByteBuffer.wrap(all, from, room);
        if (room < HEAD + FIXED || bytes.getInt() != MARK) {
            return null;
        }
        int length = bytes.getInt();
        int sum = bytes.getInt();
        if (length < FIXED || length > room - HEAD || sum != checksum(all, from + HEAD, length)) {
            return null;
        }
        long version = bytes.getLong();
        Instant end = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
        long eventBytes = bytes.getLong();
        long eventCount = bytes.getLong();
        String key = text(bytes);
        return new StateRecord(
                key,
                new StoredState(text(bytes), version),
                end.equals(Instant.MAX) ? null : end,
                eventBytes,
                eventCount);
    }

    static int checksum(byte[] bytes, int from, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }

    private static String text(ByteBuffer bytes) {
        byte[] text = new byte[bytes.getInt()];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "StateRecord[version " + state.version() + ", " + eventCount + " events]";
    }
}
