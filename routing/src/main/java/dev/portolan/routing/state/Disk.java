package dev.portolan.routing.state;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What of files is used here. {@link RandomAccessFile} and not a channel, because an interrupt closes a channel in the middle of a write, and
 * a rollback must get through on an interrupted thread too.
 */
final class Disk {

    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    private Disk() {}

    /** All of a file, or {@code null} when there is none. */
    static byte @Nullable [] read(Path file) throws IOException {
        return read(file, Long.MAX_VALUE);
    }

    /** The first bytes of a file, fewer when it is shorter, or {@code null} when there is none. */
    static byte @Nullable [] read(Path file, long most) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(Math.min(open.length(), most))];
            open.readFully(bytes);
            return bytes;
        } catch (FileNotFoundException e) {
            if (Files.exists(file)) {
                throw e;
            }
            return null;
        }
    }

    /** Writes in place; on the disk when it returns, with the length of the file but without its times. */
    static void write(Path file, long at, byte[] bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rwd")) {
            open.seek(at);
            open.write(bytes);
        }
    }

    /** Makes a file beside another, to take its place; on the disk when it returns. */
    static Path beside(Path file, byte[] bytes) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (RandomAccessFile open = new RandomAccessFile(part.toFile(), "rw")) {
            open.setLength(0);
            open.write(bytes);
            open.getFD().sync();
        }
        return part;
    }

    /** Puts a file in the place of another, whole at any moment; on the disk when it returns. */
    static void replace(Path part, Path file) throws IOException {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(file.getParent());
    }

    /** Makes a folder and those above it; on the disk when it returns. */
    static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path above = folder.getParent();
        if (above != null) {
            makeFolder(above);
        }
        Files.createDirectories(folder);
        syncFolder(above);
    }

    /** Without it a new name may be gone when the power fails, though the file's bytes are on the disk. Windows has no such call. */
    static void syncFolder(@Nullable Path folder) throws IOException {
        if (folder == null || WINDOWS) {
            return;
        }
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try (FileChannel open = FileChannel.open(folder, StandardOpenOption.READ)) {
                    open.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
