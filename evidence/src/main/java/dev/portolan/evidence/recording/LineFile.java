package dev.portolan.evidence.recording;

import dev.portolan.evidence.recording.internal.LineWriter;
import dev.portolan.evidence.recording.internal.Rotation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file that lines are added to, as recordings are: whole lines, by one thread, put aside as {@code name.1}, {@code name.2} and so on when
 * it would outgrow its size, readable by its owner alone where the file system can do that. What is written must be redacted before. Nothing
 * that goes wrong here reaches the caller: it is logged once and counted. All who write to one file in a JVM share its writer; processes
 * each need a file of their own. Thread-safe; needs no closing.
 */
public final class LineFile {

    private final Path file;
    private final LineWriter writer;
    private final Rotation rotation;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final LineWriter.Outcome counting = new LineWriter.Outcome() {
        @Override
        public void written() {
            written.incrementAndGet();
        }

        @Override
        public void dropped() {
            dropped.incrementAndGet();
        }
    };

    /**
     * A file. Nothing is opened before the first line.
     *
     * @param file the file; it and its folder are made when they are missing
     * @param maxSize the bytes that it may have, at least 1; a single line may be larger
     * @param keep how many files that were put aside are kept, from 0 to 10,000; with 0 a full file is deleted
     * @throws IllegalArgumentException when a size or number is out of range
     */
    public LineFile(Path file, long maxSize, int keep) {
        this.file = Objects.requireNonNull(file, "file");
        this.rotation = new Rotation(maxSize, keep);
        this.writer = LineWriter.to(file);
    }

    /**
     * Adds a line. Waits until the operating system has it, at most 200 milliseconds, and not at all while the disk is slower than those who
     * write.
     *
     * @param line without a line feed
     */
    public void write(String line) {
        writer.write((line + "\n").getBytes(StandardCharsets.UTF_8), rotation, counting);
    }

    /**
     * How many lines were written.
     *
     * @return the number since this object was made
     */
    public long written() {
        return written.get();
    }

    /**
     * How many lines were lost, since the disk was too slow or full.
     *
     * @return the number since this object was made
     */
    public long dropped() {
        return dropped.get();
    }

    @Override
    public String toString() {
        return "LineFile[" + file + "]";
    }
}
