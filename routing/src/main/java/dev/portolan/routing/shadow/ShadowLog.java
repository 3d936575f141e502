package dev.portolan.routing.shadow;

import dev.portolan.evidence.recording.LineFile;
import java.nio.file.Path;

/**
 * A file of pairs, one line of JSON each, in the form that {@code docs/shadow.md} describes. It holds measures, hashes, usage, latencies and
 * outcomes; prompts and answers only where the shadow was told to keep them, as the redactor left them. A file that would outgrow its size
 * is put aside as {@code name.1} and so on; the oldest is deleted. Lines are written by a thread of their own. Thread-safe; needs no closing.
 */
public final class ShadowLog {

    /** The size at which a file is put aside, where nothing else is said: 64 MiB. */
    public static final long DEFAULT_MAX_SIZE = 64L << 20;

    /** How many files that were put aside are kept, where nothing else is said. */
    public static final int DEFAULT_KEEP = 8;

    private final LineFile file;

    /**
     * A file. Nothing is opened before the first pair.
     *
     * @param file the file; it and its folder are made when they are missing. Processes each need one of their own
     */
    public ShadowLog(Path file) {
        this(file, DEFAULT_MAX_SIZE, DEFAULT_KEEP);
    }

    /**
     * A file of limited size.
     *
     * @param file the file; it and its folder are made when they are missing
     * @param maxSize the bytes that it may have, at least 1; a single pair may take more
     * @param keep how many files that were put aside are kept, from 0 to 10,000
     * @throws IllegalArgumentException when a size or number is out of range
     */
    public ShadowLog(Path file, long maxSize, int keep) {
        this.file = new LineFile(file, maxSize, keep);
    }

    void write(ShadowResult result) {
        file.write(ResultFormat.line(result));
    }

    /**
     * How many pairs were written.
     *
     * @return the number since this object was made
     */
    public long written() {
        return file.written();
    }

    /**
     * How many pairs were not written, since the disk was too slow or full.
     *
     * @return the number since this object was made
     */
    public long dropped() {
        return file.dropped();
    }

    @Override
    public String toString() {
        return "ShadowLog[" + file + "]";
    }
}
