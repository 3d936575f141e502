package dev.portolan.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.chat.ToolResult;
import dev.portolan.codec.JsonCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A journal in a file of JSON lines, which several processes of one machine may share. A line is on the disk before the call that wrote it
 * returns. One that a dying process left unfinished counts for nothing.
 *
 * <p>A process opens the file once; its loops share the journal. It holds the results of tools: protect it as you protect conversations. It only grows; start a new file when all conversations of
 * the old one have ended. Thread-safe.
 */
public final class FileToolJournal implements ToolJournal, AutoCloseable {

    private static final int VERSION = 1;
    private static final int PIECE = 64 * 1024;

    private final Path path;
    private final FileChannel file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Entry> entries = new HashMap<>();
    /** Up to here the file is known: the end of the last whole line. */
    private long known;

    private FileToolJournal(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Opens a journal.
     *
     * @param path its file; made when there is none. Its directory must exist
     * @return the journal, to be closed
     * @throws IOException when the file cannot be opened or read, or is no journal
     */
    public static FileToolJournal open(Path path) throws IOException {
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileToolJournal journal = new FileToolJournal(path, file);
        try {
            journal.catchUp();
            return journal;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public Entry find(Key key) {
        return exclusively(() -> entries.getOrDefault(key, Entry.NEW));
    }

    @Override
    public boolean begin(Key key, boolean again) {
        return exclusively(() -> {
            if (!again && entries.getOrDefault(key, Entry.NEW).begun()) {
                return false;
            }
            append(line(key));
            entries.put(key, Entry.BEGUN);
            return true;
        });
    }

    @Override
    public void end(Key key, ToolResult result) {
        Entry ended = new Entry(true, result);
        ObjectNode line = line(key);
        line.set("result", JsonTree.object(JsonCodec.PART.toJson(result)));
        exclusively(() -> {
            append(line);
            return entries.put(key, ended);
        });
    }

    /** Work under the lock. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    /** Alone in this process and among those that share the file, with all that they have written. */
    private <T> T exclusively(Work<T> work) {
        lock.lock();
        try {
            FileLock shared = file.lock();
            try {
                catchUp();
                return work.run();
            } finally {
                shared.release();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    private void catchUp() throws IOException {
        long size = file.size();
        if (size == known) {
            return;
        }
        byte[] fresh = new byte[Math.toIntExact(size - known)];
        ByteBuffer buffer = ByteBuffer.wrap(fresh);
        while (buffer.hasRemaining()) {
            buffer.limit(Math.min(fresh.length, buffer.position() + PIECE));
            if (file.read(buffer, known + buffer.position()) < 0) {
                throw new IOException(path + " became shorter while it was read");
            }
            buffer.limit(fresh.length);
        }
        int from = 0;
        for (int i = 0; i < fresh.length; i++) {
            if (fresh[i] == '\n') {
                take(new String(fresh, from, i - from, StandardCharsets.UTF_8));
                from = i + 1;
            }
        }
        known += from;
    }

    private void take(String line) throws IOException {
        JsonNode tree = JsonTree.parse(line);
        if (tree == null) {
            return; // of a process that died while it wrote, closed by the next one
        }
        if (!tree.path("type").asText().equals("tool-journal")
                || tree.path("portolan").asInt() != VERSION) {
            throw new IOException(path + " is no journal of tools of version " + VERSION);
        }
        Key key = new Key(
                tree.path("conversation").asText(),
                tree.path("call").asText(),
                tree.path("arguments").asText());
        JsonNode result = tree.path("result");
        entries.put(
                key,
                result.isObject() && JsonCodec.PART.fromJson(result.toString()) instanceof ToolResult whole
                        ? new Entry(true, whole)
                        : Entry.BEGUN);
    }

    private static ObjectNode line(Key key) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("portolan", VERSION)
                .put("type", "tool-journal")
                .put("conversation", key.conversation())
                .put("call", key.callId())
                .put("arguments", key.argumentsDigest());
    }

    private void append(ObjectNode line) throws IOException {
        long at = file.size();
        String text = (at > known ? "\n" : "") + line + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
        file.force(true);
        known = at;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    @Override
    public String toString() {
        return "FileToolJournal[" + path + "]";
    }
}
