package dev.portolan.config.internal;

import dev.portolan.spi.Secret;
import dev.portolan.spi.SecretSource;
import dev.portolan.spi.Spi;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Secrets in mounted files, one a file: {@code secret:file:/run/secrets/openai}. White space at both ends, such as the line
 * end that editors leave, is no part of the secret. See {@link FileSecret} for rotation.
 */
public final class FileSecrets implements SecretSource {

    private final Path folder;
    private final LongSupplier nanoTime;

    /** For {@link java.util.ServiceLoader}: relative paths start in the working directory. */
    public FileSecrets() {
        this(Path.of("").toAbsolutePath(), System::nanoTime);
    }

    FileSecrets(Path folder, LongSupplier nanoTime) {
        this.folder = folder;
        this.nanoTime = nanoTime;
    }

    @Override
    public String id() {
        return "file";
    }

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public Secret find(String reference) {
        try {
            return Secret.from(new FileSecret(folder.resolve(reference), nanoTime));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("the reference is not a path", e);
        }
    }
}
