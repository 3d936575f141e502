package dev.portolan.evidence.recording.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes lines to one file on one daemon thread, which lives while there is something to write.
 *
 * <p>Who hands over a line waits until the operating system has it, so that a killed process loses no line of a call that has
 * returned; but never longer than a moment, and not at all while the disk is behind. What does not fit in the queue is dropped
 * and counted. A file that cannot be written is reported once, until it can be again. Thread-safe.
 */
public final class LineWriter {

    private static final Logger LOG = LoggerFactory.getLogger(LineWriter.class);
    private static final ConcurrentMap<Path, LineWriter> WRITERS = new ConcurrentHashMap<>();

    private final Path file;
    private final LineSink sink;
    private final Limits limits;
    private final LinkedBlockingQueue<Line> queue = new LinkedBlockingQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean behind;
    private boolean failing;

    /**
     * What bounds a writer.
     *
     * @param waitingBytes how much may wait to be written; one line may always
     * @param patience how long the caller waits for its line
     * @param idle how long the thread waits for a next line before it ends and the file is closed
     */
    record Limits(long waitingBytes, Duration patience, Duration idle) {
        static final Limits USUAL = new Limits(32L << 20, Duration.ofMillis(200), Duration.ofSeconds(5));
    }

    /** Told what became of a line, on the writer's thread or the caller's. */
    public interface Outcome {
        void written();

        void dropped();
    }

    private record Line(ByteBuffer bytes, int size, Rotation rotation, Outcome outcome, CountDownLatch done) {}

    LineWriter(Path file, LineSink sink, Limits limits) {
        this.file = file;
        this.sink = sink;
        this.limits = limits;
    }

    /** The one writer of a file in this JVM, whoever asks. */
    public static LineWriter to(Path file) {
        return WRITERS.computeIfAbsent(
                file.toAbsolutePath().normalize(), path -> new LineWriter(path, new RotatingFile(path), Limits.USUAL));
    }

    /**
     * Hands over a line.
     *
     * @param bytes the line with its line feed
     */
    public void write(byte[] bytes, Rotation rotation, Outcome outcome) {
        long waiting = waitingBytes.addAndGet(bytes.length);
        if (waiting > limits.waitingBytes() && waiting > bytes.length) {
            waitingBytes.addAndGet(-bytes.length);
            outcome.dropped();
            return;
        }
        Line line = new Line(ByteBuffer.wrap(bytes), bytes.length, rotation, outcome, new CountDownLatch(1));
        queue.add(line);
        startIfNeeded();
        if (!behind) {
            await(line);
        }
    }

    private void await(Line line) {
        try {
            if (!line.done().await(limits.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                behind = true;
            }
        } catch (InterruptedException e) {
            // The caller's own business; the line is on its way all the same.
            Thread.currentThread().interrupt();
        }
    }

    private void startIfNeeded() {
        if (running.compareAndSet(false, true)) {
            Thread thread = new Thread(this::run, "portolan-recorder");
            thread.setDaemon(true);
            // So that it holds no application's classes that may want to be unloaded.
            thread.setContextClassLoader(null);
            thread.start();
        }
    }

    private void run() {
        try {
            for (Line line = next(); line != null; line = next()) {
                write(line);
            }
            close();
        } finally {
            running.set(false);
            if (!queue.isEmpty()) {
                startIfNeeded();
            }
        }
    }

    private @Nullable Line next() {
        try {
            Line line = queue.poll();
            if (line == null) {
                behind = false;
                line = queue.poll(limits.idle().toNanos(), TimeUnit.NANOSECONDS);
            }
            return line;
        } catch (InterruptedException e) {
            // Somebody wants this thread to end: it does, and a next line starts another one.
            return null;
        }
    }

    private void write(Line line) {
        boolean written = false;
        try {
            sink.write(line.bytes(), line.rotation());
            written = true;
            works();
        } catch (IOException | SecurityException e) {
            fails(e);
        } finally {
            waitingBytes.addAndGet(-line.size());
            if (written) {
                line.outcome().written();
            } else {
                line.outcome().dropped();
            }
            line.done().countDown();
        }
    }

    private void close() {
        try {
            sink.close();
        } catch (IOException e) {
            fails(e);
        }
    }

    private void works() {
        if (failing) {
            failing = false;
            LOG.info("Recordings are written to {} again", file);
        }
    }

    private void fails(Exception why) {
        if (!failing) {
            failing = true;
            LOG.warn(
                    "Cannot write recordings to {} ({}): they are dropped until it works again; calls are not affected",
                    file,
                    why.toString());
        }
    }
}
