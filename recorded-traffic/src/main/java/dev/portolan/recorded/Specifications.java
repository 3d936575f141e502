package dev.portolan.recorded;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * What vendors publish about their APIs. The files are no part of the project: their folder is named with {@code
 * -Dportolan.specs}; without it {@code ../shared/data/specs} beside the checkout is taken, and without that the tests that ask
 * are skipped.
 */
public final class Specifications {

    private Specifications() {}

    /**
     * Whether a file is there.
     *
     * @param file its path in the folder
     * @return true when it can be read
     */
    public static boolean has(String file) {
        return Files.isRegularFile(folder().resolve(file));
    }

    /**
     * Reads a file; the test is skipped when it is not there.
     *
     * @param file its path in the folder; {@code .gz} is unpacked
     * @param mapper reads its format
     * @return its content
     * @throws IOException when it cannot be read
     */
    public static JsonNode read(String file, ObjectMapper mapper) throws IOException {
        Path path = folder().resolve(file);
        assumeTrue(Files.isRegularFile(path), "No " + file + ": name its folder with -Dportolan.specs=DIR");
        try (InputStream in = Files.newInputStream(path);
                InputStream plain = file.endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return mapper.readTree(plain);
        }
    }

    private static Path folder() {
        String given = System.getProperty("portolan.specs");
        return given != null ? Path.of(given) : Path.of("..", "..", "shared", "data", "specs");
    }
}
