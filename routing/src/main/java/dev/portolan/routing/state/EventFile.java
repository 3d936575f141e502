package dev.portolan.routing.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of a key, one after the other: length, checksum, version, text. How far they count stands in the key's record, so what was
 * written without its record is as if it had never been written, and is written over.
 */
final class EventFile {

    private static final int HEAD = 2 * Integer.BYTES;

    private EventFile() {}

    /** Writes events behind those that count; on the disk when it returns. Returns how many bytes count with them. */
    static long append(Path file, long counts, long version, List<String> events) throws IOException {
        List<byte[]> texts = events.stream()
                .map(event -> event.getBytes(StandardCharsets.UTF_8))
                .toList();
        int size =
                texts.stream().mapToInt(text -> HEAD + Long.BYTES + text.length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(size);
        for (byte[] text : texts) {
            int at = bytes.position();
            bytes.putInt(Long.BYTES + text.length).putInt(0).putLong(version).put(text);
            bytes.putInt(at + Integer.BYTES, StateRecord.checksum(bytes.array(), at + HEAD, Long.BYTES + text.length));
        }
        boolean fresh = !Files.exists(file);
        Disk.write(file, counts, bytes.array());
        if (fresh) {
            Disk.syncFolder(file.getParent());
        }
        return counts + size;
    }

    /** The events that count. */
    static List<StoredEvent> read(Path file, StateRecord record, long after, int limit) throws IOException {
        List<StoredEvent> found = new ArrayList<>();
        if (record.eventCount() <= after) {
            return found;
        }
        byte[] all = Disk.read(file, record.eventBytes());
        if (all == null || all.length < record.eventBytes()) {
            throw SlotFile.broken("events are missing in " + file);
        }
        ByteBuffer bytes = ByteBuffer.wrap(all);
        for (long number = 1; number <= record.eventCount() && found.size() < limit; number++) {
            int length = bytes.remaining() < HEAD ? -1 : bytes.getInt();
            if (length < Long.BYTES || length > bytes.remaining() - Integer.BYTES) {
                throw SlotFile.broken("event " + number + " in " + file);
            }
            int sum = bytes.getInt();
            if (number > after) {
                if (sum != StateRecord.checksum(all, bytes.position(), length)) {
                    throw SlotFile.broken("event " + number + " in " + file);
                }
                String text =
                        new String(all, bytes.position() + Long.BYTES, length - Long.BYTES, StandardCharsets.UTF_8);
                found.add(new StoredEvent(number, bytes.getLong(bytes.position()), text));
            }
            bytes.position(bytes.position() + length);
        }
        return found;
    }
}
