package dev.portolan.evidence.recording;

import dev.portolan.chat.CallContext;
import dev.portolan.evidence.recording.internal.LineFormat;
import dev.portolan.evidence.recording.internal.LineWriter;
import dev.portolan.evidence.recording.internal.Redaction;
import dev.portolan.evidence.recording.internal.Rotation;
import dev.portolan.spi.support.Redactor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes recordings to a file, one line of JSON each, redacted. {@code docs/record-replay.md} describes the lines.
 *
 * <p>A recording is redacted and put into words on the calling thread, before it is queued; one thread for each file writes it.
 * The caller waits until the operating system has the line, at most 200 milliseconds, and not at all while the disk is slower
 * than the calls: a process that is killed loses the calls in flight, no call that has returned. Nothing that goes wrong here
 * reaches the caller: it is logged once and counted in {@link #dropped()}.
 *
 * <p>A file that would outgrow its size is put aside as {@code name.1}, the one before as {@code name.2} and so on. All
 * recorders of one file in a JVM share its writer; processes each need a file of their own. A new file is readable by its owner
 * alone, where the file system can do that. Thread-safe; needs no closing.
 */
public final class Recorder {

    /** The size at which a file is put aside, where nothing else is said: 64 MiB. */
    public static final long DEFAULT_MAX_SIZE = 64L << 20;

    /** How many files that were put aside are kept, where nothing else is said. */
    public static final int DEFAULT_KEEP = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private final LineWriter writer;
    private final Redaction redaction;
    private final Rotation rotation;
    private final double sample;
    private final long seed;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean reported = new AtomicBoolean();
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

    private Recorder(Builder builder) {
        this.writer = LineWriter.to(builder.file);
        this.redaction = new Redaction(builder.redactor, builder.media);
        this.rotation = new Rotation(builder.maxSize, builder.keep);
        this.sample = builder.sample;
        this.seed = builder.seed;
    }

    /**
     * Starts a recorder that adds to a file.
     *
     * @param file the file; it and its folder are made when they are missing
     * @return a builder
     */
    public static Builder builder(Path file) {
        return new Builder(file);
    }

    /**
     * Whether a call shall be recorded. Calls of one stickiness key are recorded all or none, so that conversations stay whole;
     * of the others every one is decided for itself, in an order that the seed fixes.
     *
     * @param context the call's context
     * @return true for about the share of calls that was set
     */
    public boolean samples(CallContext context) {
        if (sample >= 1 || sample <= 0) {
            return sample >= 1;
        }
        String key = context.stickinessKey();
        long dice = mix(seed ^ (key != null ? fold(key) : calls.incrementAndGet()));
        return (dice >>> 11) * 0x1.0p-53 < sample;
    }

    /**
     * Redacts a recording and writes it. Throws nothing.
     *
     * @param recording the call
     */
    public void record(Recording recording) {
        byte[] line;
        try {
            line = (LineFormat.write(redaction.of(recording)) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (RuntimeException | StackOverflowError e) {
            // A redactor that fails, a pattern that goes too deep, a call larger than what is read again: no reason to
            // fail
            // the call itself.
            dropped.incrementAndGet();
            if (reported.compareAndSet(false, true)) {
                LOG.warn(
                        "A call could not be recorded, and perhaps not the next ones either ({}): calls are not affected",
                        e.getClass().getName());
            }
            return;
        }
        writer.write(line, rotation, counting);
    }

    /**
     * How many recordings were written.
     *
     * @return the number since this recorder was made
     */
    public long written() {
        return written.get();
    }

    /**
     * How many recordings were lost: the disk was too slow or full, or the call could not be put into words.
     *
     * @return the number since this recorder was made
     */
    public long dropped() {
        return dropped.get();
    }

    private static long fold(String key) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The finisher of SplitMix64: neighbours get unrelated numbers. */
    private static long mix(long value) {
        long z = value * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Collects what a recorder does. Not thread-safe. */
    public static final class Builder {
        private final Path file;
        private Redactor redactor = Redactor.standard();
        private MediaRetention media = MediaRetention.HASH;
        private double sample = 1;
        private long seed;
        private long maxSize = DEFAULT_MAX_SIZE;
        private int keep = DEFAULT_KEEP;

        private Builder(Path file) {
            this.file = Objects.requireNonNull(file, "file");
        }

        /**
         * Sets what is taken out of texts before anything is kept. It must leave alone what it has left once, or a replay will
         * not find conversations again.
         *
         * @param value the redactor in place of {@link Redactor#standard()}; {@code null} to keep everything as it is
         * @return this builder
         */
        public Builder redactor(@Nullable Redactor value) {
            this.redactor = value == null ? text -> text : value;
            return this;
        }

        /**
         * Sets what is kept of media.
         *
         * @param value {@link MediaRetention#HASH} when it is not set
         * @return this builder
         */
        public Builder media(MediaRetention value) {
            this.media = Objects.requireNonNull(value, "media");
            return this;
        }

        /**
         * Sets the share of calls that is recorded.
         *
         * @param value from 0 to 1; 1 when it is not set
         * @return this builder
         * @throws IllegalArgumentException when it is out of range
         */
        public Builder sample(double value) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("sample: must be from 0 to 1");
            }
            this.sample = value;
            return this;
        }

        /**
         * Sets what the choice of calls depends on.
         *
         * @param value any number; 0 when it is not set
         * @return this builder
         */
        public Builder seed(long value) {
            this.seed = value;
            return this;
        }

        /**
         * Sets the size that a file may have.
         *
         * @param bytes at least 1; a single recording may be larger
         * @return this builder
         */
        public Builder maxSize(long bytes) {
            this.maxSize = bytes;
            return this;
        }

        /**
         * Sets how many files that were put aside are kept.
         *
         * @param files from 0 to 10,000; with 0 a full file is deleted
         * @return this builder
         */
        public Builder keep(int files) {
            this.keep = files;
            return this;
        }

        /**
         * Builds the recorder. Nothing is opened before the first recording.
         *
         * @return the recorder
         * @throws IllegalArgumentException when a size or number is out of range
         */
        public Recorder build() {
            return new Recorder(this);
        }
    }
}
