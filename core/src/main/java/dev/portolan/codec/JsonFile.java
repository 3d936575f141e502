package dev.portolan.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/**
 * A noun kept in a file, which is whole at any moment: it is written beside and put in its place when it has reached the disk.
 * A process that dies while it writes leaves the file as it was before.
 *
 * <pre>{@code
 * JsonFile<Conversation> file = new JsonFile<>(Path.of("talks", id + ".json"), JsonCodec.CONVERSATION);
 * file.write(talk);
 * Conversation again = file.read().orElseThrow();
 * }</pre>
 *
 * <p>One writer at a time: of two that write together one wins, and neither sees the other's. The file is readable for its
 * owner only where the file system knows owners. Otherwise thread-safe.
 *
 * @param <T> the noun
 */
public final class JsonFile<T> {

    private final Path path;
    private final JsonCodec<T> codec;

    /**
     * A file, which need not exist yet. Its directory must.
     *
     * @param path where it is
     * @param codec what it holds
     */
    public JsonFile(Path path, JsonCodec<T> codec) {
        this.path = Objects.requireNonNull(path, "path").toAbsolutePath();
        this.codec = Objects.requireNonNull(codec, "codec");
    }

    /**
     * Reads the file.
     *
     * @return what it holds, or nothing when there is no such file
     * @throws IOException when it cannot be read
     * @throws JsonFormatException when it holds something else
     */
    public Optional<T> read() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return Optional.of(codec.read(in));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes the file. When this returns the content has reached the disk.
     *
     * @param value what it shall hold
     * @throws IOException when it cannot be written; the file is then as it was
     * @throws IllegalArgumentException when the noun is too large to be read again
     */
    public void write(T value) throws IOException {
        byte[] bytes = codec.toBytes(value);
        Path directory = Objects.requireNonNull(path.getParent(), "directory");
        Path beside = Files.createTempFile(directory, path.getFileName() + ".", ".part");
        try {
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel)) {
                out.write(bytes);
                channel.force(true);
            }
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    @Override
    public String toString() {
        return "JsonFile[" + path.getFileName() + ", " + codec.type() + "]";
    }
}
