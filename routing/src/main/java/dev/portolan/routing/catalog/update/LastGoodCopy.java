package dev.portolan.routing.catalog.update;

import dev.portolan.routing.catalog.ModelCatalog;
import dev.portolan.routing.catalog.update.CatalogFetch.Validators;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The last catalog that was believed, as it came, and beside it what the server needs to tell whether it has another. Each file is whole at
 * any moment.
 */
final class LastGoodCopy {

    private final Path file;
    private final Path notes;
    private final String address;

    LastGoodCopy(Path file, URI address) {
        this.file = file.toAbsolutePath();
        this.notes = this.file.resolveSibling(this.file.getFileName() + ".http");
        this.address = sha256(address.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What was kept.
     *
     * @param catalog the facts
     * @param validators what to ask the server with; none when they are of another file or address
     */
    record Kept(ModelCatalog catalog, Validators validators) {}

    /** Reads it; {@code null} when there is none. */
    @Nullable
    Kept read() throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        byte[] bytes = Files.readAllBytes(file);
        return new Kept(ModelCatalog.read(new ByteArrayInputStream(bytes)), validators(bytes));
    }

    private Validators validators(byte[] bytes) throws IOException {
        if (!Files.exists(notes)) {
            return Validators.NONE;
        }
        Properties known = new Properties();
        try (Reader reader = Files.newBufferedReader(notes, StandardCharsets.UTF_8)) {
            known.load(reader);
        } catch (IllegalArgumentException e) {
            return Validators.NONE;
        }
        boolean same =
                sha256(bytes).equals(known.getProperty("sha256")) && address.equals(known.getProperty("address"));
        return same ? new Validators(known.getProperty("etag"), known.getProperty("lastModified")) : Validators.NONE;
    }

    void write(byte[] bytes, Validators validators) throws IOException {
        Properties known = new Properties();
        known.setProperty("sha256", sha256(bytes));
        known.setProperty("address", address);
        if (validators.etag() != null) {
            known.setProperty("etag", validators.etag());
        }
        if (validators.lastModified() != null) {
            known.setProperty("lastModified", validators.lastModified());
        }
        StringWriter text = new StringWriter();
        known.store(text, null);
        Path directory = file.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        put(file, bytes);
        put(notes, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void put(Path target, byte[] bytes) throws IOException {
        Path beside = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".part");
        try {
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
