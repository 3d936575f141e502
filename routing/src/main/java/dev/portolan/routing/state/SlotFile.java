package dev.portolan.routing.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The file of a key: two slots of one size, written in turn. A write that was cut off, at any byte, leaves the slot that holds the last
 * version alone; what does not fit goes into a new file, which takes the place of the old one. So the file never grows with its versions.
 */
final class SlotFile {

    /** Slots begin at pages of the disk, so that a page that is lost in a power failure belongs to one of them. */
    private static final int PAGE = 4096;

    private final Path file;
    private final String key;
    private @Nullable StateRecord record;
    private int slot;
    private int room;

    private SlotFile(Path file, String key) {
        this.file = file;
        this.key = key;
    }

    /** What comes after everything is ready: the step that makes a change stand. */
    @FunctionalInterface
    interface Commit {
        void run() throws IOException;
    }

    /** Reads the file of a key; the caller holds its lock. */
    static SlotFile of(Path file, String key) throws IOException {
        SlotFile read = new SlotFile(file, key);
        byte[] bytes = Disk.read(file);
        if (bytes != null) {
            read.take(bytes);
        }
        return read;
    }

    /** The record of a file whose key is not known; {@code null} when it is broken or gone. */
    static @Nullable StateRecord latest(Path file) throws IOException {
        byte[] bytes = Disk.read(file);
        return bytes == null ? null : latest(bytes)[0];
    }

    /** Of two whole slots the one with the greater version; and each where it stands. */
    private static @Nullable StateRecord[] latest(byte[] bytes) {
        int half = bytes.length / 2;
        StateRecord first = StateRecord.decode(bytes, 0, half);
        StateRecord second = StateRecord.decode(bytes, half, half);
        boolean one = second == null
                || (first != null && first.state().version() > second.state().version());
        return new StateRecord[] {one ? first : second, one ? first : null};
    }

    private void take(byte[] bytes) {
        @Nullable StateRecord[] found = latest(bytes);
        StateRecord last = found[0];
        if (last == null) {
            throw broken("the file " + file + " holds no whole version of its key");
        }
        if (!last.key().equals(key)) {
            throw broken("the file " + file + " belongs to another key");
        }
        record = last;
        slot = found[1] == null ? 1 : 0;
        room = bytes.length / 2;
    }

    static StateStoreException broken(String what) {
        return new StateStoreException(
                "The state on the disk is broken: " + what
                        + ". Restore it from a copy, or delete it to begin the key anew",
                false,
                null);
    }

    /** What stands there, expired or not. */
    @Nullable
    StateRecord record() {
        return record;
    }

    /** Prepares to write a record; nothing is changed before the commit runs. */
    Commit prepare(StateRecord next) throws IOException {
        byte[] bytes = next.encode();
        if (record != null && bytes.length <= room) {
            long at = slot == 0 ? room : 0;
            return () -> Disk.write(file, at, bytes);
        }
        int pages = PAGE;
        while (pages < bytes.length) {
            pages *= 2;
        }
        Path part = Disk.beside(file, Arrays.copyOf(bytes, 2 * pages));
        return () -> Disk.replace(part, file);
    }
}
