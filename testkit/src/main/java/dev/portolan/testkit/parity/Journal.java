package dev.portolan.testkit.parity;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Answers of a run as they came, one line each. A line is with the operating system when {@link #add} returns, so that a process that
 * is killed loses none; it is on the disk when the run has ended. What a killed process left of a last line is cut off. Thread-safe.
 */
final class Journal implements AutoCloseable {

    private final Path file;
    private final RandomAccessFile out;
    private final Map<String, CallResult> known;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    private Journal(Path file, RandomAccessFile out, Map<String, CallResult> known) {
        this.file = file;
        this.out = out;
        this.known = known;
    }

    /**
     * Opens a journal for one run, and makes it if need be.
     *
     * @throws IllegalStateException when another run has it open, or it is no journal
     */
    static Journal open(Path file) {
        try {
            make(file);
            RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw");
            try {
                return opened(file, out);
            } catch (IOException | RuntimeException e) {
                out.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the journal " + file, e);
        }
    }

    private static Journal opened(Path file, RandomAccessFile out) throws IOException {
        lock(file, out);
        byte[] bytes = new byte[Math.toIntExact(out.length())];
        out.readFully(bytes);
        int whole = wholeLines(bytes);
        Map<String, CallResult> known = read(file, new String(bytes, 0, whole, StandardCharsets.UTF_8));
        if (whole < bytes.length && whole == 0 && !JournalLine.HEADER.startsWith(text(bytes))) {
            throw new IllegalStateException(file + " is no journal of a parity run");
        }
        out.setLength(whole);
        out.seek(whole);
        if (whole == 0) {
            out.write((JournalLine.HEADER + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return new Journal(file, out, known);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The lock goes when the file is closed, and when the process dies. */
    private static void lock(Path file, RandomAccessFile out) throws IOException {
        FileLock held;
        try {
            held = out.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            held = null;
        }
        if (held == null) {
            throw new IllegalStateException("The journal " + file + " is in use by another run");
        }
    }

    private static void make(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException e) {
            // It is continued.
            return;
        }
    }

    /** What a journal holds, without opening it for a run; nothing when there is none. */
    static Map<String, CallResult> read(Path file) {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            return read(file, new String(bytes, 0, wholeLines(bytes), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the journal " + file, e);
        }
    }

    private static int wholeLines(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private static Map<String, CallResult> read(Path file, String text) {
        Map<String, CallResult> known = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (number == 1) {
                if (!line.equals(JournalLine.HEADER)) {
                    throw new IllegalStateException(file + " is no journal of a parity run, or one of another version");
                }
                continue;
            }
            try {
                JournalLine read = JournalLine.read(line);
                known.put(read.key(), read.result());
            } catch (IllegalArgumentException e) {
                // The message of the cause may quote an answer.
                throw new IllegalStateException("The journal " + file + " is damaged at line " + number
                        + ": remove the line to ask for its answer again");
            }
        }
        return known;
    }

    /** The answer that is known of a call, or null. */
    @Nullable
    CallResult find(String key) {
        return known.get(key);
    }

    /** Keeps an answer. After the end of the run nothing is kept any more. */
    void add(JournalLine line) {
        byte[] bytes = (line.write() + "\n").getBytes(StandardCharsets.UTF_8);
        lock.lock();
        try {
            if (!closed) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the journal " + file, e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try (RandomAccessFile closing = out) {
            closed = true;
            closing.getFD().sync();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the journal " + file, e);
        } finally {
            lock.unlock();
        }
    }
}
