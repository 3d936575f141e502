package dev.portolan.evidence.recording.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LineWriterTest {

    private static final Rotation ROTATION = new Rotation(1_000, 1);

    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
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

    /** A disk that takes a line only when it is allowed to. */
    private static final class SlowDisk implements LineSink {
        final Semaphore allowed = new Semaphore(0);
        final AtomicInteger closed = new AtomicInteger();
        volatile boolean broken;
        volatile boolean failsToClose;

        @Override
        public void write(ByteBuffer line, Rotation rotation) throws IOException {
            allowed.acquireUninterruptibly();
            if (broken) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void close() throws IOException {
            closed.incrementAndGet();
            if (failsToClose) {
                throw new IOException("Input/output error");
            }
        }
    }

    private LineWriter writer(LineSink sink, long bytes, Duration idle) {
        return new LineWriter(Path.of("calls.jsonl"), sink, new LineWriter.Limits(bytes, Duration.ofMillis(20), idle));
    }

    @Test
    void aDiskThatHangsDelaysOneCallForAMomentAndTheOthersNotAtAll() {
        SlowDisk disk = new SlowDisk();
        LineWriter writer = writer(disk, 10, Duration.ofMillis(10));

        long startedAt = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            writer.write(new byte[4], ROTATION, counting);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofSeconds(1));
        assertThat(dropped).as("ten bytes may wait").hasValue(198);

        disk.allowed.release(1_000);
        await().untilAsserted(() -> assertThat(written).hasValue(2));
        await().untilAsserted(() -> assertThat(disk.closed).hasPositiveValue());
        writer.write(new byte[100], ROTATION, counting);
        await().untilAsserted(
                        () -> assertThat(written).as("one line may always wait").hasValue(3));
    }

    @Test
    void aFailureIsReportedOnceAndSoIsItsEnd() {
        List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.list = lines;
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(LineWriter.class);
        logger.addAppender(log);
        try {
            SlowDisk disk = new SlowDisk();
            disk.allowed.release(1_000);
            disk.broken = true;
            LineWriter writer = writer(disk, 1_000, Duration.ofSeconds(2));
            writer.write(new byte[4], ROTATION, counting);
            writer.write(new byte[4], ROTATION, counting);
            await().untilAsserted(() -> assertThat(dropped).hasValue(2));
            disk.broken = false;
            writer.write(new byte[4], ROTATION, counting);
            await().untilAsserted(() -> assertThat(written).hasValue(1));
            await().untilAsserted(() -> assertThat(lines).hasSize(2));
            assertThat(lines.get(0).getFormattedMessage()).contains("No space left on device");
            assertThat(lines.get(1).getFormattedMessage()).contains("again");
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void aFileThatCannotBeClosedDoesNotStopTheNextLine() {
        SlowDisk disk = new SlowDisk();
        disk.allowed.release(1_000);
        disk.failsToClose = true;
        LineWriter writer = writer(disk, 1_000, Duration.ofMillis(1));
        writer.write(new byte[4], ROTATION, counting);
        await().untilAsserted(() -> assertThat(disk.closed).hasPositiveValue());
        writer.write(new byte[4], ROTATION, counting);

        await().untilAsserted(() -> assertThat(written).hasValue(2));
    }

    @Test
    void anInterruptedCallerStillHandsItsLineOver() {
        SlowDisk disk = new SlowDisk();
        disk.allowed.release(1_000);
        Thread.currentThread().interrupt();
        writer(disk, 1_000, Duration.ofSeconds(1)).write(new byte[4], ROTATION, counting);

        assertThat(Thread.interrupted()).as("stays interrupted").isTrue();
        await().untilAsserted(() -> assertThat(written).hasValue(1));
    }
}
