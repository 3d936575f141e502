package dev.portolan.config.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The content of a file, read anew when its modification time, size or identity changes. Looks at most once a second, on the
 * thread of one caller, while the others go on with the value at hand. While the file is missing or empty, as in the middle
 * of a rotation, the last value stays, with one warning in the log.
 */
final class FileSecret implements Supplier<String> {

    private static final Logger LOG = LoggerFactory.getLogger(FileSecret.class);
    private static final long LOOK_NANOS = 1_000_000_000L;

    private record State(String value, String fingerprint, long lookedAt, boolean warned) {
        @Override
        public String toString() {
            return "State[***]";
        }
    }

    private final Path file;
    private final LongSupplier nanoTime;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile State state;

    FileSecret(Path file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
        try {
            String fingerprint = fingerprint();
            String value = read();
            if (value == null) {
                throw new IllegalArgumentException("the file " + file + " is empty");
            }
            this.state = new State(value, fingerprint, nanoTime.getAsLong(), false);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    @Override
    public String get() {
        State now = state;
        if (nanoTime.getAsLong() - now.lookedAt() < LOOK_NANOS || !looking.tryLock()) {
            return now.value();
        }
        try {
            return look(state).value();
        } finally {
            looking.unlock();
        }
    }

    private State look(State before) {
        long at = nanoTime.getAsLong();
        State after;
        try {
            String fingerprint = fingerprint();
            String value = fingerprint.equals(before.fingerprint()) ? before.value() : read();
            after = value == null ? keep(before, at, "is empty") : new State(value, fingerprint, at, false);
        } catch (IOException e) {
            after = keep(before, at, "cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        state = after;
        return after;
    }

    private State keep(State before, long at, String why) {
        if (!before.warned()) {
            LOG.warn("The secret file {} {}; its last value stays in use", file, why);
        }
        return new State(before.value(), "", at, true);
    }

    private @Nullable String read() throws IOException {
        String content = Files.readString(file, StandardCharsets.UTF_8).strip();
        return content.isEmpty() ? null : content;
    }

    private String fingerprint() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return attributes.lastModifiedTime() + "|" + attributes.size() + "|" + attributes.fileKey();
    }
}
