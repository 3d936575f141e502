package dev.portolan.evidence.recording.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that lines are added to, whole, and that is put aside as {@code name.1}, {@code name.2} and so on, the oldest last. For
 * one thread at a time. It is made readable by its owner alone, since it holds what people asked.
 */
final class RotatingFile implements LineSink {

    private static final Set<OpenOption> ADD = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);

    private final Path file;
    private @Nullable FileChannel channel;
    private @Nullable Object fileKey;

    RotatingFile(Path file) {
        this.file = file;
    }

    static Path aside(Path file, int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    @Override
    public void write(ByteBuffer line, Rotation rotation) throws IOException {
        try {
            FileChannel out = opened();
            if (out.size() > 0 && out.size() + line.remaining() > rotation.maxBytes()) {
                close();
                putAside(rotation.keep());
                out = opened();
            }
            while (line.hasRemaining()) {
                out.write(line);
            }
        } catch (IOException e) {
            try {
                close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        fileKey = null;
        if (open != null) {
            open.close();
        }
    }

    /** Opens it again when somebody has deleted or moved it meanwhile. */
    private FileChannel opened() throws IOException {
        FileChannel open = channel;
        if (open != null && Objects.equals(fileKey, keyOf(file))) {
            return open;
        }
        close();
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        boolean torn = torn();
        FileChannel fresh = FileChannel.open(file, ADD, ownerOnly());
        channel = fresh;
        fileKey = keyOf(file);
        if (torn) {
            fresh.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
        return fresh;
    }

    private FileAttribute<?>[] ownerOnly() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            Object key = found.fileKey();
            // Windows has no keys; there the open file cannot be deleted either.
            return key != null ? key : file;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Whether the last line was not written to its end. */
    private boolean torn() throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) == 0) {
            return false;
        }
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            in.read(last, in.size() - 1);
            return last.get(0) != '\n';
        }
    }

    private void putAside(int keep) throws IOException {
        if (keep == 0) {
            Files.deleteIfExists(file);
            return;
        }
        Files.deleteIfExists(aside(file, keep));
        for (int i = keep - 1; i >= 1; i--) {
            if (Files.exists(aside(file, i))) {
                Files.move(aside(file, i), aside(file, i + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file, aside(file, 1), StandardCopyOption.REPLACE_EXISTING);
    }
}
