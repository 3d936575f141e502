package dev.portolan.evidence.recording;

import dev.portolan.chat.WireListener;
import dev.portolan.evidence.recording.internal.LineWriter;
import dev.portolan.evidence.recording.internal.Rotation;
import dev.portolan.evidence.recording.internal.WireCapture;
import dev.portolan.evidence.recording.internal.WireLine;
import dev.portolan.spi.support.Redactor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what went over the wire, one line of JSON for each attempt, redacted: for bug reports. {@code docs/record-replay.md}
 * describes the lines. Off unless it is asked for; costs memory for each call in flight, up to its {@link Builder#maxBody}.
 *
 * <p>Like {@link Recorder}, which writes the calls themselves, it redacts on the calling thread before a line is queued, and nothing that
 * goes wrong here reaches the caller. Thread-safe; needs no closing.
 */
public final class WireRecorder {

    /** How much of a body is kept, where nothing else is said: 1 MiB. */
    public static final long DEFAULT_MAX_BODY = 1L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(WireRecorder.class);

    private final LineWriter writer;
    private final Rotation rotation;
    private final WireLine lines;
    private final int maxBody;
    private final Clock clock;
    private final LongSupplier nanoClock;
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

    private WireRecorder(Builder builder) {
        this.writer = LineWriter.to(builder.file);
        this.rotation = new Rotation(builder.maxSize, builder.keep);
        this.lines = new WireLine(builder.redactor, builder.media);
        this.maxBody = (int) builder.maxBody;
        this.clock = builder.clock;
        this.nanoClock = builder.nanoClock;
    }

    /**
     * Starts a recorder that adds to a file.
     *
     * @param file the file; it and its folder are made when they are missing. Not the file of a {@link Recorder}
     * @return a builder
     */
    public static Builder builder(Path file) {
        return new Builder(file);
    }

    /**
     * The file that belongs to a file of recordings: {@code calls.wire.jsonl} beside {@code calls.jsonl}.
     *
     * @param recordings the file of recordings
     * @return its neighbour
     */
    public static Path beside(Path recordings) {
        String name = String.valueOf(recordings.getFileName());
        String stem = name.endsWith(".jsonl") ? name.substring(0, name.length() - ".jsonl".length()) : name;
        return recordings.resolveSibling(stem + ".wire.jsonl");
    }

    /**
     * Listens to one call.
     *
     * @param name the model's name in the configuration, or {@code null}
     * @param call when the call was made: with the name it tells to which recording an exchange belongs
     * @return to be set on the call's context
     */
    public WireListener listener(@Nullable String name, Instant call) {
        AtomicInteger attempts = new AtomicInteger();
        return (method, address, headers, body) -> new WireCapture(
                new WireCapture.Asked(
                        name,
                        call,
                        attempts.incrementAndGet(),
                        clock.instant(),
                        method,
                        address,
                        List.copyOf(headers),
                        ByteBuffer.wrap(body)),
                maxBody,
                nanoClock,
                this::write);
    }

    private void write(WireCapture.Seen seen) {
        byte[] line;
        try {
            line = (lines.of(seen) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (RuntimeException | StackOverflowError e) {
            // A redactor that fails, or a pattern that goes too deep: no reason to fail the call itself.
            dropped.incrementAndGet();
            if (reported.compareAndSet(false, true)) {
                LOG.warn(
                        "An exchange could not be recorded, and perhaps not the next ones either ({}): calls are not affected",
                        e.getClass().getName());
            }
            return;
        }
        writer.write(line, rotation, counting);
    }

    /**
     * How many exchanges were written.
     *
     * @return the number since this recorder was made
     */
    public long written() {
        return written.get();
    }

    /**
     * How many exchanges were lost: the disk was too slow or full, or they could not be put into words.
     *
     * @return the number since this recorder was made
     */
    public long dropped() {
        return dropped.get();
    }

    /** Collects what a recorder does. Not thread-safe. */
    public static final class Builder {
        private final Path file;
        private @Nullable Redactor redactor = Redactor.standard();
        private MediaRetention media = MediaRetention.HASH;
        private long maxBody = DEFAULT_MAX_BODY;
        private long maxSize = Recorder.DEFAULT_MAX_SIZE;
        private int keep = Recorder.DEFAULT_KEEP;
        private Clock clock = Clock.systemUTC();
        private LongSupplier nanoClock = System::nanoTime;

        private Builder(Path file) {
            this.file = Objects.requireNonNull(file, "file");
        }

        /**
         * Sets what is taken out of bodies, headers and messages of errors before anything is kept. Credentials in headers and
         * addresses never get here.
         *
         * @param value the redactor in place of {@link Redactor#standard()}; {@code null} to keep everything as it is, bytes that are
         *     no text included
         * @return this builder
         */
        public Builder redactor(@Nullable Redactor value) {
            this.redactor = value;
            return this;
        }

        /**
         * Sets what is kept of media: long texts in base64 within JSON.
         *
         * @param value {@link MediaRetention#HASH} when it is not set
         * @return this builder
         */
        public Builder media(MediaRetention value) {
            this.media = Objects.requireNonNull(value, "media");
            return this;
        }

        /**
         * Sets how much of a body is kept, of a request and of its answer each; the rest is counted.
         *
         * @param bytes from 1 to 64 MiB; {@link #DEFAULT_MAX_BODY} when it is not set
         * @return this builder
         * @throws IllegalArgumentException when it is out of range
         */
        public Builder maxBody(long bytes) {
            if (bytes < 1 || bytes > 64L << 20) {
                throw new IllegalArgumentException("wire-max-body: must be from 1 byte to 64MB");
            }
            this.maxBody = bytes;
            return this;
        }

        /**
         * Sets the size that a file may have.
         *
         * @param bytes at least 1; a single line may be larger
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

        Builder clocks(Clock wall, LongSupplier nanos) {
            this.clock = wall;
            this.nanoClock = nanos;
            return this;
        }

        /**
         * Builds the recorder. Nothing is opened before the first exchange.
         *
         * @return the recorder
         * @throws IllegalArgumentException when a size or number is out of range
         */
        public WireRecorder build() {
            return new WireRecorder(this);
        }
    }
}
