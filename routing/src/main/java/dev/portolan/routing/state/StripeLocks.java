package dev.portolan.routing.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Locks that exclude the threads of this process and other processes of the host: one lock of the process and one byte of a file for each
 * stripe. The file is opened once, because a system may free all locks of a process on a file when the process closes it anywhere.
 *
 * <p>The byte is tried again and again and not waited for: the wait of a channel ends by closing it when its thread is interrupted, and has
 * no end when the other process is stopped.
 */
final class StripeLocks implements AutoCloseable {

    private static final long PAUSE = Duration.ofNanos(100_000).toNanos();
    private static final int TURNS = 8;

    private final Path file;
    private final FileChannel channel;
    private final long patience;
    private final Stripe[] stripes;

    /** Opens the file, and makes it when there is none. */
    StripeLocks(Path file, int count, Duration patience) throws IOException {
        this.file = file;
        this.patience = patience.toNanos();
        this.stripes = new Stripe[count];
        for (int i = 0; i < count; i++) {
            stripes[i] = new Stripe();
        }
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static final class Stripe {
        private final ReentrantLock lock = new ReentrantLock();
        /** When it was let go last, and how often in a row without a pause for others. */
        private long left;

        private int turns;
    }

    /** A lock that is held; closing it lets go. */
    static final class Held implements AutoCloseable {
        private final Stripe stripe;
        private final FileLock byteOfFile;

        private Held(Stripe stripe, FileLock byteOfFile) {
            this.stripe = stripe;
            this.byteOfFile = byteOfFile;
        }

        @Override
        public void close() throws IOException {
            try {
                byteOfFile.release();
            } finally {
                stripe.left = System.nanoTime();
                stripe.lock.unlock();
            }
        }
    }

    /** Waits for a stripe. An interrupt is kept and changes nothing. */
    Held hold(int number) throws IOException {
        Stripe stripe = stripes[number];
        stripe.lock.lock();
        boolean held = false;
        boolean interrupted = false;
        try {
            long begun = System.nanoTime();
            if (letOthers(stripe, begun)) {
                LockSupport.parkNanos(4 * PAUSE);
            }
            while (true) {
                FileLock byteOfFile = tryByte(number);
                if (byteOfFile != null) {
                    held = true;
                    return new Held(stripe, byteOfFile);
                }
                if (System.nanoTime() - begun > patience) {
                    throw new StateStoreException(
                            "Another process holds the lock of " + file + " for more than "
                                    + Duration.ofNanos(patience).toSeconds()
                                    + " s; it may be stopped or its disk may hang",
                            false,
                            null);
                }
                interrupted |= Thread.interrupted();
                LockSupport.parkNanos(PAUSE + ThreadLocalRandom.current().nextLong(PAUSE));
            }
        } finally {
            if (!held) {
                stripe.lock.unlock();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A stripe if nobody holds it, or {@code null}. */
    @Nullable
    Held tryHold(int number) throws IOException {
        Stripe stripe = stripes[number];
        if (!stripe.lock.tryLock()) {
            return null;
        }
        FileLock byteOfFile = null;
        try {
            byteOfFile = tryByte(number);
            return byteOfFile == null ? null : new Held(stripe, byteOfFile);
        } finally {
            if (byteOfFile == null) {
                stripe.lock.unlock();
            }
        }
    }

    /** A process that takes a stripe again as soon as it left it would keep others out, who look now and then. */
    private static boolean letOthers(Stripe stripe, long now) {
        boolean again = now - stripe.left < PAUSE;
        stripe.turns = again ? stripe.turns + 1 : 0;
        if (stripe.turns < TURNS) {
            return false;
        }
        stripe.turns = 0;
        return true;
    }

    private @Nullable FileLock tryByte(int number) throws IOException {
        try {
            return channel.tryLock(number, 1, false);
        } catch (OverlappingFileLockException e) {
            return null; // held in this process by a Portolan of another class loader
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
